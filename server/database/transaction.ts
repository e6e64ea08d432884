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
  /**
   * Changes one stored document in the same message. What does not fit the filter any more has been changed by
   * somebody else meanwhile, and fails the whole work with what `overtaken` makes.
   */
  update<T>(model: Model<T>, change: Change<T>, overtaken: () => Error): void
}

/** How one document is changed, and what it must still be like. Stored as it is: a field that is undefined is left out. */
export interface Change<T> {
  filter: { [K in keyof T]?: T[K] }
  set?: Partial<T>
  inc?: { [K in keyof T]?: number }
  push?: { [K in keyof T]?: unknown }
}

type Step =
  | { collection: string; document: mongo.Document }
  | { collection: string; filter: mongo.Document; update: mongo.Document; overtaken: () => Error }

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

async function storeOneByOne(db: Connection, steps: readonly Step[], session: ClientSession): Promise<void> {
  for (const step of steps) {
    const collection = db.collection(step.collection)
    if ('document' in step) await collection.insertOne(step.document, { session })
    else {
      const options = { session, ignoreUndefined: true }
      const { matchedCount } = await collection.updateOne(step.filter, step.update, options)
      if (matchedCount === 0) throw step.overtaken()
    }
  }
}

async function store(db: Connection, steps: readonly Step[], session: ClientSession): Promise<void> {
  const admin = steps.length > 1 ? await manyCollections(db) : null
  if (!admin) return storeOneByOne(db, steps, session)
  const collections = [...new Set(steps.map(({ collection }) => collection))]
  const reply = await admin.command(
    {
      bulkWrite: 1,
      ops: steps.map((step) => {
        const at = collections.indexOf(step.collection)
        return 'document' in step
          ? { insert: at, document: step.document }
          : { update: at, filter: step.filter, updateMods: step.update }
      }),
      nsInfo: collections.map((collection) => ({ ns: `${db.name}.${collection}` })),
      // Of changes it must be heard whether they found their document; of inserts, only what went wrong.
      errorsOnly: steps.every((step) => 'document' in step),
    },
    { session, ignoreUndefined: true },
  )
  for (const result of reply.cursor.firstBatch) {
    if (!result.ok) throw new mongo.MongoServerError({ ...result, message: result.errmsg })
    const step = steps[result.idx]
    if (result.n === 0 && step && 'overtaken' in step) throw step.overtaken()
  }
}

/**
 * Engines on PostgreSQL that speak MongoDB's protocol tell of two transactions that wait for each other without the
 * label that makes the driver run one of them again. MongoDB itself never lets it come to that.
 */
const runAgainAfterDeadlock = (error: unknown): never => {
  if (error instanceof mongo.MongoServerError && isWriteConflict(error))
    error.addErrorLabel('TransientTransactionError')
  throw error
}

/**
 * Runs `work` in one transaction: all of it is stored, or none. The driver runs it again when the store turns it
 * back because of somebody else's write, so `work` must not do anything outside the database.
 */
export async function inTransaction<T>(db: Connection, work: (work: Work) => Promise<T>): Promise<T> {
  const session = await db.startSession()
  const once = async () => {
    const steps: Step[] = []
    const done = await work({
      session,
      insert(model, document) {
        steps.push({ collection: model.collection.collectionName, document })
      },
      update(model, { filter, set, inc, push }, overtaken) {
        const update = {
          ...(set && { $set: set }),
          ...(inc && { $inc: inc }),
          ...(push && { $push: push }),
        }
        steps.push({ collection: model.collection.collectionName, filter, update, overtaken })
      },
    })
    await store(db, steps, session)
    return done
  }
  try {
    return await session.withTransaction(() => once().catch(runAgainAfterDeadlock), {
      writeConcern: { w: 'majority', j: true },
    })
  } finally {
    await session.endSession()
  }
}

/**
 * True when a write was refused because a unique index already holds its value. Engines on PostgreSQL say so of two
 * that put the same thing in at the same moment in PostgreSQL's own words.
 */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && (error.code === 11000 || /\[23P01\]$/.test(error.message))

/** True when a write was turned back because of somebody else's at the same moment. */
export const isWriteConflict = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && (error.code === 112 || error.message === 'deadlock detected')
