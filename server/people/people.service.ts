import type { Types } from 'mongoose'
import type { Department } from '../../shared/domain/code-lists'
import type { Role } from '../../shared/domain/roles'
import { countyOf, type DivisionCode, isWithin, townshipOf } from '../../shared/domain/territory'
import { shortMemory } from '../database/short-memory'
import type { House } from '../house'
import type { Post, Viewer } from '../trust/policy'
import { type AbsenceRecord, absenceModel } from './absence.model'
import { type AccountRecord, accountModel } from './account.model'
import { openPhone, sealedPhone } from './staff-phone'

/** Somebody who owns a case's next step. */
export interface Actor {
  account: Types.ObjectId
  role: Role
  calledAs: string
  title: string
}

/** The invented people of the demo as they are put in. */
export type DemoPerson = Pick<AccountRecord, 'calledAs' | 'posts'> & { demoId: string; phone?: string }

/** Who holds which post. */
export interface People {
  /**
   * Who acts for a place: the first of `roles` that somebody holds there, the next one where nobody does (R2, R13).
   * Null when nobody at all is to be had.
   */
  actorFor(place: DivisionCode, roles: readonly Role[]): Promise<Actor | null>
  /**
   * Who comes next where `not` have had their turn or are going away: the same line that `actorFor` takes the first
   * of, without them. The line goes by `roles` in their order; within a role by nearness (village, township, county);
   * at one place, who holds the post before who stands in for it. Nobody who is absent stands in it.
   * Null at its end.
   */
  nextInLine(
    place: DivisionCode,
    roles: readonly Role[],
    not: readonly Types.ObjectId[],
  ): Promise<Actor | null>
  /** A department's contact for a place: of its station in the township, else of its bureau in the county (R9). */
  contactOf(place: DivisionCode, department: Department): Promise<Actor | null>
  /** Somebody's whole number, for a call that is noted; null where none is known. */
  phoneOf(account: Types.ObjectId): Promise<string | null>
  account(id: string): Promise<AccountRecord | null>
  /** Who of the staff has this mobile number. */
  byPhone(phone: string): Promise<AccountRecord | null>
  /** Everybody of the staff with a post at one of these places or within them. */
  staffOf(places: readonly DivisionCode[]): Promise<AccountRecord[]>
  /** Forgets who acts where: somebody has gone or come back. */
  forgetActors(): void
  /** Puts the demo's people in; again is harmless. */
  putDemoPeople(people: readonly DemoPerson[]): Promise<void>
  demoPeople(): Promise<AccountRecord[]>
}

/** How long a process may trust who acts for a place: every report asks, and posts change some times a year. */
const freshness = 1_000

/** Nearest first, and at one place who holds the post before who stands in for it. */
const byNearness = (one: Post, other: Post) =>
  other.territory.length - one.territory.length || Number(one.deputy ?? false) - Number(other.deputy ?? false)

/** Somebody of the staff as one who acts; without a session where it is asked what they may do, and not they who ask. */
export const viewerOf = ({ _id, calledAs, posts }: AccountRecord, session = ''): Viewer => ({
  account: _id.toHexString(),
  session,
  calledAs,
  posts,
})

/** Makes the people service. */
export function peopleService({ db, now, cipher }: Pick<House, 'db' | 'now' | 'cipher'>): People {
  const accounts = accountModel(db)
  const absences = absenceModel(db)
  const kept = shortMemory<Actor[] | null>(now, freshness)

  /** Everybody of the staff who is there now and whose post covers this place. */
  const presentOver = async (place: DivisionCode): Promise<AccountRecord[]> => {
    const territories = [...new Set([place, townshipOf(place), countyOf(place)])]
    const candidates = await accounts
      .find({ 'posts.territory': { $in: territories } })
      .sort({ _id: 1 })
      .lean<AccountRecord[]>()
    const away = await absences
      .find({
        account: { $in: candidates.map(({ _id }) => _id) },
        from: { $lte: now() },
        until: { $gt: now() },
      })
      .lean<AbsenceRecord[]>()
    return candidates.filter(({ _id }) => !away.some(({ account }) => account.equals(_id)))
  }

  /** All who can act for a place by one of the kinds of posts, the first to act first; null for nobody. */
  const lineFor = async (
    place: DivisionCode,
    kinds: readonly ((post: Post) => boolean)[],
  ): Promise<Actor[] | null> => {
    const present = await presentOver(place)
    const line = kinds.flatMap((fits) =>
      present
        .flatMap((account) => account.posts.map((post) => ({ account, post })))
        .filter(({ post }) => isWithin(place, post.territory) && fits(post))
        .sort((one, other) => byNearness(one.post, other.post))
        .map(({ account: { _id, calledAs }, post: { role, title } }) => ({
          account: _id,
          role,
          calledAs,
          title,
        })),
    )
    return line.length > 0 ? line : null
  }
  const lineOf = (place: DivisionCode, roles: readonly Role[]) =>
    kept.get(`${place} ${roles.join(' ')}`, () =>
      lineFor(
        place,
        roles.map((role) => (post) => post.role === role),
      ),
    )

  return {
    actorFor: async (place, roles) => (await lineOf(place, roles))?.[0] ?? null,
    nextInLine: async (place, roles, not) =>
      (await lineOf(place, roles))?.find(({ account }) => !not.some((other) => other.equals(account))) ??
      null,
    contactOf: async (place, department) =>
      (
        await lineFor(place, [(post) => post.role === 'department_contact' && post.department === department])
      )?.[0] ?? null,
    async phoneOf(account) {
      const found = await accounts.findById(account).lean<AccountRecord>()
      return found && openPhone(cipher, found)
    },
    byPhone: (phone) =>
      accounts.findOne({ phoneHash: sealedPhone(cipher, phone).phoneHash }).lean<AccountRecord>(),
    account: (id) => accounts.findById(id).lean<AccountRecord>(),
    staffOf: (places) =>
      accounts
        .find({ 'posts.territory': { $in: [...places] } })
        .sort({ _id: 1 })
        .lean<AccountRecord[]>(),
    forgetActors: () => kept.forget(),
    async putDemoPeople(people) {
      await accounts.bulkWrite(
        people.map(({ demoId, calledAs, posts, phone }) => ({
          updateOne: {
            filter: { demoId },
            // What somebody trying it out has changed since stays changed.
            update: {
              $setOnInsert: { calledAs, posts, ...(phone && sealedPhone(cipher, phone)), createdAt: now() },
            },
            upsert: true,
          },
        })),
      )
      kept.forget()
    },
    demoPeople: () =>
      accounts
        .find({ demoId: { $exists: true } })
        .sort({ _id: 1 })
        .lean<AccountRecord[]>(),
  }
}
