import { Types } from 'mongoose'
import type { Work } from '../database/transaction'
import type { House } from '../house'
import { Problem } from '../http/problem'
import { type AccountRecord, accountModel } from './account.model'
import { sessionModel } from './session.model'
import { type WeChatIdentityRecord, wechatIdentityModel } from './wechat-identity.model'

/** Taking a person out of the accounts: what signs them in, and what says who they are. */
export interface Leaving {
  /** Those of these accounts that were closed by their owners. */
  erasedAmong(accounts: readonly Types.ObjectId[]): Promise<Set<string>>
  /**
   * Empties an account inside the transaction that closes it: sessions, WeChat, phone's key, name and number. Its id
   * stays, so that what is stored under it belongs to nobody and not to somebody else.
   * @throws Problem changed-meanwhile when it was closed at this very moment.
   */
  erase(account: Types.ObjectId, at: Date, work: Work): Promise<void>
  /** True where this person's own WeChat signs them in. */
  isByWeChat(account: Types.ObjectId): Promise<boolean>
}

/** Makes the service that empties accounts. */
export function leavingService({ db }: Pick<House, 'db'>): Leaving {
  const accounts = accountModel(db)
  const sessions = sessionModel(db)
  const identities = wechatIdentityModel(db)

  return {
    async erasedAmong(ids) {
      const found = await accounts
        .find({ _id: { $in: [...ids] }, erasedAt: { $exists: true } }, { _id: 1 })
        .lean<Pick<AccountRecord, '_id'>[]>()
      return new Set(found.map(({ _id }) => _id.toHexString()))
    },
    async erase(account, at, { session }) {
      const before = await accounts
        .findOneAndUpdate(
          { _id: account, posts: { $size: 0 }, erasedAt: { $exists: false } },
          {
            $set: { calledAs: '', erasedAt: at },
            $unset: { phone: 1, phoneHash: 1, deviceHash: 1, sameAs: 1, demoId: 1 },
          },
          { session },
        )
        .lean<AccountRecord>()
      if (!before) throw new Problem('changed-meanwhile')
      await sessions.deleteMany({ account }, { session })
      // Phones that came by their own key before WeChat told whose they are: they held the key, and nothing else.
      await accounts.deleteMany({ sameAs: account }, { session })
      const identity = await identities
        .findOne({ resident: account })
        .session(session)
        .lean<WeChatIdentityRecord>()
      if (identity?.staff) {
        // The same WeChat signs in somebody of the roster, who goes on working: as a resident they begin anew.
        const fresh = new Types.ObjectId()
        await accounts.collection.insertOne(
          { _id: fresh, calledAs: '', posts: [], createdAt: at },
          { session },
        )
        await identities.updateOne({ _id: identity._id }, { $set: { resident: fresh } }, { session })
      } else if (identity) await identities.deleteOne({ _id: identity._id }, { session })
      // The demonstration goes on with another person of the same part.
      if (before.demoId)
        await accounts.collection.insertOne(
          {
            _id: new Types.ObjectId(),
            calledAs: before.calledAs,
            posts: [],
            demoId: before.demoId,
            createdAt: at,
          },
          { session },
        )
    },
    isByWeChat: async (account) => (await identities.exists({ resident: account })) !== null,
  }
}
