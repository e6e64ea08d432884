import { transferStates } from '../../shared/domain/transfers'
import { changedMeanwhile, notFound, type Problem } from '../http/problem'
import type { NewNotice } from '../notifications/notices.service'
import { type Signed, signedBy } from '../people/signed'
import { postsOver, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import { type CaseMover, type NextStep, staleCase } from './move-case'
import { runningClock } from './running-clock'
import type { CaseTransfer, Transfer } from './transfer'

/** The viewer as the ledger names them, in the post in which they stand over the case. */
export const signed = (viewer: Viewer, work: CaseRecord): Signed =>
  signedBy(viewer, postsOver(viewer, territoryOf(work))[0])

/** The case's clock once its transfers stand like this; while the case is stopped, it stays stopped. */
export const clockWith = (
  before: CaseRecord,
  transfers: readonly Transfer[],
): Pick<NextStep, 'clock' | 'due'> => (before.paused ? {} : runningClock(before.relief, transfers))

/** A case's transfers with one of them changed. */
export const withChanged = (work: CaseRecord, changed: Transfer): Transfer[] =>
  work.transfers.map((one) => (one._id.equals(changed._id) ? changed : one))

/** A transfer that time need not remind of any more. */
export const unreminded = ({ remindAt: _over, ...transfer }: Transfer): Transfer => transfer

/** A transfer that the township has closed (销案): nothing of it runs, and its link leads nowhere. */
export const closedBy = (transfer: Transfer, by: Signed, at: Date): Transfer => ({
  ...unreminded(transfer),
  state: 'closed',
  endedAt: at,
  link: null,
  closed: { at, by },
})

/** The family as a notice names it. */
export const familyOf = ({ subjectName, hamlet }: CaseRecord): string =>
  `${hamlet ?? ''}${subjectName ?? '一户'}家的事`

/** The page on which a department's contact sees to a transfer. */
export const contactsPage = ({ _id }: Pick<Transfer, '_id'>): string =>
  `/township/transfer/transfer?id=${_id.toHexString()}`

/** A transfer of a case as a screen of the township showed it. */
export interface TransferAddress {
  caseId: string
  version: number
  transferId: string
}

/** What a screen showed. @throws Problem not-found, and changed-meanwhile for a stale screen. */
export async function shownTransfer(
  mover: CaseMover,
  { caseId, version, transferId }: TransferAddress,
): Promise<CaseTransfer> {
  const work = await mover.find(caseId)
  const transfer = work.transfers.find(({ _id }) => _id.toHexString() === transferId)
  if (!transfer) throw notFound()
  if (work.version !== version) throw staleCase(work)
  return { work, transfer }
}

/** Somebody was quicker with this transfer. */
export function settledBefore({ state, said, received, closed }: Transfer): Problem {
  const who = closed?.by.calledAs ?? said?.name ?? received?.name ?? ''
  return changedMeanwhile(`${who}刚才已经办了：${transferStates[state]}`)
}

/** What one person is told of the step that comes next of this case. */
export const noticeOf = (
  work: CaseRecord,
  told: Pick<NewNotice, 'to' | 'kind' | 'words' | 'page'>,
): NewNotice => ({
  ...told,
  caseId: work._id,
  step: String(work.version + 1),
  urgent: work.urgency === 'urgent',
})

/** The page on which the township sees to a case. */
export const casePage = ({ _id }: Pick<CaseRecord, '_id'>): string =>
  `/village/case/case?id=${_id.toHexString()}`
