import type { Connection, mongo } from 'mongoose'

/**
 * Creates the collections and indexes that the models declare; those that exist are left. Collections are made
 * beforehand because a transaction should not have to.
 */
export async function ensureIndexes(db: Connection): Promise<void> {
  await Promise.all(
    Object.values(db.models).map(async (model) => {
      await model.createCollection()
      const indexes = model.schema.indexes().map(([key, options]) => ({ key, ...options }))
      // In one command: mongoose would ask for each by itself.
      if (indexes.length > 0) await model.collection.createIndexes(indexes as mongo.IndexDescription[])
    }),
  )
}
