import { type ClientSession, Types } from 'mongoose'
import { hasSeat, mayAppoint, postKey } from '../../shared/domain/appointments'
import { deskRoles, type Role } from '../../shared/domain/roles'
import { type DivisionCode, isWithin, townshipOf } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem, wrongField } from '../http/problem'
import type { Places } from '../places/places.service'
import type { Post, Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'
import type { People } from './people.service'
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

const onDesk: readonly Role[] = deskRoles
const versionOf = (account: AccountRecord) => account.version ?? 0

/** A post without what does not belong to it, as it is stored. */
const stored = ({ role, territory, title, deputy, group, department }: Post): Post => ({
  role,
  territory,
  title,
  ...(deputy && { deputy }),
  ...(group !== undefined && { group }),
  ...(department && { department }),
})

/** Makes the service that gives and ends posts. */
export function postsService(
  { db, now, audit, cipher }: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { people, places }: { people: People; places: Places },
): Posts {
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

  /** @throws Problem for a post that this viewer cannot give, or that cannot be held there. */
  const checkSeat = async ({ role, territory, group }: Post, viewer: Viewer) => {
    const nowhere = () => wrongField('territory', '没有这个地方')
    if (!viewer.posts.some((post) => isWithin(territory, post.territory))) throw nowhere()
    if (!hasSeat(role, territory)) throw wrongField('role', '这个地方没有这个职务')
    if (!mayAppoint(viewer.posts, { role, territory })) throw new Problem('not-allowed', '这个职务不归您安排')
    const ownSeat = viewer.posts.some((post) => post.territory === territory)
    if (!ownSeat && !(await places.names([territory])).has(territory)) throw nowhere()
    if (group !== undefined) await checkGroup(territory, group)
  }
  /** Where a village's groups are known, a leader is of one of them. */
  const checkGroup = async (village: DivisionCode, group: number) => {
    const { villages } = await places.placesOf(townshipOf(village))
    const groups = villages.find(({ _id }) => _id === village)?.groups ?? []
    if (groups.length > 0 && !groups.some(({ number }) => number === group))
      throw wrongField('group', `这个村没有${group}组`)
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

  /** A number that belongs to somebody else: who it is is told to those over whose territory the person stands. */
  const anotherName = (known: AccountRecord, viewer: Viewer) =>
    known.posts.some((held) => viewer.posts.some(({ territory }) => isWithin(held.territory, territory)))
      ? wrongField('calledAs', `这个手机号是${known.calledAs}的。是同一个人，称呼照这样写；不是，核对号码`)
      : wrongField('phone', '这个手机号登记的是别的称呼，核对一下')

  /** A new name or number is the person's in all their posts: only who stands over all of them may write it. */
  const checkPerson = (account: AccountRecord, { calledAs, phone }: PostChange, viewer: Viewer) => {
    const field = phone !== undefined ? 'phone' : calledAs !== account.calledAs ? 'calledAs' : null
    if (field && !account.posts.every((post) => mayAppoint(viewer.posts, post)))
      throw wrongField(field, '这个人还有不归您安排的职务，称呼和手机号要那边来改')
  }

  /**
   * A desk never stands empty. Whoever stays is written to, so that of two who leave at once the second is turned
   * back and looks again.
   */
  const checkDesk = async (
    leaving: AccountRecord,
    post: Post,
    rest: readonly Post[],
    session: ClientSession,
  ) => {
    const isSame = ({ role, territory }: Post) => onDesk.includes(role) && territory === post.territory
    if (!isSame(post) || rest.some(isSame)) return
    const stays = await accounts.findOneAndUpdate(
      {
        _id: { $ne: leaving._id },
        posts: { $elemMatch: { territory: post.territory, role: { $in: onDesk } } },
      },
      { $set: { keepsDeskSince: now() } },
      { session },
    )
    if (!stays) throw wrongField('post', '这里只剩这一个人了。先加上接手的人，再来办')
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
            const posts = [stored(post)]
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
            { $push: { posts: stored(post) }, $inc: { version: 1 } },
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
          const next = stored({ ...post, title, deputy, ...(group !== undefined && { group }) })
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
        const { session } = work
        const { account, post } = await reach(shown, viewer, session)
        const posts = account.posts.filter((held) => held !== post)
        await checkDesk(account, post, posts, session)
        const leftAt = now()
        await accounts.updateOne(
          { _id: account._id },
          {
            $set: { posts, leftAt },
            $inc: { version: 1 },
            // Numbers go to other people in time; who left is not kept by theirs.
            ...(posts.length === 0 && { $unset: { phone: 1, phoneHash: 1 } }),
          },
          { session },
        )
        if (posts.length === 0) await sessions.deleteMany({ account: account._id }, { session })
        noted(viewer, 'post.end', account, post, work)
        return { ...account, posts, leftAt }
      }),
    leftBefore: (at) => accounts.find({ leftAt: { $lte: at } }).lean<AccountRecord[]>(),
    async settled({ _id, leftAt }) {
      await accounts.updateOne({ _id, leftAt }, { $unset: { leftAt: 1 } })
    },
  }
}
