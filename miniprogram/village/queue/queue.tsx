import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { call, type Reply } from '../../client/api'
import { numberToCall } from '../../client/calls'
import { readyForReading } from '../../client/cases'
import { waitingReports } from '../../client/outbox'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { usePages } from '../../components/answer/use-pages'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { dial } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { QueueCounts } from '../../components/queue-counts/queue-counts'
import { KeptCases } from './kept-cases'
import { useUnsentDeeds, VisitsOnPhone } from './on-phone'
import './queue.scss'

type Queue = Reply<'GET /api/queue'>
type Item = Queue['items'][number]

const fetchQueue = (after?: string) => call('GET /api/queue', { query: { after } })

/** What somebody of the village has to do now: urgent first, then by the nearest clock. */
export default function QueuePage() {
  const signedIn = signedInPerson() !== null
  return (
    <Page reader="worker" name="今天要办的">
      {signedIn ? <Queue /> : <NotSignedIn />}
    </Page>
  )
}

function Queue() {
  const { first, items, error, asking, trouble, again, attempt, onMore } = usePages(fetchQueue, '')
  const unsent = useUnsentDeeds(again) + waitingReports().length
  const ring = (item: Item) => attempt(async () => dial(await numberToCall(item.id)))
  useEffect(() => {
    if (first) void readyForReading(first.items)
  }, [first])
  const now = new Date()
  return (
    <>
      <PersonBar />
      <View className="queue-tools">
        <Press className="queue-tool" onPress={() => void Taro.navigateTo({ url: '/village/duty/duty' })}>
          <Icon name="calendar-off" />
          <Text>我请假</Text>
        </Press>
        <Press className="queue-tool" onPress={() => void Taro.navigateTo({ url: '/township/cards/cards' })}>
          <Icon name="share-2" />
          <Text>村里的名片</Text>
        </Press>
      </View>
      <MainButton
        tone="plain"
        icon="pencil"
        words="替别人记一件"
        onPress={() => void Taro.navigateTo({ url: '/township/entry/entry' })}
      />
      {first && (items.length > 0 || unsent > 0) && (
        <QueueCounts counts={first.counts} words="件要办" unsent={unsent} />
      )}
      <VisitsOnPhone offline={error !== null} />
      <Warning words={trouble} />
      {error !== null && <Trouble error={error} onAgain={() => void again()} />}
      {error !== null && !first && <KeptCases />}
      {!first && asking && <Loading />}
      {items.map((item) => (
        <Row key={item.id} item={item} now={now} onCall={() => void ring(item)} />
      ))}
      {first && items.length === 0 && (
        <Empty title="现在没有要办的">
          <Text>有新的线索到您村里，会排在这里。下拉可以再看一眼。</Text>
        </Empty>
      )}
      {onMore && <MainButton tone="plain" words="再看后面的" onPress={() => void onMore()} />}
      {first && (
        <MainButton
          tone="plain"
          icon="refresh-cw"
          words="看看有没有新的"
          busy={asking && '正在看…'}
          onPress={() => void again()}
        />
      )}
    </>
  )
}

function Row({ item, now, onCall }: { item: Item; now: Date; onCall(): void }) {
  const open = () => void Taro.navigateTo({ url: `/village/case/case?id=${item.id}` })
  return (
    <View className={`lead${item.urgency === 'urgent' ? ' lead--urgent' : ''}`}>
      <Press className="lead__open" onPress={open}>
        <CaseClock work={item} now={now} />
        <Text className="lead__who">{item.subjectName ?? '没有留名字'}</Text>
        <Text className="lead__where">{item.placeName}</Text>
        <Text className="lead__what">{item.headline}</Text>
        <Text className="lead__next">
          {item.nextAction}
          {item.voiceCount > 0 ? ` · 录音 ${item.voiceCount} 段` : ''}
          {item.photoCount > 0 ? ` · 照片 ${item.photoCount} 张` : ''}
        </Text>
      </Press>
      <View className="lead__tools">
        {item.reporterHasPhone && (
          <Press className="round" label={`电话 打给报的人 ${item.subjectName ?? ''}`} onPress={onCall}>
            <Icon name="phone" />
            <Text>电话</Text>
          </Press>
        )}
        <Press className="round" label={`打开 ${item.subjectName ?? item.placeName}`} onPress={open}>
          <Icon name="chevron-right" />
          <Text>打开</Text>
        </Press>
      </View>
    </View>
  )
}
