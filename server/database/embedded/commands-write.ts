import { z } from 'zod'
import { type Doc, decode, decodeExact, decodeShallow, encode } from './bson-codec'
import type { Collection } from './catalog'
import { type Command, command, deadlineOf, doc, namespace, part, statementsOf } from './command'
import { sortSpec } from './commands-read'
import type { DocumentWrites } from './document-writes'
import { badValue, failedToParse, notSupported } from './mongo-error'
import { projection } from './projection'
import { type Found, type Query, run, type View } from './query'
import { isReplacement, type UpdateSpec, updated, upserted } from './update'
import type { Positions } from './update-paths'
import { collectionFor, statements, type WriteError, writing } from './write-statements'

const answer = (counts: Doc, errors: WriteError[]): Doc => ({
  ...counts,
  ...(errors.length > 0 ? { writeErrors: errors } : {}),
  ok: 1,
})

const rawDocuments = z.array(z.instanceof(Uint8Array)).optional()

const insert = command(
  'insert',
  {
    insert: z.string(),
    documents: rawDocuments,
    ordered: z.boolean().default(true),
    bypassDocumentValidation: z.boolean().optional(),
  },
  async (body, call) => {
    const documents =
      call.sequences.get('documents') ?? body.documents?.map((bytes) => Buffer.from(bytes)) ?? []
    if (documents.length === 0)
      throw badValue('Write batch sizes must be between 1 and 100000. Got 0 operations.')
    const collection = await collectionFor(call, namespace(call, body.insert))
    let n = 0
    const errors = await statements(call, documents, body.ordered, (document, _, apply) => {
      apply(collection, (writes) => writes.insert(document))
      n++
    })
    return answer({ n }, errors)
  },
  { raw: 'documents', writes: true },
)

const updateStatement = part({
  q: doc,
  u: z.union([doc, z.array(doc)]),
  c: doc.optional(),
  multi: z.boolean().default(false),
  upsert: z.boolean().default(false),
  arrayFilters: z.array(doc).default([]),
  hint: z.unknown().optional(),
  sort: doc.optional(),
})

/** Documents that a statement is about, looked for inside the part that changes them. */
function matching(collection: Collection, view: View, query: Query, multi: boolean): Found[] {
  return [...run(collection, view, multi ? query : { ...query, limit: 1 })]
}

/** Changes one document that was found; answers its bytes as they stand then, which are the same when nothing changed. */
function changed(
  writes: DocumentWrites,
  { key, bytes }: Found,
  spec: UpdateSpec,
  positions: Positions,
  variables?: Doc,
): Buffer {
  const after = encode(updated(decodeExact(bytes), spec, positions, variables))
  if (after.equals(bytes)) return bytes
  writes.replace(key, bytes, after)
  return after
}

const update = command(
  'update',
  {
    update: z.string(),
    updates: z.array(updateStatement).optional(),
    ordered: z.boolean().default(true),
    let: doc.optional(),
    bypassDocumentValidation: z.boolean().optional(),
  },
  async (body, call) => {
    const list = statementsOf(call, ['update', 'updates'], body.updates, updateStatement)
    // A number's exact type counts in what is stored, and is lost in what filters are compared with.
    const exact =
      call.sequences.get('updates')?.map((bytes) => decodeExact(bytes)) ?? decodeExact(call.bytes).updates
    const updates = (exact as Doc[]).map((one) => one.u as UpdateSpec)
    const collection = await collectionFor(call, namespace(call, body.update))
    const ids: { index: number; _id: unknown }[] = []
    let [n, nModified] = [0, 0]
    const done = new Map<number, Set<string>>()
    const errors = await statements(call, list, body.ordered, (statement, index, apply) => {
      const { q: filter, multi, upsert, arrayFilters, hint, sort } = statement
      const spec = updates[index] ?? {}
      if (multi && isReplacement(spec))
        throw failedToParse('multi update is not supported for replacement-style update')
      const variables = { ...body.let, ...statement.c }
      const query: Query = {
        filter,
        sort: sortSpec(sort),
        hint: hint ?? undefined,
        variables,
        deadline: deadlineOf(body),
      }
      const already = done.get(index) ?? new Set<string>()
      done.set(index, already)
      const matched = apply(collection, (_, view) => matching(collection, view, query, multi))
      for (const found of matched) {
        if (already.has(found.key)) continue
        const after = apply(collection, (writes) =>
          changed(writes, found, spec, { filter, arrayFilters }, variables),
        )
        already.add(found.key)
        n++
        if (after !== found.bytes) nModified++
      }
      if (matched.length > 0 || !upsert) return
      const made = upserted(filter, spec, { filter, arrayFilters }, variables)
      ids.push({ index, _id: apply(collection, (writes) => writes.insert(encode(made))) })
      n++
    })
    return answer({ n, nModified, ...(ids.length > 0 ? { upserted: ids } : {}) }, errors)
  },
  { writes: true },
)

const deleteStatement = part({
  q: doc,
  limit: z.union([z.literal(0), z.literal(1)]),
  hint: z.unknown().optional(),
})

const remove = command(
  'delete',
  {
    delete: z.string(),
    deletes: z.array(deleteStatement).optional(),
    ordered: z.boolean().default(true),
    let: doc.optional(),
  },
  async (body, call) => {
    const list = statementsOf(call, ['delete', 'deletes'], body.deletes, deleteStatement)
    const collection = await collectionFor(call, namespace(call, body.delete))
    let n = 0
    const errors = await statements(call, list, body.ordered, ({ q: filter, limit, hint }, _, apply) => {
      const query: Query = {
        filter,
        hint: hint ?? undefined,
        variables: body.let,
        deadline: deadlineOf(body),
      }
      for (const { key, bytes } of apply(collection, (_w, view) =>
        matching(collection, view, query, limit === 0),
      )) {
        apply(collection, (writes) => writes.remove(key, bytes))
        n++
      }
    })
    return answer({ n }, errors)
  },
  { writes: true },
)

const findAndModify = command(
  'findAndModify',
  {
    findAndModify: z.string(),
    query: doc.default({}),
    sort: doc.optional(),
    remove: z.boolean().default(false),
    update: z.union([doc, z.array(doc)]).optional(),
    new: z.boolean().default(false),
    fields: doc.optional(),
    upsert: z.boolean().default(false),
    arrayFilters: z.array(doc).default([]),
    hint: z.unknown().optional(),
    let: doc.optional(),
    bypassDocumentValidation: z.boolean().optional(),
  },
  async (body, call) => {
    const { query: filter, arrayFilters, remove: removing, upsert } = body
    if (removing === (body.update !== undefined))
      throw failedToParse('Either an update or remove=true must be specified')
    const spec = decodeExact(call.bytes).update as UpdateSpec
    const project = projection(body.fields)
    const shown = (bytes: Buffer) => (project ? project(decodeExact(bytes)) : decodeExact(bytes))
    const query: Query = {
      filter,
      sort: sortSpec(body.sort),
      hint: body.hint ?? undefined,
      variables: body.let,
    }
    const collection = await collectionFor(call, namespace(call, body.findAndModify))
    const replies: Doc[] = []
    await writing(call, (apply) => {
      const reply = apply(collection, (writes, view): Doc => {
        const [found] = matching(collection, view, query, false)
        if (found && removing) {
          writes.remove(found.key, found.bytes)
          return { lastErrorObject: { n: 1 }, value: shown(found.bytes) }
        }
        if (found) {
          const after = changed(writes, found, spec, { filter, arrayFilters }, body.let)
          return {
            lastErrorObject: { n: 1, updatedExisting: true },
            value: shown(body.new ? after : found.bytes),
          }
        }
        if (removing || !upsert)
          return { lastErrorObject: removing ? { n: 0 } : { n: 0, updatedExisting: false }, value: null }
        const bytes = encode(upserted(filter, spec, { filter, arrayFilters }, body.let))
        const id = writes.insert(bytes)
        return {
          lastErrorObject: { n: 1, updatedExisting: false, upserted: id },
          value: body.new ? shown(bytes) : null,
        }
      })
      replies.push(reply)
    })
    return { ...replies.at(-1), ok: 1 }
  },
  { writes: true },
)

const namespaceInfo = part({ ns: z.string() })
const number = z.number().int().nonnegative()
const raw = z.instanceof(Uint8Array)
const bulkOperation = z.union([
  part({ insert: number, document: raw }),
  part({ update: number, filter: raw, updateMods: raw, multi: z.literal(false).optional() }),
])

/** Work on several collections in one command (MongoDB 8.0): new documents, and changes of one document each. */
const bulkWrite = command(
  'bulkWrite',
  {
    bulkWrite: z.literal(1),
    ops: z.array(raw).optional(),
    nsInfo: z.array(namespaceInfo).optional(),
    ordered: z.boolean().default(true),
    errorsOnly: z.boolean().default(false),
    bypassDocumentValidation: z.boolean().optional(),
    cursor: z.strictObject({ batchSize: z.number().optional() }).optional(),
  },
  async (body, call) => {
    const infos =
      call.sequences.get('nsInfo')?.map((bytes) => namespaceInfo.parse(decode(bytes))) ?? body.nsInfo ?? []
    const collections: Collection[] = []
    for (const { ns } of infos) collections.push(await collectionFor(call, ns))
    const operations = (call.sequences.get('ops') ?? body.ops ?? []).map((bytes) => {
      const { data } = bulkOperation.safeParse(decodeShallow(bytes))
      if (!data) throw notSupported('bulkWrite takes inserts, and updates of one document each, only')
      const at = 'insert' in data ? data.insert : data.update
      const collection = collections[at]
      if (!collection) throw badValue(`BulkWrite ops entry does not name a namespace: ${at}`)
      return { collection, data }
    })
    const results: Doc[] = []
    let [nInserted, nMatched, nModified] = [0, 0, 0]
    const errors = await statements(call, operations, body.ordered, ({ collection, data }, idx, apply) => {
      const { n, ...modified } = apply(collection, (writes, view): { n: number; nModified?: number } => {
        if ('insert' in data) {
          writes.insert(Buffer.from(data.document))
          return { n: 1 }
        }
        const filter = decode(data.filter)
        const [found] = matching(collection, view, { filter }, false)
        if (!found) return { n: 0, nModified: 0 }
        const spec = decodeExact(data.updateMods)
        const after = changed(writes, found, spec, { filter, arrayFilters: [] })
        return { n: 1, nModified: after === found.bytes ? 0 : 1 }
      })
      if ('insert' in data) nInserted++
      else nMatched += n
      nModified += modified.nModified ?? 0
      results.push({ ok: 1, idx, n, ...modified })
    })
    const refused = errors.map(({ index, ...error }): Doc => ({ ok: 0, idx: index, ...error, n: 0 }))
    const shown = body.errorsOnly
      ? refused
      : [...results, ...refused].sort((a, b) => Number(a.idx) - Number(b.idx))
    return {
      cursor: { id: 0n, firstBatch: shown, ns: 'admin.$cmd.bulkWrite' },
      nErrors: errors.length,
      nInserted,
      nMatched,
      nModified,
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
