import { type ClientSession, Types } from 'mongoose'
import { mayAppoint, postKey } from '../../shared/domain/appointments'
import { isWithin } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem, wrongField } from '../http/problem'
import type { Post, Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import { endingPosts } from './ending-posts'
import type { People } from './people.service'
import { type PostingRules, storedPost } from './posting-rules'
import { sessionModel } from './session.model'
import { sealedPhone } from './staff-phone'

/** A post for somebody who is known by their mobile number, or comes new with it. */
export interface Appointment {
  calledAs: string
  phone: string
  post: Post
}

/** What can be changed of somebody in one post; the number stays where none is given. */
export interface PostChange {
  calledAs: string
  phone?: string | undefined
  title: string
  deputy: boolean
  group?: number | undefined
}

/** One post of one person, as the screen showed it. */
export interface ShownPost {
  person: string
  post: string
  version: number
}

/** Giving, changing and ending posts: the only way in which somebody becomes staff or ceases to be (R2, R13). */
export interface Posts {
  /**
   * Gives a post. One number is one account: a person who is known by it has one post more.
   * @throws Problem not-allowed for a post above one's own, invalid-input for one outside or for a place, group or
   * number that is not right, changed-meanwhile when the person holds it already.
   */
  give(appointment: Appointment, viewer: Viewer): Promise<{ id: string; known: boolean }>
  /** @throws Problem not-found, not-allowed, invalid-input; changed-meanwhile when the screen was stale. */
  change(shown: ShownPost, change: PostChange, viewer: Viewer): Promise<void>
  /**
   * Ends a post, and with somebody's last one their sessions: access ends at once. Answers who left, whose open cases
   * are then to be handed over. @throws Problem as `change`; invalid-input for the last post of a desk.
   */
  end(shown: ShownPost, viewer: Viewer): Promise<AccountRecord>
  /** Everybody whose open cases still wait for another hand because a post ended before this moment. */
  leftBefore(at: Date): Promise<AccountRecord[]>
  /** Nothing of theirs waits any more. */
  settled(account: AccountRecord): Promise<void>
}

const versionOf = (account: AccountRecord) => account.version ?? 0

/** Makes the service that gives and ends posts. */
export function postsService(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { people, postingRules }: { people: People; postingRules: PostingRules },
): Posts {
  const { anotherName, checkGroup, checkPerson, checkSeat } = postingRules
  const endPosts = endingPosts({ db, now }, postingRules)
  const accounts = accountModel(db)
  const sessions = sessionModel(db)

  const noted = (viewer: Viewer, action: string, account: AccountRecord, post: Post, work: Work) =>
    audit.record(
      {
        actor: viewer.account,
        action,
        subject: { kind: 'account', id: account._id.toHexString() },
        details: { post: postKey(post), deputy: post.deputy ?? false },
      },
      now(),
      work,
    )
  /** Does a deed in one transaction; from then on everybody asks anew who acts where. */
  const inOneGo = async <T>(deed: (work: Work) => Promise<T>): Promise<T> => {
    const done = await inTransaction(db, deed)
    audit.sealSoon()
    people.forgetActors()
    return done
  }

  /** The person with the post that was shown; what lies outside one's territory does not exist. */
  const reach = async (shown: ShownPost, viewer: Viewer, session: ClientSession) => {
    const account = await accounts.findById(shown.person).session(session).lean<AccountRecord>()
    if (!account) throw notFound('没有这个人')
    // Somebody else has just ended the last post, and with it every territory in which the person stood.
    if (account.posts.length === 0 && versionOf(account) > shown.version)
      throw changedMeanwhile('刚才有别人办了，这个人已经不在值班表上')
    const known = viewer.posts.some(({ territory }) =>
      account.posts.some((held) => isWithin(held.territory, territory)),
    )
    if (!known) throw notFound('没有这个人')
    const post = account.posts.find((held) => postKey(held) === shown.post)
    if (post && !mayAppoint(viewer.posts, post)) throw new Problem('not-allowed', '这个职务不归您安排')
    if (versionOf(account) !== shown.version)
      throw changedMeanwhile(`刚才有别人改过${account.calledAs}，看看现在的，再改一次`)
    if (!post) throw notFound('没有这个职务')
    return { account, post }
  }

  return {
    async give({ calledAs, phone, post }, viewer) {
      await checkSeat(post, viewer)
      const number = sealedPhone(cipher, phone)
      const give = () =>
        inOneGo(async (work) => {
          const { session } = work
          const known = await accounts
            .findOne({ phoneHash: number.phoneHash })
            .session(session)
            .lean<AccountRecord>()
          if (!known) {
            const posts = [storedPost(post)]
            const fresh = { _id: new Types.ObjectId(), calledAs, posts, ...number, createdAt: now() }
            work.insert(accounts, fresh)
            noted(viewer, 'post.give', fresh, post, work)
            return { id: fresh._id.toHexString(), known: false }
          }
          if (known.calledAs !== calledAs) throw anotherName(known, viewer)
          if (known.posts.some((held) => postKey(held) === postKey(post)))
            throw changedMeanwhile(`${calledAs}已经有这个职务了`)
          await accounts.updateOne(
            { _id: known._id },
            { $push: { posts: storedPost(post) }, $inc: { version: 1 } },
            { session },
          )
          noted(viewer, 'post.give', known, post, work)
          return { id: known._id.toHexString(), known: true }
        })
      try {
        return await give()
      } catch (error) {
        // Two officers enter the same new number at one moment: to the second the person is known.
        if (isDuplicateKey(error)) return give()
        throw error
      }
    },
    async change(shown, change, viewer) {
      const { calledAs, phone, title, deputy, group } = change
      try {
        await inOneGo(async (work) => {
          const { session } = work
          const { account, post } = await reach(shown, viewer, session)
          checkPerson(account, change, viewer)
          if ((post.role === 'group_leader') !== (group !== undefined))
            throw wrongField('group', '小组长要写是第几组，别的职务没有组')
          const next = storedPost({ ...post, title, deputy, ...(group !== undefined && { group }) })
          const others = account.posts.filter((held) => held !== post)
          if (others.some((held) => postKey(held) === postKey(next)))
            throw wrongField('group', `${account.calledAs}已经有这个职务了`)
          if (group !== undefined && group !== post.group) await checkGroup(post.territory, group)
          await accounts.updateOne(
            { _id: account._id },
            {
              $set: {
                calledAs,
                posts: account.posts.map((held) => (held === post ? next : held)),
                ...(phone !== undefined && sealedPhone(cipher, phone)),
              },
              $inc: { version: 1 },
            },
            { session },
          )
          // Whoever has the old number, or the phone that was lost with it, is signed out.
          if (phone !== undefined && shown.person !== viewer.account)
            await sessions.deleteMany({ account: account._id }, { session })
          noted(viewer, 'post.change', account, next, work)
        })
      } catch (error) {
        if (isDuplicateKey(error)) throw wrongField('phone', '这个手机号是别人的')
        throw error
      }
    },
    end: (shown, viewer) =>
      inOneGo(async (work) => {
        const { account, post } = await reach(shown, viewer, work.session)
        const left = await endPosts(account, [post], work)
        noted(viewer, 'post.end', account, post, work)
        return left
      }),
    leftBefore: (at) => accounts.find({ leftAt: { $lte: at } }).lean<AccountRecord[]>(),
    async settled({ _id, leftAt }) {
      await accounts.updateOne({ _id, leftAt }, { $unset: { leftAt: 1 } })
    },
  }
}
