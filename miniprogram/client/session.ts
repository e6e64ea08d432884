import Taro from '@tarojs/taro'
import type { Contract } from '../../shared/contract/contract'
import type { ReplyOf } from '../../shared/contract/endpoint'
import { tellLeft } from './leaving'
import { ApiProblem, readProblem } from './problem'
import { newDeviceKey } from './random'
import { type Shelf, shelf } from './shelf'
import { exchange } from './transport'

type SessionReply = ReplyOf<Contract['POST /api/sessions/device']>
type WeChatReply = ReplyOf<Contract['POST /api/sessions/wechat']>

/** Who is signed in, as the server told it. */
export type Me = SessionReply['me']

interface KeptSession {
  accessToken: string
  refreshToken: string
  /** When the access token ends, by this phone's own clock. */
  endsAt: number
  me: Me
}

/** In whose name a request goes: this phone's resident, or the person who signed in on it. */
export type Caller = 'device' | 'person'

const deviceKey = shelf<string>('device-key')
const sessions: Record<Caller, Shelf<KeptSession>> = {
  device: shelf<KeptSession>('session.device'),
  person: shelf<KeptSession>('session.person'),
}
/** The resident's session came by WeChat: without this mark the phone still stands for itself alone. */
const byWeChat = shelf<boolean>('session.by-wechat')
/** Somebody signed out here: WeChat does not bring them back until they sign in themselves. */
const signedOut = shelf<boolean>('session.signed-out')
const renewing: Partial<Record<Caller, Promise<string>>> = {}

/** A token that ends this soon would end on the way. */
const margin = 20_000

function keep(caller: Caller, reply: SessionReply): string {
  sessions[caller].write({
    accessToken: reply.accessToken,
    refreshToken: reply.refreshToken,
    endsAt: Date.now() + reply.accessExpiresIn * 1000,
    me: reply.me,
  })
  return reply.accessToken
}

/**
 * This phone's own key. Made when the app starts and not when it first sends: two tabs that send at once must be
 * one resident, or their one report would be two.
 */
export async function ownDeviceKey(): Promise<string> {
  const kept = deviceKey.read()
  if (kept !== null) return kept
  const made = await newDeviceKey()
  // Another tab may have been quicker while the key was made.
  const meanwhile = deviceKey.read()
  if (meanwhile !== null) return meanwhile
  deviceKey.write(made)
  return made
}

const inWeChat = process.env.TARO_ENV === 'weapp'

function keepBoth(reply: WeChatReply, isAsked: boolean): string {
  const { person, ...resident } = reply
  // Who is signed in here already stays, unless somebody has just asked to sign in.
  if (person && (isAsked || sessions.person.read() === null)) keep('person', person)
  byWeChat.write(true)
  return keep('device', resident)
}

/** WeChat says whose phone this is. Throws where it cannot: no signal, WeChat down, no mini-program at the server. */
async function signInWithWeChat(deviceKey: string): Promise<string> {
  const { code } = await Taro.login()
  const asPerson = signedOut.read() === null
  const reply = await exchange('POST /api/sessions/wechat', { body: { code, deviceKey, asPerson } }, null)
  return keepBoth(reply as WeChatReply, false)
}

async function signInDevice(): Promise<string> {
  const key = await ownDeviceKey()
  // Reporting never waits for WeChat: without it the phone stands for itself, and is bound later.
  const known = inWeChat ? await signInWithWeChat(key).catch(() => null) : null
  if (known !== null) return known
  const reply = await exchange('POST /api/sessions/device', { body: { deviceKey: key } }, null)
  return keep('device', reply as SessionReply)
}

async function renew(caller: Caller, spent: string | null): Promise<string> {
  // Another tab may have renewed in the meantime: what lies in the storage counts, not what we remember.
  const newest = sessions[caller].read()
  if (newest && newest.accessToken !== spent && newest.endsAt > Date.now() + margin) return newest.accessToken
  if (newest) {
    try {
      const reply = await exchange(
        'POST /api/sessions/refresh',
        { body: { refreshToken: newest.refreshToken } },
        null,
      )
      return keep(caller, reply as SessionReply)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.passing) throw error
      const now = sessions[caller].read()
      if (now && now.refreshToken !== newest.refreshToken) return now.accessToken
      sessions[caller].wipe()
      if (caller === 'person') {
        tellLeft('session-over')
        throw error
      }
    }
  }
  // What was begun in somebody's name must not go on in the phone's own.
  if (caller === 'person') {
    tellLeft('session-over')
    throw readProblem(401, { type: '/api/docs#not-signed-in', title: '请先登录' })
  }
  return signInDevice()
}

/** In whose name this phone speaks now. */
export const currentCaller = (): Caller => (sessions.person.read() ? 'person' : 'device')

/** Who signed in on this phone; null when it is a resident's own. */
export const signedInPerson = (): Me | null => sessions.person.read()?.me ?? null

/**
 * A token that is good now. `spent` is one that the server has just refused. Renewed by one request at a time,
 * because a refresh token can be used once.
 */
export function tokenOf(caller: Caller, spent: string | null = null): Promise<string> {
  const kept = sessions[caller].read()
  if (kept && kept.accessToken !== spent && kept.endsAt > Date.now() + margin) {
    return Promise.resolve(kept.accessToken)
  }
  const running = renewing[caller]
  if (running) return running
  const started = renew(caller, spent).finally(() => {
    delete renewing[caller]
  })
  renewing[caller] = started
  return started
}

let looking: Promise<void> | null = null

const holds = (me: Me, { role, territory }: Me['posts'][number]) =>
  me.posts.some((post) => post.role === role && post.territory === territory)

async function compareMe(): Promise<void> {
  const token = await tokenOf('person')
  const now = (await exchange('GET /api/me', {}, token)) as Me
  const kept = sessions.person.read()
  // Somebody else has signed in on this phone meanwhile.
  if (!kept || kept.me.account !== now.account) return
  sessions.person.write({ ...kept, me: now })
  if (!kept.me.posts.every((post) => holds(now, post))) tellLeft('post-ended')
}

/**
 * Asks which posts the person still holds, after the server has refused something; when one has ended, what this phone
 * keeps for reading goes. Many refusals at once ask once; without signal the next one asks.
 */
export function lookAtPosts(): Promise<void> {
  looking ??= compareMe()
    .catch(() => undefined)
    .finally(() => {
      looking = null
    })
  return looking
}

/** Signs in as one of the demonstration's people. */
export async function signInAsDemo(person: string): Promise<Me> {
  const reply = (await exchange('POST /api/demo/sessions', { body: { person } }, null)) as SessionReply
  keep('person', reply)
  return reply.me
}

/**
 * Binds a phone that has stood for itself while WeChat was away, when the app comes to the front. What it reported
 * meanwhile stays its own.
 */
export async function bindLater(): Promise<void> {
  if (!inWeChat || byWeChat.read() !== null || sessions.device.read() === null) return
  await signInWithWeChat(await ownDeviceKey()).catch(() => undefined)
}

/** Signs in somebody of the staff by the number that WeChat's button has given. */
export async function signInAsStaff(phoneCode: string): Promise<Me | null> {
  const [{ code }, deviceKey] = await Promise.all([Taro.login(), ownDeviceKey()])
  const body = { code, phoneCode, deviceKey }
  const reply = (await exchange('POST /api/sessions/wechat/staff', { body }, null)) as WeChatReply
  keepBoth(reply, true)
  signedOut.wipe()
  return reply.person?.me ?? null
}

/** Keeps the session of somebody whose right to it was shown: a phone confirmed it, or a one-time code was theirs. */
export function keepPerson(reply: SessionReply): Me {
  keep('person', reply)
  return reply.me
}

/** Ends the person's session here and on the server; without signal it still ends here. */
export async function signOut(): Promise<void> {
  if (inWeChat) signedOut.write(true)
  const kept = sessions.person.read()
  sessions.person.wipe()
  tellLeft('signed-out')
  if (kept) await exchange('DELETE /api/sessions/current', {}, kept.accessToken).catch(() => undefined)
}

/**
 * Signs this phone in again although its session still holds: WeChat's own session, which stands behind it, has changed.
 */
export async function signInAnew(): Promise<void> {
  sessions.device.wipe()
  await tokenOf('device')
}
