import Taro from '@tarojs/taro'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import type { ProblemDocument } from '../../shared/contract/problem'
import { call, type Reply } from './api'
import { idsOf, refusalOf, release, uploadAll } from './attachment'
import type { Photo } from './photo'
import { ApiProblem, NoConnection } from './problem'
import { signedInPerson } from './session'
import { shelf } from './shelf'
import { whenSignalReturns } from './signal'

/** What the staff may do where there is no signal: it is sent later, with the time it really happened. */
export type DeedKey = 'POST /api/cases/:caseId/visits'

type Sent = RequestOf<Contract[DeedKey]>

/** A deed that has left its form and has not arrived yet. */
export interface Deed {
  /** Its own key, by which the server knows it when it is sent twice. */
  key: string
  /** The account of whoever did it: it goes in nobody else's name. */
  doer: string
  endpoint: DeedKey
  params: Sent['params']
  /** Without its pictures: they get their numbers when they are uploaded. */
  body: Omit<Sent['body'], 'photos' | 'signature'>
  photos: Photo[]
  signature: Photo | null
  /** What a list of unsent deeds says of it, and the page on which it can be mended. */
  title: string
  page: string
  /** What the phone kept of it: its draft, and what was known before. Let go of once it has arrived. */
  shelves: string[]
}

/** A deed in the outbox. */
export interface WaitingDeed extends Deed {
  tries: number
  nextTry: number
  reason: 'no-signal' | 'busy'
  /** The server will not take it as it is: whoever did it must look at it again. */
  refused?: ProblemDocument
}

/** How sending a deed ended: it arrived, it waits on the phone (if there was room), or there is something to mend. */
export type DeedSending =
  | { ended: 'arrived'; reply: Reply<DeedKey> }
  | { ended: 'waiting'; reason: WaitingDeed['reason']; kept: boolean }
  | { ended: 'refused'; problem: ApiProblem }

const box = shelf<WaitingDeed[]>('deed-outbox')
const pauses = [5, 15, 60, 300].map((seconds) => seconds * 1000)
const running = new Map<string, Promise<DeedSending>>()
const listeners = new Set<(key: string, ended: DeedSending) => void>()
let timer: ReturnType<typeof setTimeout> | undefined

const all = (): WaitingDeed[] => box.read() ?? []
const put = (deed: WaitingDeed): boolean => box.write([...all().filter(({ key }) => key !== deed.key), deed])
const take = (key: string) => void box.write(all().filter((deed) => deed.key !== key))

/** The deeds of whoever is signed in that have not arrived, oldest first. */
export const waitingDeeds = (): WaitingDeed[] => {
  const me = signedInPerson()?.account
  return all().filter(({ doer }) => doer === me)
}

/** Calls back whenever a try to send a deed has ended; returns how to stop. */
export function onDeedSent(listener: (key: string, ended: DeedSending) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Uploads what is not uploaded yet. Kept after each picture, so that none goes twice. */
async function withPictures(deed: WaitingDeed): Promise<WaitingDeed> {
  let current = deed
  const settle = (uploaded: Partial<WaitingDeed>) => {
    current = { ...current, ...uploaded }
    put(current)
  }
  await uploadAll(deed.photos, 'person', (photos) => settle({ photos }))
  const signatures = deed.signature ? [deed.signature] : []
  await uploadAll(signatures, 'person', ([signature = null]) => settle({ signature }))
  return current
}

const picturesOf = ({ photos, signature }: WaitingDeed) => (signature ? [...photos, signature] : photos)

async function attempt(deed: WaitingDeed): Promise<DeedSending> {
  let current = deed
  try {
    current = await withPictures(deed)
    const refused = refusalOf(picturesOf(current))
    if (refused !== null)
      throw new ApiProblem({ type: '#not-an-attachment', title: refused, status: 422, instance: '' })
    const { endpoint, params, body, photos, signature } = current
    const request = { params, body: { ...body, photos: idsOf(photos), signature: signature?.id } }
    const reply = await call(endpoint, request, 'person')
    take(deed.key)
    for (const name of deed.shelves) shelf(name).wipe()
    release(picturesOf(current))
    return { ended: 'arrived', reply }
  } catch (error) {
    // What was uploaded before it failed need not be uploaded again.
    const kept = all().find(({ key }) => key === deed.key) ?? current
    if (error instanceof ApiProblem && !error.passing && error.status !== 401) {
      put({ ...kept, refused: error.document })
      return { ended: 'refused', problem: error }
    }
    const reason = error instanceof NoConnection ? 'no-signal' : 'busy'
    const pause = pauses[Math.min(deed.tries, pauses.length - 1)] ?? 0
    const isKept = put({ ...kept, reason, tries: deed.tries + 1, nextTry: Date.now() + pause })
    return { ended: 'waiting', reason, kept: isKept }
  }
}

function tryOnce(deed: WaitingDeed): Promise<DeedSending> {
  const already = running.get(deed.key)
  if (already) return already
  const started = attempt(deed)
    .then((ended) => {
      running.delete(deed.key)
      for (const listener of [...listeners]) listener(deed.key, ended)
      return ended
    })
    .finally(scheduleNext)
  running.set(deed.key, started)
  return started
}

function scheduleNext() {
  clearTimeout(timer)
  const due = waitingDeeds().filter(({ refused }) => !refused)
  if (due.length === 0) return
  const soonest = Math.min(...due.map(({ nextTry }) => nextTry))
  timer = setTimeout(() => void sendWaitingDeeds(), Math.max(1000, soonest - Date.now()))
}

/** Sends a deed. It lies in the outbox first, so that whatever happens next it is not lost; twice at once, it goes once. */
export function sendDeed(deed: Deed): Promise<DeedSending> {
  const already = running.get(deed.key)
  if (already) return already
  const waiting: WaitingDeed = { ...deed, tries: 0, nextTry: Date.now(), reason: 'no-signal' }
  put(waiting)
  return tryOnce(waiting)
}

/** Sends what waits: everything at once when `now` (signal came back, the app came to the front), else what is due. */
export async function sendWaitingDeeds(now = false): Promise<void> {
  for (const deed of waitingDeeds())
    if (!deed.refused && (now || deed.nextTry <= Date.now())) await tryOnce(deed)
  scheduleNext()
}

/** Takes a deed out of the box to be mended in its form; null while it is on its way, or when there is none. */
export function takeBackDeed(key: string): WaitingDeed | null {
  const deed = running.has(key) ? undefined : all().find((one) => one.key === key)
  if (!deed) return null
  take(key)
  return deed
}

/** True where whoever did it is looking at its page, which says itself what became of it. */
const isLookedAt = () => {
  const pages = Taro.getCurrentPages()
  return pages[pages.length - 1]?.route?.includes('village/visit/visit') ?? false
}

/** Watches for signal, once, when the app starts; what arrives by itself is told in a word. */
export function watchDeeds(): void {
  whenSignalReturns(() => void sendWaitingDeeds(true))
  onDeedSent((_key, ended) => {
    if (ended.ended === 'arrived' && !isLookedAt())
      void Taro.showToast({ title: '上门记录发出去了', icon: 'success' })
  })
}
