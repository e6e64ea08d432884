import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { call } from '../../client/api'
import { numberToCall } from '../../client/calls'
import { readyForReading } from '../../client/cases'
import { waitingReports } from '../../client/outbox'
import { signedInPerson } from '../../client/session'
import { Empty, Loading, Trouble, Warning } from '../../components/answer/answer'
import { usePages } from '../../components/answer/use-pages'
import { dial } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { LeadRow } from '../../components/lead-row/lead-row'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { QueueCounts } from '../../components/queue-counts/queue-counts'
import { villageWays } from '../../components/village-ways/village-ways'
import { KeptCases } from './kept-cases'
import { useUnsentDeeds, VisitsOnPhone } from './on-phone'
import './queue.scss'

const fetchQueue = (after?: string) => call('GET /api/queue', { query: { after } })

/** All that is in somebody's hands: urgent first, then by the nearest clock, page by page. */
export default function QueuePage() {
  const signedIn = signedInPerson() !== null
  return (
    <Page reader="worker" name="手上的线索" foot={villageWays('queue')}>
      {signedIn ? <Queue /> : <NotSignedIn />}
    </Page>
  )
}

function Queue() {
  const { first, items, error, asking, trouble, again, attempt, onMore } = usePages(fetchQueue, '')
  const unsent = useUnsentDeeds(again) + waitingReports().length
  useEffect(() => {
    if (first) void readyForReading(first.items)
  }, [first])
  const ring = (caseId: string) => attempt(async () => dial(await numberToCall(caseId)))
  const now = new Date()
  return (
    <>
      <PersonBar />
      <View className="queue-tools">
        <Press className="queue-tool" onPress={() => void Taro.navigateTo({ url: '/village/duty/duty' })}>
          <Icon name="calendar-off" />
          <Text>我请假</Text>
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
        <LeadRow key={item.id} lead={item} now={now} onCall={() => void ring(item.id)} />
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
