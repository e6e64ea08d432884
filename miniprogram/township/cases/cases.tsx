import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { type CaseState, caseStateCodes, isClosed, stateRule } from '../../../shared/domain/case-states'
import { deskRoles, type Role } from '../../../shared/domain/roles'
import { call, type Reply } from '../../client/api'
import { type Me, signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { usePages } from '../../components/answer/use-pages'
import { Chips } from '../../components/chips/chips'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { DeskTownship } from '../../components/desk-ways/desk-township'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { QueueCounts } from '../../components/queue-counts/queue-counts'
import './cases.scss'

type Listed = Reply<'GET /api/townships/:township/cases'>
type Item = Listed['items'][number]
type Pressing = 'urgent' | 'overdue'
interface Filter {
  state?: CaseState
  village?: string
  pressing?: Pressing
}

const onDesk: readonly Role[] = deskRoles
const pressingWords: readonly { value: Pressing; words: string }[] = [
  { value: 'urgent', words: '要紧的' },
  { value: 'overdue', words: '超时的' },
]
const stateWords = caseStateCodes
  .filter((state) => state !== 'merged')
  .map((value) => ({ value, words: stateRule(value).label }))

/** Every case of a township in one list: what state, which village, how pressing, in whose hands (R11). */
export default function CasesPage() {
  const me = signedInPerson()
  return (
    <Page reader="desk" name="全乡线索">
      {me ? <Cases me={me} /> : <NotSignedIn />}
    </Page>
  )
}

function Cases({ me }: { me: Me }) {
  const territory = me.posts.find(({ role }) => onDesk.includes(role))?.territory ?? ''
  return (
    <>
      <PersonBar />
      <DeskTownship territory={territory} here="/township/cases/cases">
        {(township) => <List key={township} township={township} />}
      </DeskTownship>
    </>
  )
}

function List({ township }: { township: string }) {
  const [filter, setFilter] = useState<Filter>({})
  const ask = (after?: string) =>
    call('GET /api/townships/:township/cases', { params: { township }, query: { ...filter, after } })
  const { first, items, error, asking, trouble, again, onMore } = usePages(ask, JSON.stringify(filter))
  const places = useAnswer(
    async () => (await call('GET /api/townships/:township/villages', { params: { township } })).villages,
    township,
  )
  const narrow = (change: Filter) => setFilter({ ...filter, ...change })
  const now = new Date()
  return (
    <>
      <View className="filters">
        <Chips<Pressing>
          of={pressingWords}
          chosen={filter.pressing}
          onChoose={(pressing) => narrow({ pressing })}
        />
        <Chips<CaseState> of={stateWords} chosen={filter.state} onChoose={(state) => narrow({ state })} />
        <Chips
          of={(places.value ?? []).map(({ code, name }) => ({ value: code, words: name }))}
          chosen={filter.village}
          onChoose={(village) => narrow({ village })}
        />
      </View>
      {first && (
        <QueueCounts
          counts={first.counts}
          words={filter.state && isClosed(filter.state) ? '件办完了' : '件在办'}
        />
      )}
      <Warning words={trouble} />
      {error !== null && <Trouble error={error} onAgain={() => void again()} />}
      {!first && asking && <Loading />}
      {items.length > 0 && (
        <View className="listed">
          {items.map((item) => (
            <Row key={item.id} item={item} now={now} />
          ))}
        </View>
      )}
      {first && items.length === 0 && (
        <Empty title="没有这样的线索">
          <Text>换一个条件看看；点一下选中的，就是不限。</Text>
        </Empty>
      )}
      {onMore && <MainButton tone="plain" words="再看后面的" onPress={() => void onMore()} />}
    </>
  )
}

function Row({ item, now }: { item: Item; now: Date }) {
  const open = () => void Taro.navigateTo({ url: `/village/case/case?id=${item.id}` })
  const over = isClosed(item.state)
  return (
    <Press className="listed__row" onPress={open} heard={`打开 ${item.subjectName ?? item.placeName}`}>
      <View className="listed__clock">{!over && <CaseClock work={item} now={now} />}</View>
      <View className="listed__who">
        <Text className="listed__name">{item.subjectName ?? '没有留名字'}</Text>
        <Text className="listed__aside">{item.placeName}</Text>
      </View>
      <Text className="listed__what">{item.headline}</Text>
      <View className="listed__state">
        <Text>{stateRule(item.state).label}</Text>
        <Text className="listed__aside">
          {over
            ? ''
            : `${item.mine ? '在您手上' : `${item.owner.title} ${item.owner.calledAs}`} · ${item.nextAction}`}
        </Text>
      </View>
    </Press>
  )
}
