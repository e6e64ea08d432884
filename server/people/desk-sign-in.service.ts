import { randomBytes, randomInt } from 'node:crypto'
import { Types } from 'mongoose'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem } from '../http/problem'
import { attemptLimits } from '../trust/attempt-limits'
import type { Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import { type DeskSignInRecord, deskSignInModel } from './desk-sign-in.model'
import type { IssuedSession, Sessions } from './sessions.service'
import { askWeChat, ofThisHouse } from './wechat-problem'

/** What the waiting browser is given. */
export interface DeskSignInCode {
  id: string
  secret: string
  code: string
  expiresAt: Date
}

/** Which browser a phone is asked about. */
export type AskingBrowser = Pick<DeskSignInRecord, 'browser' | 'startedAt'> & { id: string }

/**
 * Signing in on a computer: its browser shows a code, and a phone on which the person is signed in says that it is them.
 * The session goes to the browser that asked and to no other, once. Who has only the picture or the digits can do
 * nothing with them but sign themselves in there; that is why the phone asks whether the person sees the code in front
 * of them.
 */
export interface DeskSignIn {
  /** @throws Problem too-many for an address that asks without end. */
  start(browser: string, address: string): Promise<DeskSignInCode>
  /** The mini-program code to scan. @throws Problem not-found, unavailable. */
  image(id: string): Promise<Buffer>
  /** @throws Problem not-found for one that is over; too-many for who tries digits. */
  look(by: { id: string } | { code: string }, viewer: Viewer): Promise<AskingBrowser>
  /** @throws Problem not-found, changed-meanwhile when it was answered; not-allowed where the asker is no phone. */
  answer(id: string, isMe: boolean, viewer: Viewer): Promise<void>
  /** How far it has come; when it was confirmed, the session. */
  collect(id: string, secret: string): Promise<{ state: DeskSignInState; session: IssuedSession | null }>
}

/** `over`: too late, never asked for, or collected already. */
export type DeskSignInState = 'waiting' | 'refused' | 'signed_in' | 'over'

/** Long enough to take a phone out, too short to send a picture about. */
const life = 120_000
/** A browser that was confirmed in the last second must still come to collect. */
const toCollect = 30_000
const startsFromAddress = { points: 60, duration: 600 }
const looksOfAccount = { points: 20, duration: 600 }
const page = 'pages/confirm-sign-in/confirm-sign-in'
const imageWidth = 430
const mostCodes = 1_000_000
const mostRounds = 5

/** Makes the service by which a computer is signed in from a phone. */
export function deskSignIn(house: House, { sessions }: { sessions: Sessions }): DeskSignIn {
  const { db, now, cipher, audit, config, wechat } = house
  const waiting = deskSignInModel(db)
  const accounts = accountModel(db)
  const limited = attemptLimits(house)
  const mayStart = limited('desk.start', startsFromAddress)
  const mayLook = limited('desk.look', looksOfAccount)
  const hashOf = (secret: string) => cipher.hash('link', secret)
  const over = () => notFound('这个登录码过期了，或者已经用过。看看电脑上新的')

  const find = (by: { id: string } | { code: string }) =>
    waiting
      .findOne({
        ...('id' in by ? { _id: by.id } : { codeHash: hashOf(by.code) }),
        state: 'waiting',
        expiresAt: { $gt: now() },
      })
      .lean<DeskSignInRecord>()

  return {
    async start(browser, address) {
      await mayStart(address)
      const id = randomBytes(16).toString('base64url')
      const secret = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now().getTime() + life)
      for (let round = 0; round < mostRounds; round += 1) {
        const code = String(randomInt(mostCodes)).padStart(6, '0')
        try {
          await waiting.create({
            _id: id,
            secretHash: hashOf(secret),
            codeHash: hashOf(code),
            browser,
            startedAt: now(),
            expiresAt,
            state: 'waiting',
          })
          return { id, secret, code, expiresAt }
        } catch (error) {
          // Another browser shows these digits now.
          if (!isDuplicateKey(error)) throw error
        }
      }
      throw new Problem('too-many')
    },
    async image(id) {
      if (!(await find({ id }))) throw over()
      return askWeChat('id', ofThisHouse(wechat).codeImage({ scene: `s=${id}`, page, width: imageWidth }))
    },
    async look(by, viewer) {
      await mayLook(viewer.account)
      const found = await find(by)
      if (!found) throw over()
      return { id: found._id, browser: found.browser, startedAt: found.startedAt }
    },
    async answer(id, isMe, viewer) {
      // A computer cannot bring in the next one: only a phone that WeChat vouches for.
      if (!config.demo && !(await sessions.identityOf(viewer.session)))
        throw new Problem('not-allowed', '请在手机微信里的早发现确认')
      await inTransaction(db, async (work) => {
        const answered = await waiting.findOneAndUpdate(
          { _id: id, state: 'waiting', expiresAt: { $gt: now() } },
          isMe
            ? {
                $set: {
                  state: 'confirmed',
                  account: new Types.ObjectId(viewer.account),
                  expiresAt: new Date(now().getTime() + toCollect),
                },
              }
            : { $set: { state: 'refused' } },
          { session: work.session },
        )
        if (!answered) {
          const was = await waiting.findById(id).session(work.session).lean<DeskSignInRecord>()
          throw was && was.state !== 'waiting' ? changedMeanwhile('刚才已经答过了') : over()
        }
        audit.record(
          {
            actor: viewer.account,
            action: isMe ? 'desk_sign_in.confirm' : 'desk_sign_in.refuse',
            subject: { kind: 'account', id: viewer.account },
          },
          now(),
          work,
        )
      })
      audit.sealSoon()
    },
    async collect(id, secret) {
      const mine = { _id: id, secretHash: hashOf(secret) }
      const taken = await waiting
        .findOneAndUpdate(
          { ...mine, state: 'confirmed', expiresAt: { $gt: now() } },
          { $set: { state: 'taken' } },
        )
        .lean<DeskSignInRecord>()
      if (taken) {
        const account = await accounts.findById(taken.account).lean<AccountRecord>()
        // Who has just left their post is let in nowhere.
        if (!account || account.posts.length === 0) return { state: 'over', session: null }
        return { state: 'signed_in', session: await sessions.begin(account, { device: taken.browser }) }
      }
      const found = await waiting.findOne(mine).lean<DeskSignInRecord>()
      if (found?.state === 'refused') return { state: 'refused', session: null }
      const isWaiting = found?.state === 'waiting' && found.expiresAt > now()
      return { state: isWaiting ? 'waiting' : 'over', session: null }
    },
  }
}
