import { z } from 'zod'
import { type Doc, encode, isDoc } from './bson-codec'
import { type Collection, fieldsOf, type Index, keyPattern } from './catalog'
import { type Call, type Command, command, doc, namespace, part } from './command'
import { DocumentWrites } from './document-writes'
import { compileFilter } from './matcher'
import { badValue, MongoError } from './mongo-error'

/** An index as clients name and describe it. */
const indexSpec = part({
  key: doc,
  name: z.string().min(1),
  unique: z.boolean().optional(),
  sparse: z.boolean().optional(),
  background: z.boolean().optional(),
  partialFilterExpression: doc.optional(),
  expireAfterSeconds: z.number().optional(),
  v: z.number().optional(),
})
type IndexSpec = z.output<typeof indexSpec>

const idIndex = { v: 2, key: { _id: 1 }, name: '_id_' }

function described(index: Index): Doc {
  return {
    v: 2,
    key: keyPattern(index),
    name: index.name,
    ...(index.unique ? { unique: true } : {}),
    ...(index.sparse ? { sparse: true } : {}),
    ...(index.partial ? { partialFilterExpression: index.partial } : {}),
    ...(index.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
  }
}

function checked(spec: IndexSpec): void {
  const fields = Object.entries(spec.key)
  if (fields.length === 0) throw new MongoError(67, 'CannotCreateIndex', 'Index keys cannot be empty.')
  for (const [name, way] of fields) {
    if (way !== 1 && way !== -1)
      throw new MongoError(
        67,
        'CannotCreateIndex',
        `Index type '${String(way)}' of '${name}' is not supported here`,
      )
    if (name.split('.').some((step) => step === '' || step.startsWith('$')))
      throw new MongoError(67, 'CannotCreateIndex', `Index key contains an illegal field name: '${name}'`)
  }
  if (spec.expireAfterSeconds !== undefined && fields.length > 1)
    throw new MongoError(67, 'CannotCreateIndex', 'TTL indexes are single-field indexes')
  if (spec.partialFilterExpression) compileFilter(spec.partialFilterExpression)
}

const sameShape = (index: Index, spec: IndexSpec) => {
  const { v: _, name: __, background: ___, ...wanted } = spec
  const { v: ____, name: _____, ...has } = described(index) as Doc & IndexSpec
  const plain = (one: Doc) =>
    encode({
      key: one.key,
      unique: one.unique ?? false,
      sparse: one.sparse ?? false,
      partial: one.partialFilterExpression ?? null,
      ttl: one.expireAfterSeconds ?? null,
    })
  return plain(wanted).equals(plain(has))
}

/** True when the index is there already as it is wanted. @throws when it is there in another shape. */
function stands(collection: Collection, spec: IndexSpec): boolean {
  const pattern = encode(spec.key)
  if (pattern.equals(encode(idIndex.key))) return true
  for (const index of collection.indexes) {
    const sameKey = encode(keyPattern(index)).equals(pattern)
    if (index.name !== spec.name && !sameKey) continue
    if (index.name === spec.name && sameShape(index, spec)) return true
    if (index.name === spec.name)
      throw new MongoError(
        86,
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index: ${spec.name}`,
      )
    if (sameShape(index, spec))
      throw new MongoError(
        85,
        'IndexOptionsConflict',
        `Index already exists with a different name: ${index.name}`,
      )
  }
  return false
}

const createIndexes = command(
  'createIndexes',
  { createIndexes: z.string(), indexes: z.array(indexSpec).min(1), commitQuorum: z.unknown().optional() },
  async (body, call) => {
    const { catalog, transactions } = call.store
    const ns = namespace(call, body.createIndexes)
    for (const spec of body.indexes) checked(spec)
    const reply: Doc = {}
    await transactions.write((atom) => {
      reply.createdCollectionAutomatically = catalog.find(ns) === undefined
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
)

const dropIndexes = command(
  'dropIndexes',
  { dropIndexes: z.string(), index: z.union([z.string(), doc]) },
  async (body, call) => {
    const { catalog, transactions, storage } = call.store
    const before = catalog.require(namespace(call, body.dropIndexes)).indexes.length + 1
    await transactions.write(() => {
      const collection = catalog.require(namespace(call, body.dropIndexes))
      transactions.refuseWhileWritten(collection)
      const named = (index: Index) =>
        body.index === '*' ||
        (isDoc(body.index) ? encode(keyPattern(index)).equals(encode(body.index)) : index.name === body.index)
      const dropped = collection.indexes.filter(named)
      if (dropped.length === 0 && body.index !== '*')
        throw new MongoError(27, 'IndexNotFound', `index not found with name [${String(body.index)}]`)
      collection.indexes = collection.indexes.filter((index) => !named(index))
      for (const { space } of dropped) storage.removeAll({ start: space, end: `${space}\xff` })
      catalog.touch(collection)
    })
    return { nIndexesWas: before, ok: 1 }
  },
)

const cursor = z.strictObject({ batchSize: z.number().optional() }).optional()

const listIndexes = command('listIndexes', { listIndexes: z.string(), cursor }, (body, call) => {
  const ns = namespace(call, body.listIndexes)
  const { indexes } = call.store.catalog.require(ns)
  return call.store.cursors.begin(
    ns,
    [idIndex, ...indexes.map(described)].map((index) => encode(index)),
    {},
  )
})

const listCollections = command(
  'listCollections',
  {
    listCollections: z.number(),
    filter: doc.optional(),
    nameOnly: z.boolean().optional(),
    authorizedCollections: z.boolean().optional(),
    cursor,
  },
  (body, call) => {
    const matches = compileFilter(body.filter ?? {})
    const listed = call.store.catalog
      .all(call.db)
      .map(
        ({ name }): Doc => ({
          name,
          type: 'collection',
          ...(body.nameOnly ? {} : { options: {}, info: {} }),
        }),
      )
      .filter(matches)
    return call.store.cursors.begin(
      `${call.db}.$cmd.listCollections`,
      listed.map((one) => encode(one)),
      {},
    )
  },
)

const listDatabases = command(
  'listDatabases',
  { listDatabases: z.number(), nameOnly: z.boolean().optional(), filter: doc.optional() },
  (body, { store }) => {
    const matches = compileFilter(body.filter ?? {})
    const names = [...new Set(store.catalog.all().map(({ db }) => db))].sort()
    return {
      databases: names.map((name): Doc => ({ name, sizeOnDisk: 0, empty: false })).filter(matches),
      ok: 1,
    }
  },
)

const create = command('create', { create: z.string() }, async (body, call) => {
  const { catalog, transactions } = call.store
  const ns = namespace(call, body.create)
  await transactions.write(() => {
    if (catalog.find(ns)) throw new MongoError(48, 'NamespaceExists', `Collection ${ns} already exists.`)
    catalog.create(ns)
  })
  return { ok: 1 }
})

const dropCollections = async (call: Call, which: () => Collection[]): Promise<void> => {
  const { catalog, transactions } = call.store
  await transactions.write(() => {
    const dropped = which()
    for (const collection of dropped) transactions.refuseWhileWritten(collection)
    for (const collection of dropped) catalog.drop(collection)
  })
}

const drop = command('drop', { drop: z.string() }, async (body, call) => {
  const ns = namespace(call, body.drop)
  const before = call.store.catalog.find(ns)
  await dropCollections(call, () => call.store.catalog.all(call.db).filter((one) => one.ns === ns))
  return before ? { ns, nIndexesWas: before.indexes.length + 1, ok: 1 } : { ok: 1 }
})

const dropDatabase = command('dropDatabase', { dropDatabase: z.number() }, async (body, call) => {
  if (body.dropDatabase !== 1) throw badValue('dropDatabase takes 1')
  await dropCollections(call, () => call.store.catalog.all(call.db))
  return { dropped: call.db, ok: 1 }
})

/** The commands about databases, collections and indexes. */
export const schemaCommands: Record<string, Command> = {
  ...createIndexes,
  ...dropIndexes,
  ...listIndexes,
  ...listCollections,
  ...listDatabases,
  ...create,
  ...drop,
  ...dropDatabase,
}
