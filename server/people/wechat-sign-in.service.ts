import { type ClientSession, Types } from 'mongoose'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import { attemptLimits } from '../trust/attempt-limits'
import { maskPhone } from '../trust/masking'
import { type AccountRecord, accountModel } from './account.model'
import type { People } from './people.service'
import { sessionModel } from './session.model'
import type { IssuedSession, Sessions, SignInFrom } from './sessions.service'
import { sealedPhone } from './staff-phone'
import { type WeChatIdentityRecord, wechatIdentityModel } from './wechat-identity.model'
import { askWeChat, ofThisHouse } from './wechat-problem'

/** What one phone gets: its resident's session, and that of the person of the roster who is bound to it. */
export interface WeChatSessions {
  resident: IssuedSession
  person: IssuedSession | null
}

/** What a phone sends to be known by. */
export interface WeChatPhone {
  code: string
  deviceKey?: string | undefined
  device: string
}

/** All that one person reported under one account becomes another account's of the same person. */
export type Becomes = (from: Types.ObjectId, to: Types.ObjectId, session: ClientSession) => Promise<void>

/** Signing in with WeChat: residents without a word, staff by the number that the roster knows. */
export interface WeChatSignIn {
  /**
   * Finds or makes whoever this phone is. What was reported under its device key stays theirs.
   * @throws Problem not-found without WeChat, invalid-input for a spent code, unavailable when WeChat is down.
   */
  signIn(phone: WeChatPhone & { asPerson: boolean }): Promise<WeChatSessions>
  /**
   * Binds this phone to the person of the roster whose number WeChat says it has. The phone before it is signed out.
   * @throws Problem as `signIn`; not-allowed for a number that is not on the roster, too-many for a sixth try in an hour.
   */
  bindStaff(phone: WeChatPhone & { phoneCode: string }): Promise<WeChatSessions>
  /** The number behind the phone-number button, for a form. @throws Problem as `signIn`. */
  phoneNumber(phoneCode: string, account: string): Promise<string>
  /** Takes the phones with these WeChats off a person of the roster: they do not sign in by themselves any more. */
  unbind(account: Types.ObjectId, identities: readonly Types.ObjectId[]): Promise<void>
}

const triesToBind = { points: 5, duration: 3600 }
const numbersForForms = { points: 20, duration: 3600 }
const mostRounds = 3

/** Makes the service that signs in with WeChat. */
export function wechatSignIn(
  house: House,
  {
    sessions,
    people,
    notices,
    becomes,
  }: { sessions: Sessions; people: People; notices: Notices; becomes: readonly Becomes[] },
): WeChatSignIn {
  const { db, now, cipher, audit, config, wechat } = house
  const accounts = accountModel(db)
  const identities = wechatIdentityModel(db)
  const stored = sessionModel(db)
  const limited = attemptLimits(house)
  const mayBind = limited('wechat.bind', triesToBind)
  const mayAskNumber = limited('wechat.number', numbersForForms)

  const noted = (action: string, account: Types.ObjectId, work: Work) =>
    audit.record(
      { actor: account.toHexString(), action, subject: { kind: 'account', id: account.toHexString() } },
      now(),
      work,
    )

  const ofDevice = (deviceKey: string, session: ClientSession | null = null) =>
    accounts
      .findOne({ deviceHash: cipher.hash('device', deviceKey) })
      .session(session)
      .lean<AccountRecord>()
  const isFree = async ({ _id, posts, sameAs }: AccountRecord, session: ClientSession) =>
    posts.length === 0 && !sameAs && !(await identities.exists({ resident: _id }).session(session))

  /** A WeChat that comes for the first time: with the phone's own account where that is nobody else's. */
  const meet = (openid: string, sessionKey: string, deviceKey: string | undefined) =>
    inTransaction(db, async (work) => {
      const { session } = work
      const own = deviceKey ? await ofDevice(deviceKey, session) : null
      const kept = own && (await isFree(own, session)) ? own._id : null
      const resident = kept ?? new Types.ObjectId()
      if (!kept)
        work.insert(accounts, {
          _id: resident,
          calledAs: '',
          posts: [],
          ...(deviceKey && !own && { deviceHash: cipher.hash('device', deviceKey) }),
          createdAt: now(),
        })
      const identity: WeChatIdentityRecord = {
        _id: new Types.ObjectId(),
        openidHash: cipher.hash('openid', openid),
        openid: cipher.encrypt('wechat.openid', openid),
        sessionKey: cipher.encrypt('wechat.sessionKey', sessionKey),
        resident,
        seenAt: now(),
        createdAt: now(),
      }
      work.insert(identities, identity)
      return identity
    })

  /** A phone that reported by its key while WeChat was away, and turns out to be somebody known. */
  const adopt = async (deviceKey: string, resident: Types.ObjectId) => {
    const own = await ofDevice(deviceKey)
    if (own?._id.equals(resident)) return
    await inTransaction(db, async ({ session }) => {
      if (!own)
        return void (await accounts.collection.insertOne(
          {
            _id: new Types.ObjectId(),
            calledAs: '',
            posts: [],
            deviceHash: cipher.hash('device', deviceKey),
            sameAs: resident,
            createdAt: now(),
          },
          { session },
        ))
      if (!own.sameAs?.equals(resident) && !(await isFree(own, session))) return
      await accounts.updateOne({ _id: own._id }, { $set: { sameAs: resident } }, { session })
      for (const become of becomes) await become(own._id, resident, session)
      await stored.deleteMany({ account: own._id }, { session })
    })
  }

  const identify = async ({ code, deviceKey }: WeChatPhone): Promise<WeChatIdentityRecord> => {
    const { openid, sessionKey } = await askWeChat('code', ofThisHouse(wechat).signIn(code))
    for (let round = 0; round < mostRounds; round += 1)
      try {
        const known = await identities
          .findOneAndUpdate(
            { openidHash: cipher.hash('openid', openid) },
            { $set: { sessionKey: cipher.encrypt('wechat.sessionKey', sessionKey), seenAt: now() } },
            { returnDocument: 'after' },
          )
          .lean<WeChatIdentityRecord>()
        if (!known) return await meet(openid, sessionKey, deviceKey)
        if (deviceKey) await adopt(deviceKey, known.resident)
        return known
      } catch (error) {
        // Two at once, of one phone or with one key: who comes second finds what the first has made.
        if (!isDuplicateKey(error)) throw error
      }
    throw new Problem('unavailable')
  }

  const accountOf = async (id: Types.ObjectId) => {
    const account = await accounts.findById(id).lean<AccountRecord>()
    if (!account) throw new Problem('unavailable')
    return account
  }
  const sessionsOf = async (identity: WeChatIdentityRecord, device: string, asPerson: boolean) => {
    const from: SignInFrom = { device, identity: identity._id }
    const staff =
      asPerson && identity.staff ? await accounts.findById(identity.staff).lean<AccountRecord>() : null
    return {
      resident: await sessions.begin(await accountOf(identity.resident), from),
      // Who holds no post any more is a resident like others.
      person: staff && staff.posts.length > 0 ? await sessions.begin(staff, from) : null,
    }
  }

  /** Whom somebody asks who is not on the roster. */
  const whomToAsk = async () => {
    const officer = await people.actorFor(config.township, ['township_officer', 'township_lead'])
    return officer ? `${officer.title}${officer.calledAs}` : '乡里的经办人'
  }

  const bind = (identity: WeChatIdentityRecord, account: AccountRecord) =>
    inTransaction(db, async (work) => {
      const { session } = work
      const current = await identities.findById(identity._id).session(session).lean<WeChatIdentityRecord>()
      if (current?.staff?.equals(account._id)) return
      const before = await identities
        .findOne({ staff: account._id })
        .session(session)
        .lean<WeChatIdentityRecord>()
      if (before) {
        await identities.updateOne({ _id: before._id }, { $unset: { staff: 1 } }, { session })
        await stored.deleteMany({ account: account._id }, { session })
        notices.tell(
          [
            {
              to: account._id,
              kind: 'new_phone',
              caseId: null,
              step: `${identity._id} ${now().toISOString()}`,
              urgent: true,
              words: '您的账号在另一部手机上登录了，原来的手机和电脑都已退出。不是您本人，马上告诉乡里。',
              page: '/pages/account/account',
            },
          ],
          now(),
          work,
        )
        noted('wechat.new_phone', account._id, work)
      }
      if (current?.staff)
        await stored.deleteMany({ account: current.staff, identity: identity._id }, { session })
      await identities.updateOne({ _id: identity._id }, { $set: { staff: account._id } }, { session })
      noted('wechat.bind', account._id, work)
    })

  return {
    async signIn({ asPerson, ...phone }) {
      return sessionsOf(await identify(phone), phone.device, asPerson)
    },
    async bindStaff({ phoneCode, ...phone }) {
      const identity = await identify(phone)
      await mayBind(identity._id.toHexString())
      const number = await askWeChat('phoneCode', ofThisHouse(wechat).phoneNumber(phoneCode))
      const account = await accounts
        .findOne({ phoneHash: sealedPhone(cipher, number).phoneHash })
        .lean<AccountRecord>()
      if (!account || account.posts.length === 0)
        throw new Problem(
          'not-allowed',
          `${maskPhone(number)} 不在值班表上。请找${await whomToAsk()}把您加上，或者改成这个号码`,
        )
      try {
        await bind(identity, account)
      } catch (error) {
        // Two phones of one person at one moment: the second takes the first one's place.
        if (!isDuplicateKey(error)) throw error
        await bind(identity, account)
      }
      audit.sealSoon()
      return sessionsOf({ ...identity, staff: account._id }, phone.device, true)
    },
    async phoneNumber(phoneCode, account) {
      await mayAskNumber(account)
      return askWeChat('phoneCode', ofThisHouse(wechat).phoneNumber(phoneCode))
    },
    async unbind(account, those) {
      await identities.updateMany({ staff: account, _id: { $in: [...those] } }, { $unset: { staff: 1 } })
    },
  }
}
