import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { spokenAbsence } from '../../../shared/domain/absence-days'
import { byParts, todayParts } from '../../../shared/domain/today'
import { numberToCall } from '../../client/calls'
import { sendCaseDeed } from '../../client/case-deeds'
import { readyForReading } from '../../client/cases'
import { waitingCaseDeeds } from '../../client/deed-outbox'
import { waitingReports } from '../../client/outbox'
import { signedInPerson } from '../../client/session'
import { fetchToday, type Today } from '../../client/today'
import { onlyLeadsGroup } from '../../client/workplaces'
import { Empty, Loading, SeenAt, Trouble, Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { dial } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { LeadRow } from '../../components/lead-row/lead-row'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { Press } from '../../components/press/press'
import { QueueCounts } from '../../components/queue-counts/queue-counts'
import { villageWays } from '../../components/village-ways/village-ways'
import { useUnsentDeeds, VisitsOnPhone } from '../queue/on-phone'
import { GroupDay } from './group-day'
import { asideOf, countsOf, doing, pageOfTask, type Task } from './tasks'
import './today.scss'

/**
 * Where the day begins of those who work in a village: for a coordinator or a secretary one list by the clock, and one
 * button for its first line; for a group's leader their group.
 */
export default function TodayPage() {
  const me = signedInPerson()
  return (
    <Page reader="worker" name="今天要办的" foot={villageWays('today')}>
      {!me ? <NotSignedIn /> : onlyLeadsGroup(me) ? <GroupDay /> : <Day />}
    </Page>
  )
}

function Day() {
  const asked = useAnswer(fetchToday, '')
  const { busy, trouble, act } = useAct({ onOvertaken: asked.again })
  useRefresh(asked.again)
  const unsent = useUnsentDeeds(asked.again)
  const reports = waitingReports().length
  const today = asked.value?.value ?? null
  // What was shown before stays while it cannot be asked anew; it says when it was seen.
  const offline = asked.error !== null || (asked.value?.keptAt ?? null) !== null
  useEffect(() => {
    if (asked.value?.keptAt === null) void readyForReading(asked.value.value.tasks)
  }, [asked.value])
  const now = new Date()
  const ring = (caseId: string) => void act(async () => dial(await numberToCall(caseId)))
  const accept = ({ id, version, subjectName, placeName }: Task) =>
    act(async () => {
      const end = await sendCaseDeed(
        (sending) => ({
          endpoint: 'POST /api/cases/:caseId/accept',
          params: { caseId: id },
          body: { version, ...sending },
        }),
        {
          event: 'accept',
          label: doing.accept.words,
          said: [],
          title: `${subjectName ?? '没有留名字'} ${placeName}`,
        },
      )
      if (end === 'waiting') return
      // Somebody else was quicker: both sides stand on the case's page.
      if (end === 'overtaken') void Taro.navigateTo({ url: `/village/case/case?id=${id}` })
      else void Taro.showToast({ title: '接下了', icon: 'success' })
      await asked.again()
    })
  return (
    <>
      <PersonBar />
      {today && (today.tasks.length > 0 || unsent + reports > 0) && (
        <QueueCounts {...countsOf(today, now)} words="件要办" unsent={unsent + reports} />
      )}
      <SeenAt keptAt={asked.value?.keptAt ?? null} />
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      <VisitsOnPhone offline={offline} />
      {reports > 0 && <ReportsOnPhone many={reports} />}
      <Warning words={trouble} />
      {!today && asked.asking && <Loading />}
      {today?.leave && <OwnLeave leave={today.leave} now={now} />}
      {today && (
        <Tasks today={today} now={now} busy={busy} onCall={ring} onAccept={(task) => void accept(task)} />
      )}
      {today?.tasks.length === 0 && (
        <Empty title="今天没有要办的">
          <Text>有新的线索到您村里，会排在这里。看到谁家有难处，点下面「替别人记一件」。</Text>
        </Empty>
      )}
      {today && today.later > 0 && (
        <MainButton
          tone="plain"
          icon="list"
          words={`后面还有 ${today.later >= 100 ? '99+' : today.later} 件，不急`}
          onPress={() => void Taro.redirectTo({ url: '/village/queue/queue' })}
        />
      )}
      <MainButton
        tone="plain"
        icon="pencil"
        words="替别人记一件"
        onPress={() => void Taro.navigateTo({ url: '/township/entry/entry' })}
      />
      {today && (
        <MainButton
          tone="plain"
          icon="refresh-cw"
          words="看看有没有新的"
          busy={asked.asking && '正在看…'}
          onPress={() => void asked.again()}
        />
      )}
    </>
  )
}

/** The list by its parts; its very first line carries the page's one button. */
function Tasks({
  today,
  now,
  busy,
  onCall,
  onAccept,
}: {
  today: Today
  now: Date
  busy: boolean
  onCall(caseId: string): void
  onAccept(task: Task): void
}) {
  const parts = byParts(today.tasks, now)
  const waiting = waitingCaseDeeds()
  const isDone = ({ id }: Task) =>
    waiting.some(({ params, told }) => params.caseId === id && told?.event !== 'note')
  const first = parts.flatMap(({ tasks }) => tasks).find((task) => !isDone(task))
  const begin = (task: Task) => {
    const { page } = doing[task.kind]
    if (page) void Taro.navigateTo({ url: page(task) })
    else onAccept(task)
  }
  return (
    <>
      {parts.map(({ part, tasks }) => (
        <View key={part} className="today-part">
          <View className={`today-part__title today-part__title--${part}`} role="heading" aria-level="2">
            {todayParts[part]}
          </View>
          {tasks.map((task) => (
            <LeadRow
              key={task.id}
              lead={task}
              now={now}
              aside={isDone(task) ? '办了，还在手机里，有信号就发出去' : asideOf(task, now)}
              page={pageOfTask(task)}
              onCall={() => onCall(task.id)}
            >
              {task === first && !isDone(task) && (
                <MainButton
                  words={doing[task.kind].words}
                  busy={busy && '正在办…'}
                  onPress={() => begin(task)}
                />
              )}
            </LeadRow>
          ))}
        </View>
      ))}
    </>
  )
}

function ReportsOnPhone({ many }: { many: number }) {
  return (
    <Press className="today-note" onPress={() => void Taro.navigateTo({ url: '/pages/mine/mine' })}>
      <Icon name="wifi-off" />
      <Text className="today-note__words">报的事有 {many} 条还在手机里，没发出去</Text>
      <Icon name="chevron-right" />
    </Press>
  )
}

function OwnLeave({ leave, now }: { leave: NonNullable<Today['leave']>; now: Date }) {
  const away = new Date(leave.from) <= now
  return (
    <Press
      className="today-note today-note--leave"
      onPress={() => void Taro.navigateTo({ url: '/village/duty/duty' })}
    >
      <Icon name="calendar-off" />
      <Text className="today-note__words">
        {spokenAbsence(leave, now)} {away ? '您请着假，回来了点这里' : '您请了假，手上的那天自动交出去'}
      </Text>
      <Icon name="chevron-right" />
    </Press>
  )
}
