import type { Types } from 'mongoose'
import type { Role } from '../../shared/domain/roles'
import { countyOf, type DivisionCode, isWithin, townshipOf } from '../../shared/domain/territory'
import { shortMemory } from '../database/short-memory'
import type { House } from '../house'
import type { Post } from '../trust/policy'
import { type AbsenceRecord, absenceModel } from './absence.model'
import { type AccountRecord, accountModel } from './account.model'

/** Somebody who owns a case's next step. */
export interface Actor {
  account: Types.ObjectId
  role: Role
  calledAs: string
  title: string
}

/** The invented people of the demo as they are put in. */
export type DemoPerson = Pick<AccountRecord, 'calledAs' | 'posts'> & { demoId: string }

/** Who holds which post. */
export interface People {
  /**
   * Who acts for a place: the first of `roles` that somebody holds there, the next one where nobody does (R2, R13).
   * Null when nobody at all is to be had.
   */
  actorFor(place: DivisionCode, roles: readonly Role[]): Promise<Actor | null>
  account(id: string): Promise<AccountRecord | null>
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

const holds = (post: Post, place: DivisionCode, role: Role) =>
  post.role === role && isWithin(place, post.territory)

/** Makes the people service. */
export function peopleService({ db, now }: Pick<House, 'db' | 'now'>): People {
  const accounts = accountModel(db)
  const absences = absenceModel(db)
  const kept = shortMemory<Actor | null>(now, freshness)

  const lookUp = async (place: DivisionCode, roles: readonly Role[]): Promise<Actor | null> => {
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
    const present = candidates.filter(({ _id }) => !away.some(({ account }) => account.equals(_id)))
    // Who holds the post acts before who stands in for it.
    for (const role of roles)
      for (const deputy of [false, true])
        for (const account of present) {
          const post = account.posts.find(
            (held) => holds(held, place, role) && (held.deputy ?? false) === deputy,
          )
          if (post) return { account: account._id, role, calledAs: account.calledAs, title: post.title }
        }
    return null
  }

  return {
    actorFor: (place, roles) => kept.get(`${place} ${roles.join(' ')}`, () => lookUp(place, roles)),
    account: (id) => accounts.findById(id).lean<AccountRecord>(),
    staffOf: (places) =>
      accounts
        .find({ 'posts.territory': { $in: [...places] } })
        .sort({ _id: 1 })
        .lean<AccountRecord[]>(),
    forgetActors: () => kept.forget(),
    async putDemoPeople(people) {
      await accounts.bulkWrite(
        people.map(({ demoId, calledAs, posts }) => ({
          updateOne: {
            filter: { demoId },
            update: { $set: { calledAs, posts }, $setOnInsert: { createdAt: now() } },
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
