import type { z } from 'zod'
import type { ownReport, receipt } from '../../shared/contract/intake'
import { eventRule, eventsOpenTo, isClosed, type Stage, stateRule } from '../../shared/domain/life-cycle'
import type { CaseRecord } from '../casework/case.model'
import { dueAt } from '../deadlines/due-time'
import type { TownshipDesk } from '../places/places.service'
import type { OpenAddition } from './additions.service'
import type { Accepted } from './intake.service'
import type { OpenReport } from './reports.service'

/** The person who will come, as the reporter may know them; nobody while the village is not known. */
const contactOf = ({ state, owner }: CaseRecord) =>
  state === 'triage' || isClosed(state) ? null : { calledAs: owner.calledAs, title: owner.title }

/** What comes to the family next, in plain words. */
function nextOf(work: CaseRecord): { told: string; by: string } | null {
  if (isClosed(work.state)) return null
  const by = work.dueAt.toISOString()
  const who = work.owner.calledAs
  if (work.state === 'triage') return { told: '乡里正在看', by }
  if (work.state === 'transferred') return { told: `${who}会去问办得怎样了`, by }
  return { told: work.state === 'assigned' ? `${who}会来接` : `${who}会上门看`, by }
}

/** A refusal may be objected to once: the second word is the lead's. */
export const mayObject = ({ state, history }: CaseRecord): boolean =>
  eventsOpenTo(state, eventRule('object').who).includes('object') &&
  history.every(({ event }) => event !== 'object')

/** How far a case has come in the resident's words: one that ended otherwise stays where it was. */
export const stageOf = (work: CaseRecord): Stage =>
  stateRule(work.state).stage ??
  work.history.map(({ state }) => stateRule(state).stage).findLast((stage) => stage !== null) ??
  'received'

/** 收条: number, who will come and by when (R4). */
export function presentReceipt(
  { report, case: work, gazetteer, alreadyReceived }: Accepted,
  desk: TownshipDesk,
): z.input<typeof receipt> {
  const { receivedAt } = report
  return {
    receipt: report.receipt,
    sentAt: receivedAt.toISOString(),
    placed: work.village !== null,
    villageName: gazetteer.villages.find((village) => village.code === work.village)?.name ?? null,
    promise: {
      contact: work.village === null ? null : { calledAs: work.owner.calledAs, title: work.owner.title },
      contactBy: dueAt('acknowledgement', work.urgency, receivedAt).toISOString(),
      visitBy: dueAt('home_visit', work.urgency, receivedAt).toISOString(),
    },
    hotline: desk.hotline,
    alreadyReceived,
  }
}

/** What a reporter's own page needs besides the report. */
export interface OwnStory {
  /** The case that this very report opened. */
  own: CaseRecord
  /** The case it is worked in now: another one, when it was joined to it. */
  leading: CaseRecord
  villageName: string | null
  desk: TownshipDesk
  additions: readonly OpenAddition[]
}

/** One's own report and how far it has come; the words of the staff's timeline stay with the staff. */
export function presentOwnReport(
  report: OpenReport,
  { own, leading, villageName, desk, additions }: OwnStory,
): z.input<typeof ownReport> {
  const joined = own !== leading
  const since = joined ? own.history.at(-1)?.at : undefined
  const steps = [
    ...own.history,
    // Of the case that it was joined to, what has happened since: before, it was another person's report.
    ...(since ? leading.history.filter(({ at, event }) => at >= since && event !== 'joined') : []),
  ]
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
            : step.told,
      }
    }),
    contact: contactOf(leading),
    hotline: desk.hotline,
    next: nextOf(leading),
    ended: ended ? (leading.history.at(-1)?.told ?? stateRule(leading.state).label) : null,
    additions: additions.map(({ at, text, photos }) => ({
      at: at.toISOString(),
      text,
      photoCount: photos.length,
    })),
    canObject: mayObject(own),
    canWithdraw: eventsOpenTo(own.state, eventRule('withdraw').who).includes('withdraw'),
  }
}
