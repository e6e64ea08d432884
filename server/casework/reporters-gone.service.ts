import type { ClientSession, Types } from 'mongoose'
import type { Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile } from '../http/problem'
import { type CaseRecord, caseModel } from './case.model'

/** What stands on a case of whoever reported it, and goes when they go or when its time is over. */
export interface ReportersGone {
  /** Nobody is told of these cases under this account any more; the work on them goes on. */
  untell(account: Types.ObjectId, cases: readonly Types.ObjectId[], session: ClientSession): Promise<void>
  /** A report of this case has a number to call again, after it was put right. */
  reachable(cases: readonly Types.ObjectId[], session: ClientSession): Promise<void>
  /**
   * The reporter's number is gone from the case's report; with `words`, what says whose it was goes too, of a case
   * that left no file. @throws Problem changed-meanwhile when somebody works on it at this moment.
   */
  anonymise(before: CaseRecord, words: boolean, work: Work): void
}

const removedHeadline = '（报的人注销了，话已经删去）'

/** Makes the service. */
export function reportersGoneService({ db, cipher }: Pick<House, 'db' | 'cipher'>): ReportersGone {
  const cases = caseModel(db)
  return {
    async untell(account, ids, session) {
      // A step that is under way asks for the reporters it has read (see move-case), so the version may stay.
      await cases.updateMany(
        { _id: { $in: [...ids] }, 'reporters.account': account },
        { $pull: { reporters: { account } } },
        { session },
      )
    },
    async reachable(ids, session) {
      await cases.updateMany(
        { _id: { $in: [...ids] }, reporterHasPhone: false },
        { $set: { reporterHasPhone: true }, $inc: { version: 1 } },
        { session },
      )
    },
    anonymise({ _id, version }, words, work) {
      work.update(
        cases,
        {
          filter: { _id, version },
          set: {
            reporterHasPhone: false,
            ...(words && {
              subjectName: null,
              nameSound: null,
              homeHash: null,
              householdHashes: [],
              trackReason: null,
              headline: cipher.encrypt('case.headline', removedHeadline),
            }),
          },
          inc: { version: 1 },
        },
        () => changedMeanwhile('刚才有人在办这件事'),
      )
    },
  }
}
