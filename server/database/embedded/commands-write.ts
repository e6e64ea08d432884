import { z } from 'zod'
import { type Doc, decodeExact, decodeShallow, encode } from './bson-codec'
import type { Collection } from './catalog'
import { type Call, type Command, command, deadlineOf, doc, namespace, part, whole } from './command'
import { DocumentWrites } from './document-writes'
import { asMongoError, badValue, failedToParse, type MongoError, notSupported } from './mongo-error'
import { projection } from './projection'
import { type Found, type Query, run, sortSpec, type View } from './query'
import { Blocked } from './transactions'
import { isReplacement, updated, upserted } from './update'

/** One statement of a write, whichever command it came in. */
type Statement =
  | { document: Uint8Array }
  | { filter: Doc; change: Doc; multi: boolean; upsert: boolean; arrayFilters?: Doc[] }
  | { filter: Doc; multi: boolean }

interface Outcome {
  n: number
  nModified?: number
  /** The _id of what an upsert made. */
  upserted?: unknown
}

/** Does one part of a write to a collection: in the command's transaction, or as an atom of a write job. */
type Part = <T>(collection: Collection, work: (writes: DocumentWrites, view: View) => T) => T

/** The collection, made if there is none: outside the transaction, since nothing of it can conflict. */
async function collectionFor({ store: { catalog, transactions } }: Call, ns: string): Promise<Collection> {
  if (!catalog.find(ns)) await transactions.write(() => void catalog.create(ns))
  return catalog.require(ns)
}

/**
 * Runs a command's writes. Outside a transaction the job may be begun again after waiting for one, so `steps` keeps
 * its own account of what is done. Inside one, whatever fails ends it.
 */
async function writing(call: Call, steps: (apply: Part) => void): Promise<void> {
  const { transaction, store } = call
  const { catalog, transactions } = store
  if (!transaction)
    return transactions.write((atom) =>
      steps((collection, work) =>
        atom((overlay) => work(new DocumentWrites(catalog, overlay, collection), { reader: overlay })),
      ),
    )
  try {
    steps((collection, work) => {
      transaction.written.add(collection)
      return work(new DocumentWrites(catalog, transaction.overlay, collection), transaction.view)
    })
  } catch (error) {
    transactions.abort(transaction)
    throw error
  }
}

/** Changes one document that was found; answers its bytes as they stand then, which are the same when nothing changed. */
function changed(writes: DocumentWrites, { key, bytes }: Found, change: Doc, arrayFilters?: Doc[]): Buffer {
  const after = encode(updated(decodeExact(bytes), change, arrayFilters))
  if (after.equals(bytes)) return bytes
  writes.replace(key, bytes, after)
  return after
}

/** Does one statement, all of it or nothing. */
function perform(statement: Statement, writes: DocumentWrites, view: View, deadline?: number): Outcome {
  if ('document' in statement) {
    writes.insert(Buffer.from(statement.document))
    return { n: 1 }
  }
  const { filter, multi } = statement
  const limit = multi ? 0 : 1
  const found = [...run(writes.collection, view, { filter, limit, deadline })]
  if (!('change' in statement)) {
    for (const { key, bytes } of found) writes.remove(key, bytes)
    return { n: found.length }
  }
  const { change, upsert, arrayFilters } = statement
  if (multi && isReplacement(change))
    throw failedToParse('multi update is not supported for replacement-style update')
  if (found.length === 0 && upsert)
    return { n: 1, nModified: 0, upserted: writes.insert(encode(upserted(filter, change, arrayFilters))) }
  const modified = found.filter((one) => changed(writes, one, change, arrayFilters) !== one.bytes)
  return { n: found.length, nModified: modified.length }
}

/** How a statement that failed is reported. */
const reported = (index: number, { code, message, details }: MongoError) => ({
  index,
  code,
  errmsg: message,
  ...details,
})

/**
 * Does a command's statements one by one. One that fails is reported under its number; the ones after it are done
 * too unless the command is ordered.
 */
async function statements(
  call: Call,
  list: readonly { collection: Collection; statement: Statement }[],
  { ordered, maxTimeMS }: { ordered: boolean; maxTimeMS?: number },
): Promise<{ outcomes: (Outcome & { index: number })[]; errors: ReturnType<typeof reported>[] }> {
  const outcomes: (Outcome & { index: number })[] = []
  const errors: ReturnType<typeof reported>[] = []
  const deadline = deadlineOf({ maxTimeMS }, call)
  let index = 0
  await writing(call, (apply) => {
    for (; index < list.length; index++) {
      const one = list[index]
      if (!one) return
      try {
        const outcome = apply(one.collection, (writes, view) =>
          perform(one.statement, writes, view, deadline),
        )
        outcomes.push({ index, ...outcome })
      } catch (error) {
        if (error instanceof Blocked) throw error
        const known = asMongoError(error)
        if (known.details.errorLabels) throw known
        errors.push(reported(index, known))
        if (call.transaction) call.store.transactions.abort(call.transaction)
        if (ordered || call.transaction) return
      }
    }
  })
  return { outcomes, errors }
}

/** Does the statements of one of the older commands, which concern one collection, and answers as they do. */
async function simply(
  call: Call,
  ns: string,
  list: readonly Statement[],
  how: { ordered: boolean; maxTimeMS?: number },
): Promise<Doc> {
  if (list.length === 0) throw badValue('Write batch sizes must be between 1 and 100000. Got 0 operations.')
  const collection = await collectionFor(call, namespace(call, ns))
  const { outcomes, errors } = await statements(
    call,
    list.map((statement) => ({ collection, statement })),
    how,
  )
  const total = (of: 'n' | 'nModified') => outcomes.reduce((sum, outcome) => sum + (outcome[of] ?? 0), 0)
  const made = outcomes.filter(({ upserted: _id }) => _id !== undefined)
  const changes = list.some((statement) => 'change' in statement)
  return {
    n: total('n'),
    ...(changes && { nModified: total('nModified') }),
    ...(made.length > 0 && { upserted: made.map(({ index, upserted: _id }) => ({ index, _id })) }),
    ...(errors.length > 0 && { writeErrors: errors }),
    ok: 1,
  }
}

const raw = z.instanceof(Uint8Array)
const ordered = z.boolean().default(true)

const insert = command(
  'insert',
  { insert: z.string(), documents: z.array(raw), ordered },
  (body, call) =>
    simply(
      call,
      body.insert,
      body.documents.map((document) => ({ document })),
      body,
    ),
  { raw: 'documents', writes: true },
)

const updateStatement = part({
  q: doc,
  u: doc,
  multi: z.boolean().default(false),
  upsert: z.boolean().default(false),
  arrayFilters: z.array(doc).optional(),
})

const update = command(
  'update',
  { update: z.string(), updates: z.array(updateStatement), ordered },
  (body, call) =>
    simply(
      call,
      body.update,
      body.updates.map(({ q: filter, u: change, ...rest }) => ({ filter, change, ...rest })),
      body,
    ),
  { writes: true },
)

const remove = command(
  'delete',
  { delete: z.string(), deletes: z.array(part({ q: doc, limit: whole.pipe(z.literal([0, 1])) })), ordered },
  (body, call) =>
    simply(
      call,
      body.delete,
      body.deletes.map(({ q: filter, limit }) => ({ filter, multi: limit === 0 })),
      body,
    ),
  { writes: true },
)

const findAndModify = command(
  'findAndModify',
  {
    findAndModify: z.string(),
    query: doc.default({}),
    sort: doc.optional(),
    remove: z.boolean().default(false),
    update: doc.optional(),
    new: z.boolean().default(false),
    fields: doc.optional(),
    upsert: z.boolean().default(false),
  },
  async (body, call) => {
    const { query: filter, remove: removing, update: change, upsert } = body
    if (removing === (change !== undefined))
      throw failedToParse('Either an update or remove=true must be specified')
    const project = projection(body.fields)
    const shown = (bytes: Buffer) => (project ? project(decodeExact(bytes)) : decodeExact(bytes))
    const query: Query = { filter, sort: sortSpec(body.sort), limit: 1 }
    const collection = await collectionFor(call, namespace(call, body.findAndModify))
    let reply: Doc = {}
    await writing(call, (apply) => {
      reply = apply(collection, (writes, view): Doc => {
        const [found] = run(collection, view, query)
        if (found && change) {
          const after = changed(writes, found, change)
          const value = shown(body.new ? after : found.bytes)
          return { lastErrorObject: { n: 1, updatedExisting: true }, value }
        }
        if (found) {
          writes.remove(found.key, found.bytes)
          return { lastErrorObject: { n: 1 }, value: shown(found.bytes) }
        }
        if (!change) return { lastErrorObject: { n: 0 }, value: null }
        if (!upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null }
        const bytes = encode(upserted(filter, change))
        const lastErrorObject = { n: 1, updatedExisting: false, upserted: writes.insert(bytes) }
        return { lastErrorObject, value: body.new ? shown(bytes) : null }
      })
    })
    return { ...reply, ok: 1 }
  },
  { writes: true },
)

const bulkStatement = z.union([
  part({ insert: whole, document: raw }),
  part({ update: whole, filter: raw, updateMods: raw }),
])

/** Work on several collections in one command (MongoDB 8.0): new documents, and changes of one document each. */
const bulkWrite = command(
  'bulkWrite',
  {
    bulkWrite: whole.pipe(z.literal(1)),
    ops: z.array(raw),
    nsInfo: z.array(part({ ns: z.string() })),
    errorsOnly: z.boolean().default(false),
  },
  async (body, call) => {
    const collections: Collection[] = []
    for (const { ns } of body.nsInfo) collections.push(await collectionFor(call, ns))
    const list = body.ops.map((bytes) => {
      const { data } = bulkStatement.safeParse(decodeShallow(bytes))
      if (!data) throw notSupported('bulkWrite takes inserts, and updates of one document each, only')
      const at = 'insert' in data ? data.insert : data.update
      const collection = collections[at]
      if (!collection) throw badValue(`BulkWrite ops entry does not name a namespace: ${at}`)
      if ('insert' in data) return { collection, statement: data }
      const [filter, change] = [decodeExact(data.filter), decodeExact(data.updateMods)]
      return { collection, statement: { filter, change, multi: false, upsert: false } }
    })
    const { outcomes, errors } = await statements(call, list, { ...body, ordered: true })
    const done = outcomes.map(({ index: idx, ...counts }): Doc => ({ ok: 1, idx, ...counts }))
    const refused = errors.map(({ index: idx, ...error }): Doc => ({ ok: 0, idx, ...error, n: 0 }))
    const shown = body.errorsOnly
      ? refused
      : [...done, ...refused].sort((a, b) => Number(a.idx) - Number(b.idx))
    const changes = outcomes.filter(({ nModified }) => nModified !== undefined)
    const total = (of: 'n' | 'nModified') => changes.reduce((sum, outcome) => sum + (outcome[of] ?? 0), 0)
    return {
      cursor: { id: 0n, firstBatch: shown, ns: 'admin.$cmd.bulkWrite' },
      nErrors: errors.length,
      nInserted: outcomes.length - changes.length,
      nMatched: total('n'),
      nModified: total('nModified'),
      nUpserted: 0,
      nDeleted: 0,
      ok: 1,
    }
  },
  { raw: 'ops', writes: true },
)

/** The commands that change documents. */
export const writeCommands: Record<string, Command> = {
  ...insert,
  ...bulkWrite,
  ...update,
  ...remove,
  ...findAndModify,
}
