import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { isDuplicateKey, isWriteConflict } from '../database/transaction'
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

const mostTurns = 10

/**
 * Counts one try. Of many who come at once MongoDB makes each wait for its turn; engines that speak its protocol may
 * turn them back instead, to come again.
 */
async function count(limiter: RateLimiterMongo, key: string): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    try {
      await limiter.consume(key)
      return
    } catch (error) {
      if (turn === mostTurns || !(isDuplicateKey(error) || isWriteConflict(error))) throw error
    }
  }
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
      // The key is a hash: the counts must not tell who asked after what.
      const key = cipher.hash('attempt', of)
      try {
        await count(limiter, key)
      } catch (refused) {
        if (refused instanceof RateLimiterRes) throw new Problem('too-many')
        throw refused
      }
    }
  }
}
