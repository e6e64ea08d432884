import { randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import { isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { Viewer } from '../trust/policy'
import { accessLifetime, accessTokens } from './access-token'
import { type AccountRecord, accountModel } from './account.model'
import { viewerOf } from './people.service'
import { type SessionRecord, sessionModel } from './session.model'

const refreshLifetime = 60 * 24 * 3_600_000
/** Two tabs, or an answer lost on the way: the token before the newest still works for this long. */
const rotationGrace = 60_000

/** A fresh sign-in or a renewed one. */
export interface IssuedSession {
  accessToken: string
  accessExpiresIn: number
  refreshToken: string
  account: AccountRecord
}

/** Where somebody signs in. */
export interface SignInFrom {
  /** Which phone or browser, in words for whom it belongs to. */
  device?: string
  /** The WeChat that was shown to be theirs. */
  identity?: Types.ObjectId
}

/** Signing in, renewing and signing out. */
export interface Sessions {
  /** A resident's phone signs in with the key it made for itself; the account is made at the first time. */
  forDevice(deviceKey: string, from?: SignInFrom): Promise<IssuedSession>
  /** Signs in as an invented person of the demo. @throws Problem not-found for any other. */
  forDemo(demoId: string, from?: SignInFrom): Promise<IssuedSession>
  /** Signs in somebody whose right to it was shown before. */
  begin(account: AccountRecord, from: SignInFrom): Promise<IssuedSession>
  /** @throws Problem session-expired; a token used long after its change ends the whole session. */
  refresh(refreshToken: string): Promise<IssuedSession>
  end(session: string): Promise<void>
  /** All sign-ins of one account that still hold, the one used last first. */
  ofAccount(account: string): Promise<SessionRecord[]>
  /** Ends sign-ins of one account; answers those that were there. */
  endOf(account: string, which: readonly Types.ObjectId[]): Promise<number>
  /** The WeChat by which a session was begun; null for a browser's. */
  identityOf(session: string): Promise<Types.ObjectId | null>
  /** Finds out who calls from the Authorization header. @throws Problem session-expired. */
  identify(authorization: string): Promise<Viewer>
}

/** Makes the sessions service. */
export function sessionsService({ db, now, keys, cipher }: House): Sessions {
  const accounts = accountModel(db)
  const sessions = sessionModel(db)
  const tokens = accessTokens(keys.token, now)

  const issue = async (account: AccountRecord, session: Types.ObjectId, refreshToken: string) => ({
    accessToken: await tokens.issue({
      account: account._id.toHexString(),
      session: session.toHexString(),
      staff: account.posts.length > 0,
    }),
    accessExpiresIn: accessLifetime,
    refreshToken,
    account,
  })
  const newRefreshToken = () => randomBytes(32).toString('base64url')
  const expiry = () => new Date(now().getTime() + refreshLifetime)

  const begin = async (account: AccountRecord, { device, identity }: SignInFrom = {}) => {
    const refreshToken = newRefreshToken()
    const session: SessionRecord = {
      _id: new Types.ObjectId(),
      account: account._id,
      currentHash: cipher.hash('refresh', refreshToken),
      rotatedAt: now(),
      expiresAt: expiry(),
      startedAt: now(),
      ...(device && { device }),
      ...(identity && { identity }),
    }
    await sessions.collection.insertOne(session)
    return issue(account, session._id, refreshToken)
  }

  const accountOf = async (session: SessionRecord) => {
    const account = await accounts.findById(session.account).lean<AccountRecord>()
    if (!account) throw new Problem('session-expired')
    return account
  }

  return {
    async forDevice(deviceKey, from) {
      const deviceHash = cipher.hash('device', deviceKey)
      const find = async () => {
        const own = await accounts.findOne({ deviceHash }).lean<AccountRecord>()
        return own?.sameAs ? accounts.findById(own.sameAs).lean<AccountRecord>() : own
      }
      const known = await find()
      if (known) return begin(known, from)
      const fresh: AccountRecord = {
        _id: new Types.ObjectId(),
        calledAs: '',
        posts: [],
        deviceHash,
        createdAt: now(),
      }
      try {
        await accounts.collection.insertOne(fresh)
        return begin(fresh, from)
      } catch (error) {
        // Two tabs of a new phone at the same moment: the other one made the account.
        const made = isDuplicateKey(error) ? await find() : null
        if (!made) throw error
        return begin(made, from)
      }
    },
    begin,
    async forDemo(demoId, from) {
      const account = await accounts.findOne({ demoId }).lean<AccountRecord>()
      if (!account) throw new Problem('not-found', '没有这位演示人物')
      return begin(account, from)
    },
    async refresh(refreshToken) {
      const hash = cipher.hash('refresh', refreshToken)
      const next = newRefreshToken()
      const rotated = await sessions
        .findOneAndUpdate(
          { currentHash: hash, expiresAt: { $gt: now() } },
          {
            $set: {
              currentHash: cipher.hash('refresh', next),
              previousHash: hash,
              rotatedAt: now(),
              expiresAt: expiry(),
            },
          },
          { returnDocument: 'after' },
        )
        .lean<SessionRecord>()
      if (rotated) return issue(await accountOf(rotated), rotated._id, next)
      const reused = await sessions.findOne({ previousHash: hash }).lean<SessionRecord>()
      if (!reused) throw new Problem('session-expired')
      if (now().getTime() - reused.rotatedAt.getTime() > rotationGrace) {
        await sessions.deleteOne({ _id: reused._id })
        throw new Problem('session-expired')
      }
      return begin(await accountOf(reused), reused)
    },
    async end(session) {
      await sessions.deleteOne({ _id: session })
    },
    ofAccount: (account) =>
      sessions
        .find({ account, expiresAt: { $gt: now() } })
        .sort({ rotatedAt: -1 })
        .lean<SessionRecord[]>(),
    async endOf(account, which) {
      return (await sessions.deleteMany({ account, _id: { $in: [...which] } })).deletedCount
    },
    async identityOf(session) {
      return (await sessions.findById(session).lean<SessionRecord>())?.identity ?? null
    },
    async identify(authorization) {
      const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization) ?? []
      if (!token) throw new Problem('session-expired')
      const claims = await tokens.read(token)
      if (!claims.staff) return { account: claims.account, session: claims.session, calledAs: '', posts: [] }
      // Who leaves a post loses it with the next call, and who signs out is out; residents' tokens just run out.
      const [account, session] = await Promise.all([
        accounts.findById(claims.account).lean<AccountRecord>(),
        sessions.exists({ _id: claims.session }),
      ])
      if (!account || !session) throw new Problem('session-expired')
      return viewerOf(account, claims.session)
    },
  }
}
