import { Long } from 'bson'
import { z } from 'zod'
import { pipelineResults } from './aggregate'
import { type Doc, decodeExact, decodeSome, encode } from './bson-codec'
import { keyPattern } from './catalog'
import {
  type Call,
  type Command,
  command,
  deadlineOf,
  doc,
  namespace,
  outsideTransactions,
  whole,
} from './command'
import { reach } from './field-paths'
import { encodeValue } from './key-encoding'
import { notSupported } from './mongo-error'
import type { Plan } from './planner'
import { projection } from './projection'
import { type Cost, count, planOf, type Query, run, sortSpec, type View } from './query'

/** What a command reads: its transaction's view, or the newest state. */
const viewOf = ({ transaction, store }: Call): View => transaction?.view ?? { reader: store.storage.newest }

const findFields = {
  find: z.string(),
  filter: doc.default({}),
  sort: doc.optional(),
  projection: doc.optional(),
  skip: whole.optional(),
  limit: whole.optional(),
  batchSize: whole.optional(),
  singleBatch: z.boolean().optional(),
}

const find = command('find', findFields, (body, call) => {
  const { cursors, catalog, storage } = call.store
  const ns = namespace(call, body.find)
  const { filter, skip, limit, batchSize, singleBatch } = body
  const query: Query = { filter, sort: sortSpec(body.sort), skip, limit, deadline: deadlineOf(body, call) }
  const project = projection(body.projection)
  // What one batch holds is read at once; what goes on later needs a state that stands still meanwhile.
  const atOnce = call.transaction || singleBatch || (limit && limit <= (batchSize ?? 101))
  const snapshot = atOnce ? undefined : storage.snapshot()
  const view: View = snapshot ? { reader: snapshot, version: catalog.version } : viewOf(call)
  function* documents() {
    for (const { bytes } of run(catalog.find(ns), view, query))
      yield project ? encode(project(decodeExact(bytes))) : bytes
  }
  return cursors.begin(ns, documents(), { batchSize, singleBatch, release: snapshot?.release })
})

const cursorId = z.union([z.number(), z.bigint(), z.instanceof(Long)]).transform((id) => BigInt(String(id)))

const getMore = command(
  'getMore',
  { getMore: cursorId, collection: z.string(), batchSize: whole.optional() },
  (body, { store }) => store.cursors.next(body.getMore, body.batchSize),
)

const killCursors = command(
  'killCursors',
  { killCursors: z.string(), cursors: z.array(cursorId) },
  ({ cursors }, { store }) => {
    const killed = cursors.filter((id) => store.cursors.kill(id))
    const missing = cursors.filter((id) => !killed.includes(id))
    return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [], ok: 1 }
  },
)

/** How many documents there are in all, which is what drivers ask this for. */
const counted = command(
  'count',
  { count: z.string() },
  (body, call) => {
    const collection = call.store.catalog.find(namespace(call, body.count))
    return { n: count(collection, viewOf(call), { filter: {} }), ok: 1 }
  },
  outsideTransactions,
)

const distinct = command(
  'distinct',
  { distinct: z.string(), key: z.string(), query: doc.default({}) },
  (body, call) => {
    const path = body.key.split('.')
    const read = new Set(path.slice(0, 1))
    const values = new Map<string, unknown>()
    const query: Query = { filter: body.query, deadline: deadlineOf(body, call) }
    for (const { bytes } of run(call.store.catalog.find(namespace(call, body.distinct)), viewOf(call), query))
      for (const value of reach(decodeSome(bytes, read), path).values.flat())
        values.set(encodeValue(value), value)
    return { values: [...values.values()], ok: 1 }
  },
)

const aggregate = command(
  'aggregate',
  { aggregate: z.string(), pipeline: z.array(doc), cursor: z.strictObject({ batchSize: whole.optional() }) },
  (body, call) => {
    const { cursors, catalog } = call.store
    const ns = namespace(call, body.aggregate)
    const results = pipelineResults(catalog.find(ns), viewOf(call), body.pipeline, deadlineOf(body, call))
    return cursors.begin(ns, results, body.cursor)
  },
)

/** A plan in the words of MongoDB's "Explain Results". */
function stagesOf(plan: Plan, { sort, limit }: Query): Doc {
  const { index } = plan
  const direction = plan.reverse ? 'backward' : 'forward'
  const walk = index && {
    stage: 'IXSCAN',
    keyPattern: keyPattern(index),
    indexName: index.name,
    isMultiKey: index.multikey.some(Boolean),
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial !== undefined,
    indexVersion: 2,
    direction,
  }
  // documents lie in the order of their _id, so that a range of it needs no index beside them
  const byId = { stage: 'CLUSTERED_IXSCAN', keyPattern: { _id: 1 }, indexName: '_id_', direction }
  const read: Doc = walk
    ? { stage: 'FETCH', inputStage: walk }
    : plan.points
      ? { stage: 'IDHACK' }
      : plan.bounded
        ? byId
        : { stage: 'COLLSCAN', direction }
  const ordered: Doc = plan.sorted
    ? read
    : { stage: 'SORT', sortPattern: Object.fromEntries(sort ?? []), inputStage: read }
  return limit ? { stage: 'LIMIT', limitAmount: limit, inputStage: ordered } : ordered
}

const explained = z.strictObject({ ...findFields, $db: z.string().optional() })
const verbosities = ['queryPlanner', 'executionStats', 'allPlansExecution'] as const

const explain = command(
  'explain',
  { explain: doc, verbosity: z.enum(verbosities).default('allPlansExecution') },
  (body, call) => {
    const { data } = explained.safeParse(body.explain)
    if (!data) throw notSupported('Only find, with the options that it takes, can be explained')
    const ns = namespace(call, data.find)
    const collection = call.store.catalog.find(ns)
    const query: Query = { ...data, sort: sortSpec(data.sort) }
    const cost: Cost = { keys: 0, docs: 0 }
    const start = call.now()
    let nReturned = 0
    if (body.verbosity !== 'queryPlanner')
      for (const _ of run(collection, viewOf(call), query, cost)) nReturned++
    const winningPlan = collection
      ? stagesOf(planOf(collection, viewOf(call), query), query)
      : { stage: 'EOF' }
    const executionStats = {
      executionSuccess: true,
      nReturned,
      executionTimeMillis: call.now() - start,
      totalKeysExamined: cost.keys,
      totalDocsExamined: cost.docs,
    }
    return {
      explainVersion: '1',
      queryPlanner: { namespace: ns, parsedQuery: data.filter, winningPlan, rejectedPlans: [] },
      ...(body.verbosity === 'queryPlanner' ? {} : { executionStats }),
      ok: 1,
    }
  },
  outsideTransactions,
)

/** The commands that only read. */
export const readCommands: Record<string, Command> = {
  ...find,
  ...getMore,
  ...killCursors,
  ...counted,
  ...distinct,
  ...aggregate,
  ...explain,
}
