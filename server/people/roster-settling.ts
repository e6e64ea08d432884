import { Types } from 'mongoose'
import { postKey } from '../../shared/domain/appointments'
import type { Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile } from '../http/problem'
import type { Post, Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import { endingPosts } from './ending-posts'
import { type PostingRules, storedPost } from './posting-rules'
import type { PlannedPost } from './roster-plan'
import { sessionModel } from './session.model'
import { sealedPhone } from './staff-phone'

/** What is kept of a preview until it is applied. */
export interface KeptPlan {
  people: {
    phone: string
    calledAs: string
    account: { id: string; version: number } | null
    posts: { was: string | null; post: Post; kind: PlannedPost['kind'] }[]
  }[]
  gone: { person: string; version: number; post: string }[]
}

/** How often an account was changed. */
export const versionOf = ({ version }: AccountRecord): number => version ?? 0
/** The roster is not any more what the list was held against. */
export const staleRoster = () => changedMeanwhile('值班表刚才有人改过。把文件再选一次，看看新的对比')

/** Writing what a list of cadres says, person by person, inside one transaction. */
export interface RosterSettling {
  /** Puts one planned person in as the plan has it. */
  settle(person: KeptPlan['people'][number], viewer: Viewer, work: Work): Promise<void>
  /** Ends posts of one person whose account is at this version. */
  end(
    of: { person: string; version: number; keys: readonly string[] },
    viewer: Viewer,
    work: Work,
  ): Promise<AccountRecord>
}

/** Makes what writes a list. */
export function rosterSettling(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { postingRules }: { postingRules: PostingRules },
): RosterSettling {
  const endPosts = endingPosts({ db, now }, postingRules)
  const accounts = accountModel(db)
  const sessions = sessionModel(db)

  const noted = (viewer: Viewer, action: string, id: Types.ObjectId, post: Post, work: Work) =>
    audit.record(
      {
        actor: viewer.account,
        action,
        subject: { kind: 'account', id: id.toHexString() },
        details: { post: postKey(post), deputy: post.deputy ?? false, byList: true },
      },
      now(),
      work,
    )

  const settle = async (
    { phone, calledAs, account: seen, posts }: KeptPlan['people'][number],
    viewer: Viewer,
    work: Work,
  ) => {
    const { session } = work
    const number = sealedPhone(cipher, phone)
    for (const { kind, post } of posts) if (kind !== 'same') await postingRules.checkSeat(post, viewer)
    if (!seen) {
      const fresh: AccountRecord = {
        _id: new Types.ObjectId(),
        calledAs,
        posts: posts.map(({ post }) => storedPost(post)),
        ...number,
        createdAt: now(),
      }
      // At once and not with the work's other documents: a desk that is left must find who comes new.
      await accounts.collection.insertOne(fresh, { session })
      for (const { post } of posts) noted(viewer, 'post.give', fresh._id, post, work)
      return
    }
    const account = await accounts.findById(seen.id).session(session).lean<AccountRecord>()
    if (!account || versionOf(account) !== seen.version) throw staleRoster()
    const newNumber = account.phoneHash !== number.phoneHash
    postingRules.checkPerson(account, { calledAs, ...(newNumber && { phone }) }, viewer)
    const changed = new Map(posts.flatMap(({ was, post }) => (was ? [[was, post] as const] : [])))
    const added = posts.filter(({ was }) => was === null).map(({ post }) => storedPost(post))
    await accounts.updateOne(
      { _id: account._id },
      {
        $set: {
          calledAs,
          ...(newNumber && number),
          posts: [...account.posts.map((held) => storedPost(changed.get(postKey(held)) ?? held)), ...added],
        },
        $inc: { version: 1 },
      },
      { session },
    )
    if (newNumber && seen.id !== viewer.account)
      await sessions.deleteMany({ account: account._id }, { session })
    for (const { kind, post } of posts)
      if (kind !== 'same')
        noted(viewer, kind === 'more' ? 'post.give' : 'post.change', account._id, post, work)
  }

  const end = async (
    { person, version, keys }: { person: string; version: number; keys: readonly string[] },
    viewer: Viewer,
    work: Work,
  ): Promise<AccountRecord> => {
    const account = await accounts.findById(person).session(work.session).lean<AccountRecord>()
    if (!account || versionOf(account) !== version) throw staleRoster()
    const ended = account.posts.filter((post) => keys.includes(postKey(post)))
    if (ended.length !== keys.length) throw staleRoster()
    const left = await endPosts(account, ended, work)
    for (const post of ended) noted(viewer, 'post.end', account._id, post, work)
    return left
  }

  return { settle, end }
}
