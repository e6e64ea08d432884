import type { Types } from 'mongoose'
import { isHidden } from '../../shared/domain/code-lists'
import type { CaseEvent } from '../../shared/domain/life-cycle'
import type { NoticeKind } from '../../shared/domain/notices'
import type { NewNotice } from '../notifications/notices.service'
import type { CaseRecord, CaseStep } from './case.model'

/** What whoever owns the case after an event is told, when somebody else caused it. */
const toOwner: Partial<Record<CaseStep['event'], NoticeKind>> = {
  open: 'new_case',
  place: 'new_case',
  pass_on: 'new_case',
  reopen: 'new_case',
  added: 'added',
  joined: 'added',
  reassign: 'handed_over',
  hand_over: 'handed_over',
  undo_join: 'handed_over',
  return_to_triage: 'returned',
  return_for_more: 'returned',
  report_up: 'reported_up',
  escalate: 'escalated',
  object: 'objection',
  appeal: 'objection',
  township_confirms: 'decision_needed',
  joint_confirms: 'decision_needed',
  start_joint_inquiry: 'joint_inquiry',
  change_joint_inquiry: 'joint_inquiry',
  receive_transfer: 'transfer_received',
  refuse_transfer: 'transfer_reply',
  reply_transfer: 'transfer_reply',
  publication_over: 'publication_over',
  mark_urgent: 'changed',
  visited: 'changed',
  transcribed: 'changed',
  noted: 'changed',
  give_advance_relief: 'changed',
  withdraw: 'changed',
}

/** What somebody is told to whom an event brings the case, where it may also stay with whoever had it. */
const toNewOwner: Partial<Record<CaseStep['event'], NoticeKind>> = {
  // Nothing of relief is wanting but a word above the desk: the family is kin of the staff.
  work_on_relief: 'kin_of_staff',
}

/** What the residents who reported it are told. */
const toReporters: Partial<Record<CaseEvent, NoticeKind>> = {
  accept: 'taken',
  visit_confirms: 'visited',
  report_up: 'in_progress',
  give_advance_relief: 'in_progress',
  transfer: 'in_progress',
  answer: 'answered',
  close_referral: 'answered',
  visit_not_eligible: 'refused',
  visit_unfounded: 'refused',
  decide_not_eligible: 'refused',
  dismiss: 'refused',
  point_elsewhere: 'refused',
  close: 'rating_asked',
}

/** Where a case is opened by whoever works on it: at the triage desk while its place is not known. */
const pageOf = (work: CaseRecord) =>
  work.state === 'triage'
    ? `/township/triage/triage?id=${work._id.toHexString()}`
    : `/village/case/case?id=${work._id.toHexString()}`

const named = ({ subjectName, hamlet }: CaseRecord) =>
  `${subjectName ?? '一户人家'}${hamlet ? `（${hamlet}）` : ''}`

/** What people are told of a case's newest step (R4): whoever must act now, who had it before, and who reported it. */
export function noticesOf(
  work: CaseRecord,
  step: CaseStep,
  before: { owner: Types.ObjectId } | null,
): NewNotice[] {
  const doer = step.by?.account
  const common = {
    caseId: work._id,
    step: `${work._id.toHexString()} ${work.version}`,
    urgent: work.urgency === 'urgent',
  }
  const notices: NewNotice[] = []
  const owner = work.owner.account
  const moved = before !== null && !before.owner.equals(owner)
  const kind = toOwner[step.event] ?? (moved ? (toNewOwner[step.event] ?? 'handed_over') : undefined)
  if (kind && !doer?.equals(owner))
    notices.push({ ...common, to: owner, kind, words: `${named(work)}：${step.told}`, page: pageOf(work) })
  if (step.event === 'escalate' && before && moved)
    notices.push({
      ...common,
      to: before.owner,
      kind: 'overdue_told',
      words: `${named(work)}：${step.told}`,
      page: pageOf(work),
    })
  const forReporters = toReporters[step.event as CaseEvent]
  const asksRating = forReporters === 'rating_asked' && work.rating !== null
  if (forReporters && !asksRating)
    for (const { account } of work.reporters)
      notices.push({
        ...common,
        to: account,
        kind: forReporters,
        words: step.told,
        page: '/pages/mine/mine',
        // A telephone that lights up could betray who reported.
        inboxOnly: isHidden(work.track),
      })
  return notices
}
