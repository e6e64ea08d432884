import type { Connection } from 'mongoose'

/**
 * Creates the collections and indexes that the models declare; those that exist are left. Collections are made
 * beforehand because a transaction should not have to.
 */
export async function ensureIndexes(db: Connection): Promise<void> {
  await Promise.all(
    Object.values(db.models).map(async (model) => {
      await model.createCollection()
      await model.createIndexes()
    }),
  )
}
