import { z } from 'zod'
import { type Doc, encode } from './bson-codec'
import { type Collection, fieldsOf, type Index, keyPattern } from './catalog'
import { type Call, type Command, command, doc, namespace, outsideTransactions, part, whole } from './command'
import { DocumentWrites } from './document-writes'
import { compileFilter } from './matcher'
import { MongoError } from './mongo-error'

/** An index as clients name and describe it. */
const indexSpec = part({
  key: doc,
  name: z.string().min(1),
  unique: z.boolean().optional(),
  sparse: z.boolean().optional(),
  partialFilterExpression: doc.optional(),
  expireAfterSeconds: whole.optional(),
})
type IndexSpec = z.output<typeof indexSpec>

const idIndex = { v: 2, key: { _id: 1 }, name: '_id_' }

const described = (index: Index): IndexSpec & { v: number } => ({
  v: 2,
  key: keyPattern(index),
  name: index.name,
  ...(index.unique && { unique: true }),
  ...(index.sparse && { sparse: true }),
  ...(index.partial && { partialFilterExpression: index.partial }),
  ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
})

function checked(spec: IndexSpec): void {
  const refuse = (message: string) => new MongoError(67, 'CannotCreateIndex', message)
  const fields = Object.entries(spec.key)
  if (fields.length === 0) throw refuse('Index keys cannot be empty.')
  for (const [name, way] of fields) {
    if (way !== 1 && way !== -1)
      throw refuse(`Index type '${String(way)}' of '${name}' is not supported here`)
    if (name.split('.').some((step) => step === '' || step.startsWith('$')))
      throw refuse(`Index key contains an illegal field name: '${name}'`)
  }
  if (spec.expireAfterSeconds !== undefined && fields.length > 1)
    throw refuse('TTL indexes are single-field indexes')
  if (spec.sparse && spec.partialFilterExpression)
    throw refuse('cannot mix "partialFilterExpression" and "sparse"')
  compileFilter(spec.partialFilterExpression ?? {})
}

/** All of an index but its name, to tell whether two are the same. */
const shapeOf = ({ key, unique, sparse, partialFilterExpression, expireAfterSeconds }: IndexSpec) =>
  encode({
    key,
    unique: unique ?? false,
    sparse: sparse ?? false,
    partial: partialFilterExpression ?? null,
    ttl: expireAfterSeconds ?? null,
  })

/** True when the index is there already as it is wanted. @throws when its name, or its key, is another index's. */
function stands(collection: Collection, spec: IndexSpec): boolean {
  const key = encode(spec.key)
  if (key.equals(encode(idIndex.key))) return true
  for (const index of collection.indexes) {
    const there = described(index)
    const same = shapeOf(there).equals(shapeOf(spec))
    if (there.name === spec.name && same) return true
    if (there.name === spec.name)
      throw new MongoError(86, 'IndexKeySpecsConflict', `An existing index has the same name: ${spec.name}`)
    if (same)
      throw new MongoError(
        85,
        'IndexOptionsConflict',
        `Index already exists with a different name: ${there.name}`,
      )
  }
  return false
}

const createIndexes = command(
  'createIndexes',
  { createIndexes: z.string(), indexes: z.array(indexSpec).min(1) },
  async (body, call) => {
    const { catalog, transactions } = call.store
    const ns = namespace(call, body.createIndexes)
    for (const spec of body.indexes) checked(spec)
    const reply: Doc = { createdCollectionAutomatically: catalog.find(ns) === undefined }
    await transactions.write((atom) => {
      const collection = catalog.create(ns)
      transactions.refuseWhileWritten(collection)
      reply.numIndexesBefore ??= collection.indexes.length + 1
      for (const spec of body.indexes) {
        if (stands(collection, spec)) continue
        const index: Index = {
          space: catalog.newSpace(),
          name: spec.name,
          fields: fieldsOf(spec.key),
          unique: spec.unique ?? false,
          sparse: spec.sparse ?? false,
          partial: spec.partialFilterExpression,
          expireAfterSeconds: spec.expireAfterSeconds,
          multikey: Object.keys(spec.key).map(() => false),
          since: catalog.version + 1,
        }
        atom((overlay) => new DocumentWrites(catalog, overlay, collection).build(index))
        collection.indexes.push(index)
        catalog.touch(collection)
      }
      reply.numIndexesAfter = collection.indexes.length + 1
    })
    return { ...reply, ok: 1 }
  },
  outsideTransactions,
)

const cursor = z.strictObject({ batchSize: whole.optional() }).default({})

const listIndexes = command(
  'listIndexes',
  { listIndexes: z.string(), cursor },
  (body, call) => {
    const ns = namespace(call, body.listIndexes)
    const { indexes } = call.store.catalog.require(ns)
    return call.store.cursors.begin(ns, [idIndex, ...indexes.map(described)].map(encode), body.cursor)
  },
  outsideTransactions,
)

const listCollections = command(
  'listCollections',
  {
    listCollections: whole,
    filter: doc.default({}),
    nameOnly: z.boolean().optional(),
    authorizedCollections: z.boolean().optional(),
    cursor,
  },
  (body, { db, store }) => {
    const all = store.catalog
      .all(db)
      .map(({ name }): Doc => ({ name, type: 'collection', options: {}, info: {} }))
    const listed = all.filter(compileFilter(body.filter)).map(encode)
    return store.cursors.begin(`${db}.$cmd.listCollections`, listed, body.cursor)
  },
  outsideTransactions,
)

/** Making one that is there already is no error, since MongoDB 7.0. */
const create = command(
  'create',
  { create: z.string() },
  async (body, call) => {
    const { catalog, transactions } = call.store
    await transactions.write(() => void catalog.create(namespace(call, body.create)))
    return { ok: 1 }
  },
  outsideTransactions,
)

const dropDatabase = command(
  'dropDatabase',
  { dropDatabase: whole.pipe(z.literal(1)) },
  async (_, { db, store: { catalog, transactions } }: Call) => {
    await transactions.write(() => {
      const dropped = catalog.all(db)
      for (const collection of dropped) transactions.refuseWhileWritten(collection)
      for (const collection of dropped) catalog.drop(collection)
    })
    return { dropped: db, ok: 1 }
  },
  outsideTransactions,
)

/** The commands about databases, collections and indexes. */
export const schemaCommands: Record<string, Command> = {
  ...createIndexes,
  ...listIndexes,
  ...listCollections,
  ...create,
  ...dropDatabase,
}
