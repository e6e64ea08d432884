import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { call } from './api'
import { idsOf, refusalOf, release, uploadAll } from './attachment'
import {
  type Draft,
  type DraftSlot,
  dropDraft,
  keptDraft,
  rememberSent,
  saveDraft,
  wholeDraft,
} from './draft'
import { ApiProblem } from './problem'
import { keepReceipt } from './receipts'
import { type Caller, currentCaller, signedInPerson } from './session'
import { whenSignalReturns } from './signal'
import { type Tries, type WaitingReason, waitingLine } from './waiting-line'

type Submission = RequestOf<Contract['POST /api/reports']>['body']

/** A report that has left the form and has not arrived yet. */
export interface Waiting extends Tries {
  draft: Draft
  caller: Caller
  since: number
}

/** How a sending ended: with a receipt, waiting on the phone (if it had room), or refused with what to mend. */
export type Sending =
  | { ended: 'received'; receipt: string }
  | { ended: 'waiting'; reason: WaitingReason; kept: boolean }
  | { ended: 'refused'; problem: ApiProblem; draft: Draft }

function submissionOf(draft: Draft): Submission {
  const said = (words: string) => words.trim() || undefined
  return {
    clientKey: draft.clientKey,
    card: draft.card,
    groupChat: draft.groupChat,
    forWhom: draft.forWhom,
    discoverer: draft.forWhom === 'self' ? 'self' : draft.discoverer,
    grounds: draft.forWhom === 'self' ? undefined : draft.grounds,
    categories: draft.categories,
    text: draft.text,
    photos: idsOf(draft.photos),
    voices: idsOf(draft.voices),
    subjectName: said(draft.subjectName),
    place: {
      village: draft.villageUnknown ? undefined : draft.village?.code,
      villageFrom: draft.villageUnknown || !draft.village ? undefined : draft.villageFrom,
      hamlet: said(draft.hamlet),
      words: said(draft.placeWords),
    },
    position: draft.position,
    phone: said(draft.phone),
    markedUrgent: draft.markedUrgent,
    consent: true,
    consentVersion: draft.consentVersion,
  }
}

async function bring(waiting: Waiting, save: (item: Waiting) => void): Promise<string> {
  // Whoever wrote it may have signed out since; the report must still go, so the phone sends it.
  const caller = waiting.caller === 'person' && !signedInPerson() ? 'device' : waiting.caller
  let current = { ...waiting, draft: wholeDraft(waiting.draft) }
  const settle = (uploaded: Partial<Draft>) => {
    current = { ...current, draft: { ...current.draft, ...uploaded } }
    save(current)
  }
  await uploadAll(current.draft.photos, caller, (photos) => settle({ photos }))
  await uploadAll(current.draft.voices, caller, (voices) => settle({ voices }))
  const { draft } = current
  const files = [...draft.photos, ...draft.voices]
  const refused = refusalOf(files)
  if (refused !== null)
    throw new ApiProblem({ type: '#not-an-attachment', title: refused, status: 422, instance: '' })
  const receipt = await receiptFor(draft, caller)
  rememberSent(draft.clientKey, receipt)
  return receipt
}

/** The receipt of a report: a new one, or the one that it got when it was sent before. */
async function receiptFor(draft: Draft, caller: Caller): Promise<string> {
  try {
    const receipt = await call('POST /api/reports', { body: submissionOf(draft) }, caller)
    keepReceipt(receipt)
    return receipt.receipt
  } catch (error) {
    if (error instanceof ApiProblem && error.is('already-sent') && error.receipt) return error.receipt
    // Opened from a card that is none, while that could not be asked. Nobody can mend it, and the words go without it.
    if (
      draft.card &&
      error instanceof ApiProblem &&
      error.document.fields?.some(({ field }) => field === 'card')
    )
      return receiptFor({ ...draft, card: undefined }, caller)
    throw error
  }
}

const line = waitingLine<Waiting, string>({
  name: 'outbox',
  keyOf: ({ draft }) => draft.clientKey,
  mayGo: () => true,
  bring,
  letGo: ({ draft }) => release([...draft.photos, ...draft.voices]),
})

/** Reports on this phone that have not arrived, oldest first. */
export const waitingReports = (): Waiting[] =>
  line.all().map((item) => ({ ...item, draft: wholeDraft(item.draft) }))

const find = (clientKey: string) => waitingReports().find(({ draft }) => draft.clientKey === clientKey)

const listeners = new Set<() => void>()
const told = () => {
  for (const listener of [...listeners]) listener()
}
line.onEnded(told)

/** Calls back whenever a waiting report was added, arrived or was refused; returns how to stop. */
export function onOutboxChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Sends a finished report. It is put on the phone's outbox first, so that whatever happens next it is not lost;
 * asked twice at once (a double tap), it goes once.
 */
export async function sendReport(draft: Draft): Promise<Sending> {
  const now = Date.now()
  const ended = await line.send({
    draft,
    caller: currentCaller(),
    since: now,
    tries: 0,
    nextTry: now,
    reason: 'no-signal',
  })
  if (ended.ended === 'arrived') return { ended: 'received', receipt: ended.arrived }
  return ended.ended === 'refused' ? { ...ended, draft: ended.item.draft } : ended
}

/** Sends what waits: everything at once when `now` (signal came back, app came to the front), else what is due. */
export const sendWaiting = line.sendWaiting

/**
 * Takes a report out of the box into a slot, to be mended in the form; its words lie in one of the two at every moment.
 * Null while it is on its way, when there is none, or when the phone has no room.
 */
export function takeBack(clientKey: string, slot: DraftSlot): Draft | null {
  const item = line.isOnItsWay(clientKey) ? undefined : find(clientKey)
  if (!item || !saveDraft(slot, item.draft)) return null
  line.take(clientKey)
  told()
  return item.draft
}

/**
 * The draft of this slot, to be gone on with. One that was sent and only not taken away yet, because the app was
 * killed at that moment, is none: changed and sent again under its key, the change would be lost.
 */
export function draftToGoOnWith(slot: DraftSlot): Draft | null {
  const draft = keptDraft(slot)
  if (!draft || !find(draft.clientKey)) return draft
  dropDraft(slot)
  return null
}

/** Watches for signal, once, when the app starts. */
export function watchSignal(): void {
  whenSignalReturns(() => void sendWaiting(true))
}
