import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import type { House } from '../house'
import { Problem } from '../http/problem'
import { attemptModel } from './attempt.model'

/** Counts one try of somebody or something. @throws Problem too-many when that was one more than may be. */
export type CountAttempt = (of: string) => Promise<void>

/** How many tries there may be in how many seconds. */
export interface AttemptLimit {
  points: number
  duration: number
}

/**
 * Makes limits for what could be guessed or worn down by trying. Their counts stand in the database, so that all
 * processes count together.
 */
export function attemptLimits({
  db,
  cipher,
}: Pick<House, 'db' | 'cipher'>): (what: string, limit: AttemptLimit) => CountAttempt {
  const attempts = attemptModel(db).collection.collectionName
  return (what, { points, duration }) => {
    const limiter = new RateLimiterMongo({
      storeClient: db,
      tableName: attempts,
      // Like all others, this collection's indexes are made when the house is opened.
      disableIndexesCreation: true,
      keyPrefix: what,
      points,
      duration,
    })
    return async (of) => {
      try {
        // The key is a hash: the counts must not tell who asked after what.
        await limiter.consume(cipher.hash('attempt', of))
      } catch (refused) {
        if (refused instanceof RateLimiterRes) throw new Problem('too-many')
        throw refused
      }
    }
  }
}
