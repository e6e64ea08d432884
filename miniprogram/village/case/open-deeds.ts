import type { CaseState } from '../../../shared/domain/case-states'
import { type CaseEvent, caseEvents } from '../../../shared/domain/life-cycle'
import type { Case } from './case'
import { deeds } from './deeds'

/**
 * What comes next in each state, likeliest first: the first that is open to this person is the page's one button, all
 * other deeds lie under 更多.
 */
const mainEvents: Record<CaseState, readonly CaseEvent[]> = {
  triage: ['place'],
  assigned: ['accept'],
  accepted: ['visit_confirms'],
  verified: ['report_up'],
  reported: ['township_confirms'],
  confirmed: ['start_relief'],
  joint_inquiry: ['joint_confirms'],
  in_relief: ['answer', 'settle_relief', 'work_on_relief'],
  transferred: ['close_referral', 'answer', 'close_transfer', 'take_back'],
  answered: ['follow_up'],
  filed: ['follow_up', 'close'],
  closed: [],
  not_eligible: [],
  unfounded: [],
  withdrawn: [],
  merged: [],
}

const isOpen = (work: Case, event: CaseEvent) =>
  work.events.includes(event) && deeds[event] !== undefined && (deeds[event].fits?.(work) ?? true)

/** The one thing to do next with a case; null when it is somebody else's turn. */
export const mainEventOf = (work: Case): CaseEvent | null =>
  mainEvents[work.state].find((event) => isOpen(work, event)) ?? null

/** Everything else that this person may do with it. */
export const otherEventsOf = (work: Case): CaseEvent[] => {
  const main = mainEventOf(work)
  return work.events.filter((event) => event !== main && isOpen(work, event))
}

/** What a deed's button says. */
export const wordsOf = (event: CaseEvent, work: Case): string =>
  deeds[event]?.words?.(work) ?? caseEvents[event].label
