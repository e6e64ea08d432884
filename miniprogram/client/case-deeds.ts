import type { Reply } from './api'
import {
  type CaseDeedKey,
  type Deed,
  doerNow,
  sendDeed,
  type Told,
  takeBackDeed,
  waitingCaseDeeds,
} from './deed-outbox'
import { type ApiProblem, isOvertaken, NoRoom } from './problem'
import { newClientKey } from './random'
import { shelf } from './shelf'

type Case = Reply<'GET /api/cases/:caseId'>

/** What a small deed says of itself: by its key it is done once, and it counts from when it was really done. */
export interface Sending {
  clientKey: string
  happenedAt: string
}

/** A small deed of a case: where it goes and with what. */
export type CaseDeed = {
  [K in CaseDeedKey]: Pick<Extract<Deed<K>, { endpoint: K }>, 'endpoint' | 'params' | 'body'>
}[CaseDeedKey]

/** What a list of what waits says of it. */
export interface AboutDeed {
  event: NonNullable<Deed['told']>['event']
  label: string
  said: readonly Told[]
  /** Whose case it is, as a list names it. */
  title: string
  /** What the phone kept of it while it was typed; let go of once it has arrived. */
  shelves?: string[]
}

/**
 * How it went: the case as it is now; it lies on the phone until there is signal; or the case has changed meanwhile, and
 * what was done waits beside what is, until its doer has chosen.
 */
export type CaseDeedEnd = { newer: Case } | 'waiting' | 'overtaken'

const pageOf = (caseId: string) => `/village/case/case?id=${caseId}`

async function send(deed: Deed<CaseDeedKey>): Promise<CaseDeedEnd> {
  const sent = await sendDeed(deed)
  if (sent.ended === 'arrived') return { newer: sent.reply as Case }
  if (sent.ended === 'waiting') {
    if (sent.kept) return 'waiting'
    takeBackDeed(deed.key)
    throw new NoRoom()
  }
  return refused(deed.key, sent.problem)
}

function refused(key: string, problem: ApiProblem): CaseDeedEnd {
  if (isOvertaken(problem)) return 'overtaken'
  // Something in the form is to be mended, which still has everything in it.
  takeBackDeed(key)
  throw problem
}

/**
 * Does a small deed of a case; without signal it lies in the outbox with the time at which it was done.
 * @throws ApiProblem for what is to be mended; NoRoom.
 */
export async function sendCaseDeed(
  make: (sending: Sending) => CaseDeed,
  { event, label, said, title, shelves = [] }: AboutDeed,
): Promise<CaseDeedEnd> {
  const sending = { clientKey: await newClientKey(), happenedAt: new Date().toISOString() }
  const made = make(sending)
  return send({
    ...made,
    key: sending.clientKey,
    doer: doerNow(),
    photos: [],
    voices: [],
    signature: null,
    told: { event, label, at: sending.happenedAt, said },
    title,
    page: pageOf(made.params.caseId),
    shelves,
  } as Deed<CaseDeedKey>)
}

/** Sends one again that was overtaken, upon the case as its doer has seen it now. */
export async function sendOnNewest(key: string, version: number): Promise<CaseDeedEnd> {
  const deed = waitingCaseDeeds().find((one) => one.key === key)
  if (!deed) return 'waiting'
  const { refused: _refused, tries: _tries, nextTry: _nextTry, reason: _reason, ...again } = deed
  const body = 'version' in again.body ? { ...again.body, version } : again.body
  return send({ ...again, body } as Deed<CaseDeedKey>)
}

/** Lets go of one that was overtaken: its doer has seen both sides. */
export function dropCaseDeed(key: string): void {
  const deed = takeBackDeed(key)
  for (const name of deed?.shelves ?? []) shelf(name).wipe()
}
