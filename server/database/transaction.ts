import { type ClientSession, type Connection, type Model, mongo } from 'mongoose'

/** One transaction under way. */
export interface Work {
  /** For reads and changes that belong to it. */
  session: ClientSession
  /**
   * Stores a new document with the others of this work: they go to the database in one message, just before the
   * commit, instead of one after another. A unique index that refuses one fails the whole work.
   */
  insert<T extends { _id: unknown }>(model: Model<T>, document: T): void
}

interface Insert {
  collection: string
  document: mongo.Document
}

/** MongoDB 8.0, the first that takes documents for several collections in one command. */
const manyCollectionsVersion = 8

const asked = new WeakMap<Connection, Promise<mongo.Db | null>>()

/** Where to send documents for several collections at once; null when this database's version does not take them. */
function manyCollections(db: Connection): Promise<mongo.Db | null> {
  const known = asked.get(db)
  if (known) return known
  const admin = db.getClient().db('admin')
  const answer = admin
    .command({ buildInfo: 1 })
    .then(({ versionArray }) => (Number(versionArray?.[0]) >= manyCollectionsVersion ? admin : null))
  asked.set(db, answer)
  answer.catch(() => asked.delete(db))
  return answer
}

async function store(db: Connection, inserts: readonly Insert[], session: ClientSession): Promise<void> {
  const admin = inserts.length > 1 ? await manyCollections(db) : null
  if (!admin) {
    for (const { collection, document } of inserts)
      await db.collection(collection).insertOne(document, { session })
    return
  }
  const collections = [...new Set(inserts.map(({ collection }) => collection))]
  const reply = await admin.command(
    {
      bulkWrite: 1,
      ops: inserts.map(({ collection, document }) => ({
        insert: collections.indexOf(collection),
        document,
      })),
      nsInfo: collections.map((collection) => ({ ns: `${db.name}.${collection}` })),
      errorsOnly: true,
    },
    { session },
  )
  const [failed] = reply.cursor.firstBatch
  if (failed) throw new mongo.MongoServerError({ ...failed, message: failed.errmsg })
}

/**
 * Runs `work` in one transaction: all of it is stored, or none. The driver runs it again when the store turns it
 * back because of somebody else's write, so `work` must not do anything outside the database.
 */
export async function inTransaction<T>(db: Connection, work: (work: Work) => Promise<T>): Promise<T> {
  const session = await db.startSession()
  try {
    return await session.withTransaction(
      async () => {
        const inserts: Insert[] = []
        const done = await work({
          session,
          insert(model, document) {
            inserts.push({
              collection: model.collection.collectionName,
              document: document as mongo.Document,
            })
          },
        })
        await store(db, inserts, session)
        return done
      },
      { writeConcern: { w: 'majority', j: true } },
    )
  } finally {
    await session.endSession()
  }
}

/** True when a write was refused because a unique index already holds its value. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11000
