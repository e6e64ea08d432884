import type { Model, QueryFilter, UpdateQuery } from 'mongoose'

/** Work that lies in a collection and is tried until it has ended. */
interface Tried {
  tries: number
  /** When it may be taken up. Absent once it has ended. */
  nextTry?: Date
}

/**
 * Takes up what has been due for longest, for one process: until the lease (in milliseconds) has run out nobody else
 * gets it, and then somebody does, whatever became of whoever had it. Null when nothing is due.
 */
export const takeDue = <T extends Tried>(
  queue: Model<T>,
  now: Date,
  lease: number,
  { of = {}, set = {} }: { of?: Partial<T>; set?: Partial<T> } = {},
): Promise<T | null> =>
  queue
    .findOneAndUpdate(
      { ...of, nextTry: { $lte: now } } as QueryFilter<T>,
      { $set: { ...set, nextTry: new Date(now.getTime() + lease) }, $inc: { tries: 1 } } as UpdateQuery<T>,
      { sort: { nextTry: 1 }, returnDocument: 'after' },
    )
    .lean<T>()
    .exec() as Promise<T | null>
