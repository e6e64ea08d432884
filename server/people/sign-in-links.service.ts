import { randomInt } from 'node:crypto'
import { mayAppoint } from '../../shared/domain/appointments'
import { firstCodeHours, nextCodeHours, signInCodeDigits } from '../../shared/domain/sign-in-codes'
import { isWithin } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import { attemptLimits } from '../trust/attempt-limits'
import type { Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import type { IssuedSession, Sessions } from './sessions.service'
import { type SignInLinkRecord, signInLinkModel } from './sign-in-link.model'
import { openPhone } from './staff-phone'

/** A code as it is shown once to whoever made it. */
export interface SignInLink {
  calledAs: string
  /** Twelve digits; the link to be opened carries the same. */
  code: string
  expiresAt: Date
}

/**
 * Signing in where WeChat vouches for nobody: whoever arranges somebody's posts makes a code, hands it over in person or
 * by telephone, and the person adds the last four digits of their own number, which whoever finds a slip of paper does
 * not know. One code a person: a newer one makes the older one void.
 */
export interface SignInLinks {
  /**
   * Makes a code for somebody on the roster.
   * @throws Problem not-found outside one's territory; not-allowed for oneself, and for somebody who holds any post that
   * is not one's own to give; not-yet for somebody without a number; too-many.
   */
  issue(person: string, viewer: Viewer): Promise<SignInLink>
  /**
   * Signs in whose code it is, once.
   * @throws Problem not-found, whichever of the two was wrong; too-many for an address or a code that is tried out.
   */
  redeem(
    tried: { code: string; lastFour: string },
    from: { device: string; address: string },
  ): Promise<IssuedSession>
}

const hour = 3_600_000
/** A whole township is set up in an hour; a desk that was left open does not let in a whole county. */
const issuesOfAccount = { points: 100, duration: 3600 }
const triesFromAddress = { points: 30, duration: 600 }
/** Of ten thousand possible endings five are tried, and then the code is void. */
const triesOfCode = { points: 5, duration: firstCodeHours * 3600 }

/** May this viewer bring this person in? The session gives all posts, so each must be theirs to give. */
export const mayBringIn = (viewer: Viewer, account: AccountRecord): boolean =>
  account._id.toHexString() !== viewer.account &&
  account.posts.length > 0 &&
  account.phone !== undefined &&
  account.posts.every((post) => mayAppoint(viewer.posts, post))

/** Makes the service of one-time sign-in codes. */
export function signInLinksService(house: House, { sessions }: { sessions: Sessions }): SignInLinks {
  const { db, now, cipher, audit } = house
  const links = signInLinkModel(db)
  const accounts = accountModel(db)
  const limited = attemptLimits(house)
  const mayIssue = limited('sign_in_link.issue', issuesOfAccount)
  const mayTry = limited('sign_in_link.address', triesFromAddress)
  const mayTryCode = limited('sign_in_link.code', triesOfCode)
  const hashOf = (code: string) => cipher.hash('link', `sign-in ${code}`)
  const wrong = () =>
    notFound('登录码或者手机号后四位不对，要不就是用过了、过期了。核对一下；还不行，请开码的人重新开一个')

  const newCode = () => Array.from({ length: signInCodeDigits }, () => String(randomInt(10))).join('')
  const noted = (
    actor: string | null,
    action: string,
    account: AccountRecord,
    details: Record<string, unknown>,
  ) => ({
    actor,
    action,
    subject: { kind: 'account' as const, id: account._id.toHexString() },
    details,
  })

  return {
    async issue(person, viewer) {
      const account = await accounts.findById(person).lean<AccountRecord>()
      const isOver = account?.posts.some((held) =>
        viewer.posts.some(({ territory }) => isWithin(held.territory, territory)),
      )
      if (!account || !isOver) throw notFound('没有这个人')
      if (viewer.account === person) throw new Problem('not-allowed', '自己的登录码，请同事或者上一级来开')
      if (!account.posts.every((post) => mayAppoint(viewer.posts, post)))
        throw new Problem('not-allowed', `${account.calledAs}还有不归您安排的职务，登录码要那边来开`)
      if (!account.phone)
        throw new Problem('not-yet', `${account.calledAs}还没有手机号。先点「改」写上，再开登录码`)
      await mayIssue(viewer.account)
      const isIn = (await sessions.ofAccount(person)).length > 0
      const expiresAt = new Date(now().getTime() + (isIn ? nextCodeHours : firstCodeHours) * hour)
      const code = newCode()
      const link = {
        codeHash: hashOf(code),
        accountVersion: account.version ?? 0,
        issuedAt: now(),
        expiresAt,
      }
      const store = () =>
        inTransaction(db, async (work) => {
          await links.updateOne(
            { account: account._id },
            { $set: link },
            { session: work.session, upsert: true },
          )
          audit.record(
            noted(viewer.account, 'sign_in_link.issue', account, { until: expiresAt.toISOString() }),
            now(),
            work,
          )
        })
      await store().catch((error: unknown) => {
        // Two at the desk make this person's first one at one moment: the later one holds.
        if (isDuplicateKey(error)) return store()
        throw error
      })
      audit.sealSoon()
      return { calledAs: account.calledAs, code, expiresAt }
    },
    async redeem({ code, lastFour }, { device, address }) {
      await mayTry(address)
      const codeHash = hashOf(code)
      const link = await links.findOne({ codeHash, expiresAt: { $gt: now() } }).lean<SignInLinkRecord>()
      if (!link) throw wrong()
      // Counted before it is compared: of many tries at once, no more than five are answered.
      await mayTryCode(codeHash)
      const account = await accounts.findById(link.account).lean<AccountRecord>()
      if (!account || account.posts.length === 0 || (account.version ?? 0) !== link.accountVersion)
        throw wrong()
      if (!openPhone(cipher, account)?.endsWith(lastFour)) {
        await audit.note(noted(null, 'sign_in_link.wrong_number', account, {}), now())
        throw wrong()
      }
      await inTransaction(db, async (work) => {
        const taken = await links.deleteOne({ _id: link._id, codeHash }, { session: work.session })
        // The same link was opened twice at one moment, or a newer one was made just now.
        if (taken.deletedCount === 0) throw wrong()
        audit.record(noted(account._id.toHexString(), 'sign_in_link.use', account, { device }), now(), work)
      })
      audit.sealSoon()
      return sessions.begin(account, { device })
    },
  }
}
