import { Text, View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { stateRule } from '../../../shared/domain/case-states'
import { clockNatures } from '../../../shared/domain/clocks'
import { type CaseEvent, isCaseEvent } from '../../../shared/domain/life-cycle'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import type { Reply } from '../../client/api'
import { fetchCase } from '../../client/cases'
import { signedInPerson } from '../../client/session'
import { Loading, SeenAt, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn } from '../../components/person-bar/person-bar'
import { StoryLine } from '../../components/story-line/story-line'
import { deeds } from './deeds'
import { Lookalikes } from './lookalikes'
import { MoreDeeds, NextStep } from './next-step'
import { ReliefBlock } from './relief-block'
import { ReportCard } from './report-card'
import { pointsOf } from './story-points'
import { TransferBlock } from './transfer-block'
import { UnsentDeeds, useWaitingCaseDeeds } from './unsent-deeds'
import { UnsentVisit, useReadyForVisit, VisitCard } from './visit-card'
import '../../components/block/block.scss'
import './case.scss'

/** A case as the server shows it to this person. */
export type Case = Reply<'GET /api/cases/:caseId'>

/** A lead with its story: who, where, what was said, why it came here, and the one thing to do next. */
export default function CasePage() {
  const { id: caseId = '', deed = '' } = useRouter().params
  if (signedInPerson()) return <CaseWork caseId={caseId} begin={isCaseEvent(deed) ? deed : null} />
  return (
    <Page reader="worker" name="线索">
      <NotSignedIn />
    </Page>
  )
}

/** `begin`: the deed that the list of the day was tapped for; it opens at once, where it is still open. */
function CaseWork({ caseId, begin }: { caseId: string; begin: CaseEvent | null }) {
  const asked = useAnswer(() => fetchCase(caseId), caseId)
  const [deed, setDeed] = useState<CaseEvent | null>(null)
  const work = asked.value?.value ?? null
  const begun = useRef(false)
  // Two sides stand there to be chosen from: that is the page's one question then.
  const toChoose = useWaitingCaseDeeds(caseId).some(({ refused }) => refused)
  useEffect(() => {
    if (!work || begun.current) return
    begun.current = true
    if (begin && deeds[begin]?.asks && work.events.includes(begin)) setDeed(begin)
  }, [work, begin])
  useRefresh(asked.again)
  const put = (newer: Case) => asked.put({ value: newer, keptAt: null })
  useReadyForVisit(work)
  const stale = () => void asked.again()
  return (
    <Page
      reader="worker"
      name="线索"
      foot={
        work &&
        deed === null &&
        !toChoose && <NextStep work={work} onChange={put} onStale={stale} onOpen={setDeed} />
      }
    >
      <SeenAt keptAt={asked.value?.keptAt ?? null} />
      {work && <UnsentVisit caseId={work.id} />}
      {work && <UnsentDeeds work={work} onChange={put} onStale={asked.again} />}
      {work && <Story work={work} onChange={stale} onNewer={put} />}
      {work && <MoreDeeds work={work} chosen={deed} onChoose={setDeed} onChange={put} onStale={stale} />}
      {asked.error !== null && <Trouble error={asked.error} onAgain={stale} />}
      {!work && asked.asking && <Loading />}
    </Page>
  )
}

function Story({ work, onChange, onNewer }: { work: Case; onChange(): void; onNewer(newer: Case): void }) {
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
        {work.fromElsewhere && (
          <Text className="case-head__state">户口在外地。急难发生在这里，就由这里先帮</Text>
        )}
        <Text className="case-head__state">
          {stateRule(work.state).label} · {work.owner.title} {work.owner.calledAs}
        </Text>
        {work.clock && (
          <Text className="case-head__due">
            {work.clock.label}：{spokenMoment(new Date(work.dueAt), now)} 前 （
            {clockNatures[work.clock.nature]}）
          </Text>
        )}
        {work.urgencyReasons.length > 0 && (
          <Text className="case-head__why">{work.urgencyReasons.join('；')}</Text>
        )}
      </View>
      <MainButton
        tone="plain"
        icon="house"
        words="看这一家"
        onPress={() => void Taro.navigateTo({ url: `/village/household/household?case=${work.id}` })}
      />
      {work.reports.map((report) => (
        <ReportCard key={report.receipt} work={work} report={report} now={now} onChange={onChange} />
      ))}
      {work.visits.map((visit) => (
        <VisitCard key={visit.id} caseId={work.id} visit={visit} now={now} />
      ))}
      <ReliefBlock work={work} now={now} />
      <TransferBlock work={work} onChange={onNewer} onStale={onChange} />
      <Lookalikes work={work} onJoined={openCase} />
      <View className="block block--part">
        <View className="block__title" role="heading" aria-level="2">
          为什么到这里
        </View>
        {work.routing.reasons.map((reason) => (
          <Text key={reason}>{reason}</Text>
        ))}
      </View>
      <View className="block block--part">
        <View className="block__title" role="heading" aria-level="2">
          经过
        </View>
        <StoryLine points={pointsOf(work, now)} />
      </View>
    </>
  )
}
