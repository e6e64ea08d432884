import type { ClientSession } from 'mongoose'
import { hasSeat, mayAppoint } from '../../shared/domain/appointments'
import { deskRoles, type Role } from '../../shared/domain/roles'
import { type DivisionCode, isWithin, townshipOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { Problem, wrongField } from '../http/problem'
import type { Places } from '../places/places.service'
import type { Post, Viewer } from '../trust/policy'
import { type AccountRecord, accountModel } from './account.model'

/** A person as somebody writes them anew: the name, and the number where it changes. */
export interface NewDetails {
  calledAs: string
  phone?: string | undefined
}

/** What every change of the roster is held to, by whichever way it comes: one by one, or as a file. */
export interface PostingRules {
  /** @throws Problem for a post that this viewer cannot give, or that cannot be held there. */
  checkSeat(post: Post, viewer: Viewer): Promise<void>
  /** Where a village's groups are known, a leader is of one of them. */
  checkGroup(village: DivisionCode, group: number): Promise<void>
  /** A number that belongs to somebody else: who it is is told to those over whose territory the person stands. */
  anotherName(known: AccountRecord, viewer: Viewer): Problem
  /** A new name or number is the person's in all their posts: only who stands over all of them may write it. */
  checkPerson(account: AccountRecord, details: NewDetails, viewer: Viewer): void
  /**
   * A desk never stands empty. Whoever stays is written to, so that of two who leave at once the second is turned
   * back and looks again.
   */
  checkDesk(leaving: AccountRecord, post: Post, rest: readonly Post[], session: ClientSession): Promise<void>
}

const onDesk: readonly Role[] = deskRoles

/** A post without what does not belong to it, as it is stored. */
export const storedPost = ({ role, territory, title, deputy, group, department }: Post): Post => ({
  role,
  territory,
  title,
  ...(deputy && { deputy }),
  ...(group !== undefined && { group }),
  ...(department && { department }),
})

/** Makes the rules by which posts are given, changed and ended. */
export function postingRules(
  { db, now }: Pick<House, 'db' | 'now'>,
  { places }: { places: Places },
): PostingRules {
  const accounts = accountModel(db)

  const checkSeat = async ({ role, territory, group }: Post, viewer: Viewer) => {
    const nowhere = () => wrongField('territory', '没有这个地方')
    if (!viewer.posts.some((post) => isWithin(territory, post.territory))) throw nowhere()
    if (!hasSeat(role, territory)) throw wrongField('role', '这个地方没有这个职务')
    if (!mayAppoint(viewer.posts, { role, territory })) throw new Problem('not-allowed', '这个职务不归您安排')
    const ownSeat = viewer.posts.some((post) => post.territory === territory)
    if (!ownSeat && !(await places.names([territory])).has(territory)) throw nowhere()
    if (group !== undefined) await checkGroup(territory, group)
  }
  const checkGroup = async (village: DivisionCode, group: number) => {
    const { villages } = await places.placesOf(townshipOf(village))
    const groups = villages.find(({ _id }) => _id === village)?.groups ?? []
    if (groups.length > 0 && !groups.some(({ number }) => number === group))
      throw wrongField('group', `这个村没有${group}组`)
  }

  const anotherName = (known: AccountRecord, viewer: Viewer) =>
    known.posts.some((held) => viewer.posts.some(({ territory }) => isWithin(held.territory, territory)))
      ? wrongField('calledAs', `这个手机号是${known.calledAs}的。是同一个人，称呼照这样写；不是，核对号码`)
      : wrongField('phone', '这个手机号登记的是别的称呼，核对一下')

  const checkPerson = (account: AccountRecord, { calledAs, phone }: NewDetails, viewer: Viewer) => {
    const field = phone !== undefined ? 'phone' : calledAs !== account.calledAs ? 'calledAs' : null
    if (field && !account.posts.every((post) => mayAppoint(viewer.posts, post)))
      throw wrongField(field, '这个人还有不归您安排的职务，称呼和手机号要那边来改')
  }

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

  return { checkSeat, checkGroup, anotherName, checkPerson, checkDesk }
}
