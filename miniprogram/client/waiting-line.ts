import type { ProblemDocument } from '../../shared/contract/problem'
import { ApiProblem, NoConnection } from './problem'
import { nextTryAfter, untilTry } from './retry'
import { shelf } from './shelf'

/** Why something did not go through: no signal, a server too busy to take it, nobody signed in who may send it, or an app that is too old. */
export type WaitingReason = 'no-signal' | 'busy' | 'signed-out' | 'too-old'

/** What is known of the tries to send something. */
export interface Tries {
  tries: number
  nextTry: number
  reason: WaitingReason
  /** The server will not take it as it is: whoever wrote it must look at it again. */
  refused?: ProblemDocument
}

/** How a try ended: it arrived, it waits on the phone (if that had room), or there is something to mend. */
export type Ended<Arrived, Item> =
  | { ended: 'arrived'; arrived: Arrived }
  | { ended: 'waiting'; reason: WaitingReason; kept: boolean }
  | { ended: 'refused'; problem: ApiProblem; item: Item }

/** What has left its form and has not arrived yet: kept on the phone in its order until the server holds it. */
export interface WaitingLine<Item, Arrived> {
  all(): Item[]
  /** False when the phone has no room. What lies there under the same key is replaced where it stands. */
  put(item: Item): boolean
  take(key: string): void
  isOnItsWay(key: string): boolean
  /** Sends one. It lies in the line first, so that whatever happens next it is not lost; asked twice, it goes once. */
  send(item: Item): Promise<Ended<Arrived, Item>>
  /** Sends what waits, oldest first: everything when `now` (signal came back, the app came to the front), else what is due. */
  sendWaiting(now?: boolean): Promise<void>
  /** Calls back whenever a try has ended; returns how to stop. */
  onEnded(listener: (key: string, ended: Ended<Arrived, Item>) => void): () => void
}

interface LineOf<Item, Arrived> {
  /** The shelf it lies on. */
  name: string
  keyOf(item: Item): string
  /** Whether it may go now: a deed goes in its doer's name only. */
  mayGo(item: Item): boolean
  /**
   * Brings it to the server. `save` keeps how far it has come, so that no file goes twice.
   * @throws ApiProblem, NoConnection.
   */
  bring(item: Item, save: (item: Item) => void): Promise<Arrived>
  /** It has arrived and is out of the line: what the phone kept for it can go. */
  letGo(item: Item): void
}

/** After how many tries without signal something no longer keeps its place before the others. */
const patience = 3

function reasonOf(error: unknown): WaitingReason {
  if (error instanceof NoConnection) return 'no-signal'
  if (!(error instanceof ApiProblem)) return 'busy'
  if (error.is('client-too-old')) return 'too-old'
  return error.status === 401 ? 'signed-out' : 'busy'
}

/** Why it waits, as a list or a receipt says it; that nothing is lost stands first. */
export const whyWaiting: Record<WaitingReason, string> = {
  'no-signal': '没有信号。已存在手机里，有信号会自动发出去。',
  busy: '系统正忙。已存在手机里，过一会儿会自动发出去。',
  'signed-out': '登录过期了。已存在手机里，重新登录以后会自动发出去。',
  'too-old': '这个版本旧了。已存在手机里，更新以后会自动发出去。',
}

/** The server has looked at it and will not take it; anything else may go through another time. */
const isRefusal = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && !error.passing && error.status !== 401

/** Makes a line of things that wait for signal. */
export function waitingLine<Item extends Tries, Arrived>({
  name,
  keyOf,
  mayGo,
  bring,
  letGo,
}: LineOf<Item, Arrived>): WaitingLine<Item, Arrived> {
  const box = shelf<Item[]>(name)
  const running = new Map<string, Promise<Ended<Arrived, Item>>>()
  const listeners = new Set<(key: string, ended: Ended<Arrived, Item>) => void>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let round: Promise<void> | null = null
  let again = false

  const all = () => box.read() ?? []
  const find = (key: string) => all().find((item) => keyOf(item) === key)
  const put = (item: Item): boolean => {
    const key = keyOf(item)
    const before = all()
    const isThere = before.some((other) => keyOf(other) === key)
    return box.write(
      isThere ? before.map((other) => (keyOf(other) === key ? item : other)) : [...before, item],
    )
  }
  const take = (key: string) => {
    const rest = all().filter((item) => keyOf(item) !== key)
    // A phone without any room still has room for nothing: the last one out takes the box with it.
    if (rest.length === 0) box.wipe()
    else box.write(rest)
  }

  const attempt = async (item: Item): Promise<Ended<Arrived, Item>> => {
    const key = keyOf(item)
    let newest = item
    try {
      const arrived = await bring(item, (further) => {
        newest = further
        put(further)
      })
      take(key)
      letGo(newest)
      return { ended: 'arrived', arrived }
    } catch (error) {
      if (isRefusal(error)) {
        newest = { ...newest, refused: error.document }
        put(newest)
        return { ended: 'refused', problem: error, item: newest }
      }
      const tries = newest.tries + 1
      const reason = reasonOf(error)
      const kept = put({ ...newest, reason, tries, nextTry: nextTryAfter(tries) })
      return { ended: 'waiting', reason, kept }
    }
  }

  const tryOnce = (item: Item): Promise<Ended<Arrived, Item>> => {
    const key = keyOf(item)
    const already = running.get(key)
    if (already) return already
    const started = attempt(item)
      .then((ended) => {
        running.delete(key)
        for (const listener of [...listeners]) listener(key, ended)
        return ended
      })
      .finally(scheduleNext)
    running.set(key, started)
    return started
  }

  const ready = () => all().filter((item) => !item.refused && mayGo(item))

  function scheduleNext() {
    clearTimeout(timer)
    const due = ready()
    if (due.length === 0) return
    const soonest = Math.min(...due.map(({ nextTry }) => untilTry(nextTry)))
    timer = setTimeout(() => void sendWaiting(), Math.max(1000, soonest))
  }

  const goRound = async (now: boolean) => {
    for (const item of ready()) {
      // Meanwhile it was sent by hand, or taken out to be mended.
      const newest = find(keyOf(item))
      if (!newest || newest.refused || (!now && untilTry(newest.nextTry) > 0)) continue
      const ended = await tryOnce(newest)
      // What was written first goes first: without signal for it there is none for the next. But one thing that
      // never gets through does not hold up the others for ever.
      const holdsUp = newest.tries < patience && ended.ended === 'waiting' && ended.reason === 'no-signal'
      if (holdsUp) break
    }
  }

  function sendWaiting(now = false): Promise<void> {
    if (round) {
      again ||= now
      return round
    }
    round = goRound(now)
      .then(() => {
        const once = again
        again = false
        return once ? goRound(true) : undefined
      })
      .finally(() => {
        round = null
        scheduleNext()
      })
    return round
  }

  return {
    all,
    put,
    take,
    isOnItsWay: (key) => running.has(key),
    send(item) {
      const already = running.get(keyOf(item))
      if (already) return already
      put(item)
      return tryOnce(item)
    },
    sendWaiting,
    onEnded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
