import type { z } from 'zod'
import type { ownReport, receipt } from '../../shared/contract/intake'
import { type CaseState, isClosed, type Stage, stateRule } from '../../shared/domain/case-states'
import { pauseReasons } from '../../shared/domain/clocks'
import { eventRule, isCaseEvent } from '../../shared/domain/life-cycle'
import type { CaseRecord, CaseStep } from '../casework/case.model'
import { possibleEvents } from '../casework/possible-events'
import { publicPersonOf } from '../people/public-person'
import type { TownshipDesk } from '../places/township-desk'
import type { FieldCipher } from '../trust/field-cipher'
import type { OpenAddition } from './additions.service'
import type { Accepted } from './intake.service'
import type { OpenReport } from './reports.service'

/** The person who will come, as the reporter may know them; nobody while the village is not known. */
const contactOf = ({ state, owner }: CaseRecord) =>
  state === 'triage' || isClosed(state) ? null : publicPersonOf(owner)

/** What the family waits for, by who will do it. */
const nextByState: Partial<Record<CaseState, (who: string) => string>> = {
  triage: () => '乡里正在看',
  assigned: (who) => `${who}会来接`,
  accepted: (who) => `${who}会上门看`,
  verified: (who) => `${who}会报给乡里`,
  reported: () => '乡里会来核实',
  confirmed: () => '乡里在定怎么帮',
  joint_inquiry: () => '县里、乡里、村里会一起上门',
  in_relief: () => '救助正在办',
  transferred: (who) => `${who}会去问办得怎样了`,
  answered: () => '过些天还会再来看看您家',
}

/** What comes to the family next, in plain words; nothing where only the office's own steps are left. */
function nextOf(work: CaseRecord): { told: string; by: string } | null {
  const told = nextByState[work.state]?.(work.owner.calledAs)
  if (!told) return null
  return {
    told: work.paused ? `现在${pauseReasons[work.paused.reason]}，回头接着办` : told,
    by: (work.state === 'joint_inquiry' && work.jointInquiry
      ? work.jointInquiry.meetAt
      : work.dueAt
    ).toISOString(),
  }
}

/** What a resident may do with the case of their own report now. */
export const ownEvents = (work: CaseRecord) => possibleEvents(work, ['resident'])
/** How one objects to a refusal, once: the second word is the lead's. Null where there is nothing to object to. */
export const objectionTo = (work: CaseRecord): 'object' | 'appeal' | null =>
  ownEvents(work).find((event) => event === 'object' || event === 'appeal') ?? null

/** How far a case has come in the resident's words: one that ended otherwise stays where it was. */
export const stageOf = (work: CaseRecord): Stage =>
  stateRule(work.state).stage ??
  work.history.map(({ state }) => stateRule(state).stage).findLast((stage) => stage !== null) ??
  'received'

/** 收条: number, who will come and by when (R4). */
export function presentReceipt(
  { report, case: work, gazetteer, alreadyReceived }: Accepted,
  desk: TownshipDesk,
  promised: { contactBy: Date; visitBy: Date },
): z.input<typeof receipt> {
  const { receivedAt } = report
  return {
    receipt: report.receipt,
    sentAt: receivedAt.toISOString(),
    placed: work.village !== null,
    villageName: gazetteer.villages.find((village) => village.code === work.village)?.name ?? null,
    promise: {
      contact: work.village === null ? null : publicPersonOf(work.owner),
      contactBy: promised.contactBy.toISOString(),
      visitBy: promised.visitBy.toISOString(),
    },
    hotline: desk.hotline,
    alreadyReceived,
  }
}

/** What a reporter's own page needs besides the report. */
export interface OwnStory {
  cipher: FieldCipher
  /** The case that this very report opened. */
  own: CaseRecord
  /** The case it is worked in now: another one, when it was joined to it. */
  leading: CaseRecord
  villageName: string | null
  desk: TownshipDesk
  additions: readonly OpenAddition[]
}

/** Explained to whoever reported, whosever trouble it is: where else to go, and that nothing was said. */
const explainedToReporter: readonly CaseStep['event'][] = ['point_elsewhere', 'dismiss', 'close_referral']

/** What was explained: to the family itself, and to a neighbour only what is not the family's own affair. */
const explanationOf = ({ event, explained }: CaseStep, report: OpenReport, cipher: FieldCipher) =>
  explained && (report.forWhom === 'self' || explainedToReporter.includes(event))
    ? `：${cipher.decrypt('case.explained', explained)}`
    : ''

/** What a machine believes to have heard, and what the staff write to each other, is for the staff. */
const isInside = ({ event }: CaseStep) =>
  event === 'transcribed' || event === 'noted' || (isCaseEvent(event) && eventRule(event).inside === true)

/** One's own report and how far it has come; the words of the staff's timeline stay with the staff. */
export function presentOwnReport(
  report: OpenReport,
  { own, leading, villageName, desk, additions, cipher }: OwnStory,
): z.input<typeof ownReport> {
  const joined = own !== leading
  const since = joined ? own.history.at(-1)?.at : undefined
  const steps = [
    ...own.history,
    // Of the case that it was joined to, what has happened since: before, it was another person's report.
    ...(since ? leading.history.filter(({ at, event }) => at >= since && event !== 'joined') : []),
  ].filter((step) => !isInside(step))
  const inWords = (step: CaseStep) => step.told + explanationOf(step, report, cipher)
  const last = steps.at(-1)
  let stage: Stage = 'received'
  const ended = !joined && leading.state !== 'merged' && isClosed(leading.state)
  return {
    receipt: report.receipt,
    sentAt: report.receivedAt.toISOString(),
    forWhom: report.forWhom,
    categories: report.categories,
    text: report.text,
    subjectName: report.subjectName,
    photoCount: report.photos.length,
    voiceCount: report.voices.length,
    villageName,
    stage: stageOf(leading),
    steps: steps.map((step) => {
      stage = stateRule(step.state).stage ?? stage
      return {
        stage,
        at: step.at.toISOString(),
        told:
          step.event === 'accept' && step.by
            ? `${step.by.title}${step.by.calledAs}接了，准备上门看`
            : inWords(step),
      }
    }),
    contact: contactOf(leading),
    hotline: desk.hotline,
    next: nextOf(leading),
    ended: ended && last ? inWords(last) : null,
    additions: additions.map(({ at, text, photos, voices }) => ({
      at: at.toISOString(),
      text,
      photoCount: photos.length,
      voiceCount: voices.length,
    })),
    canObject: objectionTo(own) !== null,
    canRate: ownEvents(leading).includes('rate'),
    rated: leading.rating?.satisfied ?? null,
    canWithdraw: ownEvents(own).includes('withdraw'),
  }
}
