import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import type { ProblemDocument } from '../../shared/contract/problem'
import { call } from './api'
import { idsOf, refusalOf, release, uploadAll } from './attachment'
import { type Draft, rememberSent, wholeDraft } from './draft'
import { ApiProblem, NoConnection } from './problem'
import { keepReceipt } from './receipts'
import { type Caller, currentCaller, signedInPerson } from './session'
import { shelf } from './shelf'
import { whenSignalReturns } from './signal'

type Submission = RequestOf<Contract['POST /api/reports']>['body']

/** A report that has left the form and has not arrived yet. */
export interface Waiting {
  draft: Draft
  caller: Caller
  since: number
  tries: number
  nextTry: number
  /** Why the last try did not go through: no signal, or a server too busy to take it. */
  reason: 'no-signal' | 'busy'
  /** The server will not take it as it is: the person must look at it again. */
  refused?: ProblemDocument
}

/** How a sending ended: with a receipt, waiting on the phone (if it had room), or refused with what to mend. */
export type Sending =
  | { ended: 'received'; receipt: string }
  | { ended: 'waiting'; reason: Waiting['reason']; kept: boolean }
  | { ended: 'refused'; problem: ApiProblem; draft: Draft }

const box = shelf<Waiting[]>('outbox')
const pauses = [5, 15, 60, 300].map((seconds) => seconds * 1000)
const listeners = new Set<() => void>()
const running = new Map<string, Promise<Sending>>()
let timer: ReturnType<typeof setTimeout> | undefined

const told = () => {
  for (const listener of listeners) listener()
}
const put = (item: Waiting): boolean => {
  const others = (box.read() ?? []).filter((other) => other.draft.clientKey !== item.draft.clientKey)
  return box.write([...others, item])
}
const take = (clientKey: string) => {
  box.write((box.read() ?? []).filter((item) => item.draft.clientKey !== clientKey))
}

/** Reports on this phone that have not arrived, oldest first. */
export const waitingReports = (): Waiting[] =>
  (box.read() ?? []).map((item) => ({ ...item, draft: wholeDraft(item.draft) }))

/** Calls back whenever a waiting report was added, arrived or was refused; returns how to stop. */
export function onOutboxChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function submissionOf(draft: Draft): Submission {
  const said = (words: string) => words.trim() || undefined
  return {
    clientKey: draft.clientKey,
    card: draft.card,
    forWhom: draft.forWhom,
    discoverer: draft.forWhom === 'self' ? 'self' : draft.discoverer,
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
  }
}

async function withAttachments(item: Waiting): Promise<Waiting> {
  let current = item
  const settle = (uploaded: Partial<Draft>) => {
    current = { ...current, draft: { ...current.draft, ...uploaded } }
    put(current)
  }
  await uploadAll(item.draft.photos, item.caller, (photos) => settle({ photos }))
  await uploadAll(item.draft.voices, item.caller, (voices) => settle({ voices }))
  return current
}

function arrived(draft: Draft, receipt: string): Sending {
  rememberSent(draft.clientKey, receipt)
  take(draft.clientKey)
  release([...draft.photos, ...draft.voices])
  return { ended: 'received', receipt }
}

async function attempt(item: Waiting): Promise<Sending> {
  let current = item
  try {
    current = await withAttachments(item)
    const refused = refusalOf([...current.draft.photos, ...current.draft.voices])
    if (refused !== null)
      throw new ApiProblem({ type: '#not-an-attachment', title: refused, status: 422, instance: '' })
    const receipt = await call('POST /api/reports', { body: submissionOf(current.draft) }, item.caller)
    keepReceipt(receipt)
    return arrived(current.draft, receipt.receipt)
  } catch (error) {
    if (error instanceof ApiProblem && error.is('already-sent') && error.receipt) {
      return arrived(current.draft, error.receipt)
    }
    const kept = waitingReports().find((other) => other.draft.clientKey === item.draft.clientKey) ?? current
    if (error instanceof ApiProblem && !error.passing && error.status !== 401) {
      put({ ...kept, refused: error.document })
      return { ended: 'refused', problem: error, draft: kept.draft }
    }
    const reason = error instanceof NoConnection ? 'no-signal' : 'busy'
    const pause = pauses[Math.min(item.tries, pauses.length - 1)] ?? 0
    const isKept = put({ ...kept, reason, tries: item.tries + 1, nextTry: Date.now() + pause })
    return { ended: 'waiting', reason, kept: isKept }
  }
}

function tryOnce(item: Waiting): Promise<Sending> {
  const key = item.draft.clientKey
  const already = running.get(key)
  if (already) return already
  const started = attempt(item).finally(() => {
    running.delete(key)
    told()
    scheduleNext()
  })
  running.set(key, started)
  return started
}

function scheduleNext() {
  clearTimeout(timer)
  const due = waitingReports().filter((item) => !item.refused)
  if (due.length === 0) return
  const soonest = Math.min(...due.map((item) => item.nextTry))
  timer = setTimeout(() => void sendWaiting(), Math.max(1000, soonest - Date.now()))
}

/**
 * Sends a finished report. It is put on the phone's outbox first, so that whatever happens next it is not lost;
 * asked twice at once (a double tap), it goes once.
 */
export function sendReport(draft: Draft): Promise<Sending> {
  const already = running.get(draft.clientKey)
  if (already) return already
  const item: Waiting = {
    draft,
    caller: currentCaller(),
    since: Date.now(),
    tries: 0,
    nextTry: Date.now(),
    reason: 'no-signal',
  }
  put(item)
  return tryOnce(item)
}

/** Sends what waits: everything at once when `now` (signal came back, app came to the front), else what is due. */
export async function sendWaiting(now = false): Promise<void> {
  for (const item of waitingReports()) {
    if (item.refused || (!now && item.nextTry > Date.now())) continue
    // Whoever wrote it may have signed out since; the report must still go, so the phone sends it.
    await tryOnce({ ...item, caller: item.caller === 'person' && !signedInPerson() ? 'device' : item.caller })
  }
  scheduleNext()
}

/** Takes a refused report out of the box, to be mended in the form; its words go with it. */
export function takeBack(clientKey: string): Draft | null {
  const item = waitingReports().find((other) => other.draft.clientKey === clientKey)
  if (!item) return null
  take(clientKey)
  told()
  return item.draft
}

/** Watches for signal, once, when the app starts. */
export function watchSignal(): void {
  whenSignalReturns(() => void sendWaiting(true))
}
