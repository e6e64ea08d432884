import Taro from '@tarojs/taro'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import type { CaseEvent } from '../../shared/domain/life-cycle'
import { call, type Reply } from './api'
import { idsOf, refusalOf, release, uploadAll } from './attachment'
import { forgetKept } from './kept-for-reading'
import type { Photo } from './photo'
import { ApiProblem } from './problem'
import { type Caller, signedInPerson } from './session'
import { shelf } from './shelf'
import { whenSignalReturns } from './signal'
import type { Voice } from './voice'
import { type Ended, type Tries, type WaitingReason, waitingLine } from './waiting-line'

/** What may be done where there is no signal: it is sent later, with the time it really happened. */
export type DeedKey =
  | 'POST /api/cases/:caseId/visits'
  | 'POST /api/entries'
  | 'POST /api/my-reports/:receipt/additions'
  | CaseDeedKey

/** The small deeds of a case, done in its page or by one tap. */
export const caseDeedKeys = [
  'POST /api/cases/:caseId/accept',
  'POST /api/cases/:caseId/report-up',
  'POST /api/cases/:caseId/follow-ups',
  'POST /api/cases/:caseId/notes',
] as const
export type CaseDeedKey = (typeof caseDeedKeys)[number]

type Sent<K extends DeedKey> = RequestOf<Contract[K]>
type Part<T, Name extends string> = T extends Record<Name, infer P> ? P : undefined
/** What goes with the words; each gets its number when it is uploaded. */
type Files = 'photos' | 'voices' | 'signature'

interface DeedOf<K extends DeedKey> {
  endpoint: K
  params: Part<Sent<K>, 'params'>
  /** Without its files. */
  body: Omit<Part<Sent<K>, 'body'>, Files>
}

/** One thing that was asked and answered, as it is read. */
export interface Told {
  label: string
  words: string
}

interface AnyDeed {
  /** Its own key, by which the server knows it when it is sent twice. */
  key: string
  /** The account of whoever did it: it goes in nobody else's name. `device` is this phone's resident. */
  doer: string
  photos: Photo[]
  voices: Voice[]
  signature: Photo | null
  /** Of a small deed of a case: what it is called, when it was done, and what was answered to its questions. */
  told?: { event: CaseEvent | 'note'; label: string; at: string; said: readonly Told[] }
  /** What a list of unsent deeds says of it, and the page on which it can be mended. */
  title: string
  page: string
  /** What the phone kept of it: its draft, and what was known before. Let go of once it has arrived. */
  shelves: string[]
}

/** A deed that has left its form and has not arrived yet. */
export type Deed<K extends DeedKey = DeedKey> = AnyDeed & { [Key in K]: DeedOf<Key> }[K]

/** A deed in the outbox. */
export type WaitingDeed<K extends DeedKey = DeedKey> = Deed<K> & Tries

/** What the server made of a deed. */
export type Arrived = { [K in DeedKey]: { endpoint: K; reply: Reply<K> } }[DeedKey]

/** How sending a deed ended: it arrived, it waits on the phone (if there was room), or there is something to mend. */
export type DeedSending =
  | ({ ended: 'arrived' } & Arrived)
  | { ended: 'waiting'; reason: WaitingReason; kept: boolean }
  | { ended: 'refused'; problem: ApiProblem }

const device = 'device'
/** In whose name whoever now holds the phone acts. */
export const doerNow = (): string => signedInPerson()?.account ?? device
const callerOf = ({ doer }: Pick<AnyDeed, 'doer'>): Caller => (doer === device ? 'device' : 'person')

/** One that an earlier version kept has no recordings. */
const whole = (deed: WaitingDeed): WaitingDeed => ({ ...deed, voices: deed.voices ?? [] })
const filesOf = ({ photos, voices, signature }: WaitingDeed) => [
  ...photos,
  ...voices,
  ...(signature ? [signature] : []),
]

/** Uploads what is not uploaded yet. Kept after each file, so that none goes twice. */
async function withFiles(deed: WaitingDeed, save: (deed: WaitingDeed) => void): Promise<WaitingDeed> {
  let current = deed
  const settle = (uploaded: Partial<Pick<AnyDeed, Files>>) => {
    current = { ...current, ...uploaded }
    save(current)
  }
  const caller = callerOf(deed)
  await uploadAll(deed.photos, caller, (photos) => settle({ photos }))
  await uploadAll(deed.voices, caller, (voices) => settle({ voices }))
  const signatures = deed.signature ? [deed.signature] : []
  await uploadAll(signatures, caller, ([signature = null]) => settle({ signature }))
  return current
}

async function submit(deed: WaitingDeed): Promise<Arrived> {
  const { photos, voices, signature } = deed
  const caller = callerOf(deed)
  if (deed.endpoint === 'POST /api/cases/:caseId/visits') {
    const { endpoint, params } = deed
    const body = { ...deed.body, photos: idsOf(photos), signature: signature?.id }
    return { endpoint, reply: await call(endpoint, { params, body }, caller) }
  }
  if (deed.endpoint === 'POST /api/my-reports/:receipt/additions') {
    const { endpoint, params } = deed
    const body = { ...deed.body, photos: idsOf(photos), voices: idsOf(voices) }
    const reply = await call(endpoint, { params, body }, caller).catch((error: unknown) => {
      if (!(error instanceof ApiProblem) || !error.is('already-sent')) throw error
      // It has arrived before, and its answer was lost: the report says what became of it.
      return call('GET /api/my-reports/:receipt', { params }, caller)
    })
    return { endpoint, reply }
  }
  if (deed.endpoint === 'POST /api/entries') {
    const { endpoint, body } = deed
    return { endpoint, reply: await call(endpoint, { body }, caller) }
  }
  return submitOfCase(deed, caller)
}

/** Each by itself, for the compiler: what goes with an endpoint is told by its name. */
async function submitOfCase(deed: WaitingDeed<CaseDeedKey>, caller: Caller): Promise<Arrived> {
  switch (deed.endpoint) {
    case 'POST /api/cases/:caseId/accept': {
      const { endpoint, params, body } = deed
      return { endpoint, reply: await call(endpoint, { params, body }, caller) }
    }
    case 'POST /api/cases/:caseId/report-up': {
      const { endpoint, params, body } = deed
      return { endpoint, reply: await call(endpoint, { params, body }, caller) }
    }
    case 'POST /api/cases/:caseId/follow-ups': {
      const { endpoint, params, body } = deed
      return { endpoint, reply: await call(endpoint, { params, body }, caller) }
    }
    case 'POST /api/cases/:caseId/notes': {
      const { endpoint, params, body } = deed
      return { endpoint, reply: await call(endpoint, { params, body }, caller) }
    }
  }
}

async function bring(deed: WaitingDeed, save: (deed: WaitingDeed) => void): Promise<Arrived> {
  const uploaded = await withFiles(whole(deed), save)
  const refused = refusalOf(filesOf(uploaded))
  if (refused !== null)
    throw new ApiProblem({ type: '#not-an-attachment', title: refused, status: 422, instance: '' })
  const arrived = await submit(uploaded)
  // Before it leaves the outbox: what is in a form and was sent must not be sent anew with other words.
  for (const name of deed.shelves) {
    shelf(name).wipe()
    void forgetKept(name)
  }
  return arrived
}

const line = waitingLine<WaitingDeed, Arrived>({
  name: 'deed-outbox',
  keyOf: ({ key }) => key,
  mayGo: ({ doer }) => doer === doerNow() || doer === device,
  bring,
  letGo: (deed) => release(filesOf(whole(deed))),
})

const told = (ended: Ended<Arrived, WaitingDeed>): DeedSending =>
  ended.ended === 'arrived' ? { ended: 'arrived', ...ended.arrived } : ended

const isOwn = ({ doer }: WaitingDeed) => doer === doerNow()

/** The deeds of whoever holds the phone that have not arrived, oldest first. */
export const waitingDeeds = (): WaitingDeed[] => line.all().filter(isOwn).map(whole)

/** The waiting visit of a case, where it is one's own. */
export const waitingVisitOf = (caseId: string): WaitingDeed | undefined =>
  waitingDeeds().find(
    (deed) => deed.endpoint === 'POST /api/cases/:caseId/visits' && deed.params.caseId === caseId,
  )

const isOfCase = (deed: WaitingDeed): deed is WaitingDeed<CaseDeedKey> =>
  caseDeedKeys.some((key) => key === deed.endpoint)

/** The small deeds that wait: of one case, or of all of them. */
export const waitingCaseDeeds = (caseId?: string): WaitingDeed<CaseDeedKey>[] =>
  waitingDeeds()
    .filter(isOfCase)
    .filter(({ params }) => caseId === undefined || params.caseId === caseId)

/** Calls back whenever a try to send a deed has ended; returns how to stop. */
export const onDeedSent = (listener: (key: string, ended: DeedSending) => void): (() => void) =>
  line.onEnded((key, ended) => listener(key, told(ended)))

/** Sends a deed. It lies in the outbox first, so that whatever happens next it is not lost; twice at once, it goes once. */
export const sendDeed = async (deed: Deed): Promise<DeedSending> =>
  told(await line.send({ ...deed, tries: 0, nextTry: Date.now(), reason: 'no-signal' }))

/** Sends what waits: everything at once when `now` (signal came back, the app came to the front), else what is due. */
export const sendWaitingDeeds = line.sendWaiting

/** Takes a deed out of the box to be mended in its form; null while it is on its way, or when there is none. */
export function takeBackDeed(key: string): WaitingDeed | null {
  const deed = line.isOnItsWay(key) ? undefined : line.all().find((one) => one.key === key)
  if (!deed) return null
  line.take(key)
  return whole(deed)
}

/** True where whoever did it is looking at its page, which says itself what became of it. */
const isLookedAt = (page: string) => {
  const pages = Taro.getCurrentPages()
  return pages[pages.length - 1]?.route?.includes(page) ?? false
}

/** What is said in a word of a deed that arrived by itself, and the page that says it at more length. */
const arrivals: Record<DeedKey, { words: string; page: string }> = {
  'POST /api/cases/:caseId/visits': { words: '上门记录发出去了', page: 'village/visit/visit' },
  'POST /api/entries': { words: '替人记的发出去了', page: 'township/entry/entry' },
  'POST /api/cases/:caseId/accept': { words: '接单发出去了', page: 'village/case/case' },
  'POST /api/cases/:caseId/report-up': { words: '上报发出去了', page: 'village/case/case' },
  'POST /api/cases/:caseId/follow-ups': { words: '回访发出去了', page: 'village/case/case' },
  'POST /api/cases/:caseId/notes': { words: '记的那句发出去了', page: 'village/case/case' },
  'POST /api/my-reports/:receipt/additions': { words: '补的话发出去了', page: 'pages/progress/progress' },
}

/** Watches for signal, once, when the app starts; what arrives by itself is told in a word. */
export function watchDeeds(): void {
  whenSignalReturns(() => void sendWaitingDeeds(true))
  onDeedSent((_key, ended) => {
    if (ended.ended !== 'arrived') return
    const { words, page } = arrivals[ended.endpoint]
    if (!isLookedAt(page)) void Taro.showToast({ title: words, icon: 'success' })
  })
}
