import type { ClientSession, Connection } from 'mongoose'

/**
 * Runs `work` in one transaction: all of it is stored, or none. The driver runs it again when the store turns it
 * back because of somebody else's write, so `work` must not do anything outside the database.
 */
export async function inTransaction<T>(
  db: Connection,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const session = await db.startSession()
  try {
    return await session.withTransaction(() => work(session), { writeConcern: { w: 'majority', j: true } })
  } finally {
    await session.endSession()
  }
}

/** True when a write was refused because a unique index already holds its value. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11000
