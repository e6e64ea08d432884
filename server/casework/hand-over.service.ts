import type { Types } from 'mongoose'
import { isWithin } from '../../shared/domain/territory'
import type { House } from '../house'
import { Problem } from '../http/problem'
import type { AccountRecord } from '../people/account.model'
import type { Posts } from '../people/posts.service'
import { type CaseRecord, caseModel } from './case.model'
import type { Casework } from './casework.service'
import type { CaseMover } from './move-case'

/** Open cases change hands because somebody is not there any more (R2, R13). */
export interface HandOver {
  /** Gives everything that somebody has open to whoever acts now: they are away. Answers how much. */
  whileAway(account: Types.ObjectId): Promise<number>
  /** Gives what somebody has open in posts that they no longer hold. */
  afterLeaving(account: AccountRecord): Promise<number>
  /** Takes on what was left undone, or came to somebody at the moment they left; any number of processes may sweep. */
  sweep(): Promise<number>
}

/** Longer than any process goes on believing that somebody who has left is still there. */
const settling = 30_000

/** Makes the service that hands cases over. */
export function handOverService(
  { db, now }: Pick<House, 'db' | 'now'>,
  { posts, casework, mover }: { posts: Posts; casework: Casework; mover: CaseMover },
): HandOver {
  const cases = caseModel(db)
  const openOf = (account: Types.ObjectId) =>
    cases.find({ 'owner.account': account, open: true }).lean<CaseRecord[]>()

  /** Who goes on with a case: nobody who let it lie before, where there is anybody else. */
  const successor = ({ state, village, township, track, owner, passedOver }: CaseRecord) =>
    casework.ownerFor(state, village ?? township, track, [owner.account, ...passedOver])

  /** Gives cases to whoever acts now. One that another hand has just moved is left to it; so is one with nobody. */
  const give = async (works: readonly CaseRecord[], why: string) => {
    let given = 0
    for (const work of works) {
      try {
        const owner = await successor(work)
        if (owner.account.equals(work.owner.account)) continue
        await mover.move(work, work.version, 'hand_over', 'system', {
          owner,
          told: `${work.owner.calledAs}${why}，${owner.title}${owner.calledAs}接着办`,
        })
        given += 1
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }
    return given
  }

  /** What somebody has open in a post that is no longer theirs. */
  const leftBy = async ({ _id, posts: held }: AccountRecord) =>
    (await openOf(_id)).filter(
      ({ owner, village, township }) =>
        !held.some(({ role, territory }) => role === owner.role && isWithin(village ?? township, territory)),
    )

  return {
    whileAway: async (account) => give(await openOf(account), '不在'),
    afterLeaving: async (account) => give(await leftBy(account), '不再管这里'),
    async sweep() {
      let given = 0
      for (const account of await posts.leftBefore(new Date(now().getTime() - settling))) {
        given += await this.afterLeaving(account)
        // Where nobody was to be had, the next round tries again: somebody may have been put in by then.
        if ((await leftBy(account)).length === 0) await posts.settled(account)
      }
      return given
    },
  }
}
