import { Text } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { transferStates } from '../../../shared/domain/transfers'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { usePages } from '../../components/answer/use-pages'
import { Chips } from '../../components/chips/chips'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import './incoming.scss'

type Listed = Reply<'GET /api/transfers'>
type Item = Listed['items'][number]
type Sheet = 'open' | 'done'

const sheets: readonly { value: Sheet; words: string }[] = [
  { value: 'open', words: '要答复的' },
  { value: 'done', words: '办过的' },
]

/** What townships have passed to the department of whoever is signed in: the nearest clock first. */
export default function IncomingPage() {
  return (
    <Page reader="worker" name="转来的事">
      {signedInPerson() ? <Incoming /> : <NotSignedIn />}
    </Page>
  )
}

function Incoming() {
  const [sheet, setSheet] = useState<Sheet>('open')
  const ask = (after?: string) => call('GET /api/transfers', { query: { sheet, after } })
  const { first, items, error, asking, trouble, again, onMore } = usePages(ask, sheet)
  const now = new Date()
  return (
    <>
      <PersonBar />
      <Chips<Sheet> of={sheets} chosen={sheet} onChoose={(next) => setSheet(next ?? sheet)} />
      <Warning words={trouble} />
      {error !== null && <Trouble error={error} onAgain={() => void again()} />}
      {!first && asking && <Loading />}
      {items.map((item) => (
        <Row key={item.id} item={item} now={now} />
      ))}
      {first && items.length === 0 && (
        <Empty title={sheet === 'open' ? '现在没有要答复的' : '还没有办过的'}>
          <Text>乡里转来的事会排在这里。</Text>
        </Empty>
      )}
      {onMore && <MainButton tone="plain" words="再看后面的" onPress={() => void onMore()} />}
    </>
  )
}

function Row({ item, now }: { item: Item; now: Date }) {
  const open = () => void Taro.navigateTo({ url: `/township/transfer/transfer?id=${item.id}` })
  const waits = item.state === 'sent' || item.state === 'received'
  return (
    <Press
      className="incoming"
      heard={`打开 ${item.subjectName ?? item.placeName} ${item.matter}`}
      onPress={open}
    >
      {waits && <CaseClock work={{ dueAt: item.answerBy, urgency: item.urgency }} now={now} />}
      <Text className="incoming__who">{item.subjectName ?? '没有留名字'}</Text>
      <Text className="incoming__aside">
        {item.townshipName} {item.placeName}
      </Text>
      <Text className="incoming__what">{item.matter}</Text>
      <Text className="incoming__aside">
        {transferStates[item.state]}
        {waits
          ? `，${spokenMoment(new Date(item.answerBy), now)} 前答复`
          : item.said
            ? `，${spokenMoment(new Date(item.said.at), now)}`
            : ''}
      </Text>
    </Press>
  )
}
