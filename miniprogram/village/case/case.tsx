import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { caseEvents, stateRule } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { call, type Reply } from '../../client/api'
import { ApiProblem, inDetail } from '../../client/problem'
import { signedInPerson } from '../../client/session'
import { workplaces } from '../../client/workplaces'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { type Asked, useAnswer, useRefresh } from '../../components/answer/use-answer'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { StoryLine, type StoryPoint } from '../../components/story-line/story-line'
import { Lookalikes } from './lookalikes'
import { MoreEvents } from './more-events'
import { ReportCard } from './report-card'
import './case.scss'

/** A case as the server shows it to this person. */
export type Case = Reply<'GET /api/cases/:caseId'>

/** A lead with its story: who, where, what was said, why it came here, and the one thing to do next. */
export default function CasePage() {
  const caseId = useRouter().params.id ?? ''
  if (signedInPerson()) return <CaseWork caseId={caseId} />
  return (
    <Page reader="worker" name="线索">
      <NotSignedIn />
    </Page>
  )
}

function CaseWork({ caseId }: { caseId: string }) {
  const asked = useAnswer(() => call('GET /api/cases/:caseId', { params: { caseId } }), caseId)
  useRefresh(asked.again)
  const work = asked.value
  return (
    <Page reader="worker" name="线索" foot={work && <NextStep work={work} asked={asked} />}>
      {work && <Story work={work} onChange={() => void asked.again()} />}
      {asked.error !== null && <Trouble error={asked.error} onAgain={() => void asked.again()} />}
      {!work && asked.asking && <Loading />}
    </Page>
  )
}

/** The next event of the life cycle as the page's one button; without one, what comes next and by when. */
function NextStep({ work, asked }: { work: Case; asked: Asked<Case> }) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const accept = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      asked.put(
        await call('POST /api/cases/:caseId/accept', {
          params: { caseId: work.id },
          body: { version: work.version },
        }),
      )
    } catch (error) {
      setTrouble(inDetail(error))
      if (error instanceof ApiProblem && error.is('changed-meanwhile')) void asked.again()
    } finally {
      setBusy(false)
    }
  }
  const due = spokenMoment(new Date(work.dueAt), new Date())
  return (
    <>
      <Warning words={trouble} />
      {work.mergedInto && (
        <MainButton
          words="看并到的那一件"
          onPress={() => void Taro.redirectTo({ url: `/village/case/case?id=${work.mergedInto}` })}
        />
      )}
      {work.events.includes('accept') ? (
        <MainButton words={caseEvents.accept.label} busy={busy && '正在接…'} onPress={() => void accept()} />
      ) : work.events.includes('place') ? (
        <MainButton
          words="去分派台看是哪个村"
          onPress={() => void Taro.redirectTo({ url: `${workplaces.township}?id=${work.id}` })}
        />
      ) : (
        <View className="case-next" role="status">
          <Icon name="circle-check" />
          <Text>
            {work.clock
              ? `${work.mine ? '您' : work.owner.calledAs}在办。接下来：${work.nextAction}，${due} 前`
              : (work.history.at(-1)?.told ?? stateRule(work.state).label)}
          </Text>
        </View>
      )}
    </>
  )
}

function Story({ work, onChange }: { work: Case; onChange(): void }) {
  const now = new Date()
  const openCase = (id: string) => void Taro.redirectTo({ url: `/village/case/case?id=${id}` })
  return (
    <>
      <View className="case-head">
        {work.clock && <CaseClock work={work} now={now} />}
        <View className="case-head__name" role="heading" aria-level="1">
          {work.subjectName ?? '没有留名字'}
        </View>
        <Text className="case-head__place">{work.placeName}</Text>
        <Text className="case-head__state">
          {stateRule(work.state).label} · {work.owner.title} {work.owner.calledAs}
        </Text>
        {work.clock && (
          <Text className="case-head__due">
            {work.clock.label}：{spokenMoment(new Date(work.dueAt), now)} 前
            {work.clock.nature === 'internal' ? '（内部提醒）' : ''}
          </Text>
        )}
        {work.urgencyReasons.length > 0 && (
          <Text className="case-head__why">{work.urgencyReasons.join('；')}</Text>
        )}
      </View>
      {work.reports.map((report) => (
        <ReportCard key={report.receipt} work={work} report={report} now={now} onChange={onChange} />
      ))}
      <Lookalikes work={work} onJoined={openCase} />
      <View className="case-block">
        <View className="case-block__title" role="heading" aria-level="2">
          为什么到这里
        </View>
        {work.routing.reasons.map((reason) => (
          <Text key={reason} className="case-block__line">
            {reason}
          </Text>
        ))}
      </View>
      <View className="case-block">
        <View className="case-block__title" role="heading" aria-level="2">
          经过
        </View>
        <StoryLine points={pointsOf(work, now)} />
      </View>
      <MoreEvents work={work} onChange={onChange} />
    </>
  )
}

const pointsOf = (work: Case, now: Date): StoryPoint[] =>
  work.history.map((step, at) => ({
    key: step.at + step.told,
    words: step.told,
    beneath: [
      spokenMoment(new Date(step.at), now),
      step.by && [step.by.title, step.by.calledAs].filter(Boolean).join(' '),
    ]
      .filter(Boolean)
      .join(' · '),
    state: at === work.history.length - 1 ? 'now' : 'reached',
  }))
