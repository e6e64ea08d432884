import { Long } from 'bson'
import { z } from 'zod'
import { pipelineResults } from './aggregate'
import { type Doc, decodeExact, decodeSome, encode } from './bson-codec'
import { keyPattern } from './catalog'
import { type Call, type Command, command, deadlineOf, doc, namespace } from './command'
import { indexedValues } from './field-paths'
import { encodeValue } from './key-encoding'
import { badValue, MongoError, notSupported } from './mongo-error'
import type { Plan, SortSpec } from './planner'
import { projection } from './projection'
import { type Cost, count, type Found, planOf, type Query, run, type View } from './query'

/** What a command reads: its transaction's view, or the newest state. */
export const viewOf = ({ transaction, store }: Call): View =>
  transaction?.view ?? { reader: store.storage.newest }

/** A sort specification, checked. */
export function sortSpec(sort: Doc | undefined): SortSpec | undefined {
  if (!sort || Object.keys(sort).length === 0) return undefined
  return Object.entries(sort).map(([name, way]) => {
    if (way !== 1 && way !== -1)
      throw badValue(`$sort key ordering must be 1 (for ascending) or -1 (for descending)`)
    return [name, way] as const
  })
}

const whole = z.number().int().nonnegative().optional()

const find = command(
  'find',
  {
    find: z.string(),
    filter: doc.optional(),
    sort: doc.optional(),
    projection: doc.optional(),
    hint: z.unknown().optional(),
    skip: whole,
    limit: whole,
    batchSize: whole,
    singleBatch: z.boolean().optional(),
    let: doc.optional(),
    allowDiskUse: z.boolean().optional(),
    noCursorTimeout: z.boolean().optional(),
  },
  (body, call) => {
    const { store } = call
    const ns = namespace(call, body.find)
    const query: Query = {
      filter: body.filter ?? {},
      sort: sortSpec(body.sort),
      skip: body.skip,
      limit: body.limit,
      hint: body.hint ?? undefined,
      variables: body.let,
      deadline: deadlineOf(body),
    }
    const project = projection(body.projection)
    const bytesOf = ({ bytes }: Found) => (project ? encode(project(decodeExact(bytes))) : bytes)
    // What one batch holds is read at once; what goes on later needs a state that stands still meanwhile.
    const atOnce =
      call.transaction || body.singleBatch || (body.limit && body.limit <= (body.batchSize ?? 101))
    const snapshot = atOnce ? undefined : store.storage.snapshot()
    const view: View = snapshot ? { reader: snapshot, version: store.catalog.version } : viewOf(call)
    function* documents() {
      for (const found of run(store.catalog.find(ns), view, query)) yield bytesOf(found)
    }
    try {
      return store.cursors.begin(ns, documents(), {
        batchSize: body.batchSize,
        singleBatch: body.singleBatch,
        release: snapshot && (() => snapshot.release()),
      })
    } catch (error) {
      snapshot?.release()
      throw error
    }
  },
)

const cursorId = z.union([z.number(), z.bigint(), z.instanceof(Long)])

const getMore = command(
  'getMore',
  { getMore: cursorId, collection: z.string(), batchSize: whole },
  (body, { store }) => store.cursors.next(BigInt(String(body.getMore)), body.batchSize),
)

const killCursors = command(
  'killCursors',
  { killCursors: z.string(), cursors: z.array(cursorId) },
  (body, { store }) => {
    const [killed, missing] = [[], []] as [unknown[], unknown[]]
    for (const id of body.cursors) (store.cursors.kill(BigInt(String(id))) ? killed : missing).push(id)
    return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [], ok: 1 }
  },
)

const counted = command(
  'count',
  { count: z.string(), query: doc.optional(), skip: whole, limit: whole, hint: z.unknown().optional() },
  (body, call) => {
    const found = call.store.catalog.find(namespace(call, body.count))
    const { query: filter = {}, skip, limit, hint } = body
    const query = { filter, skip, limit, hint: hint ?? undefined, deadline: deadlineOf(body) }
    return { n: count(found, viewOf(call), query), ok: 1 }
  },
)

const distinct = command(
  'distinct',
  { distinct: z.string(), key: z.string(), query: doc.optional(), hint: z.unknown().optional() },
  (body, call) => {
    const path = body.key.split('.')
    const read = new Set(path.slice(0, 1))
    const values = new Map<string, unknown>()
    const query: Query = {
      filter: body.query ?? {},
      hint: body.hint ?? undefined,
      deadline: deadlineOf(body),
    }
    for (const found of run(call.store.catalog.find(namespace(call, body.distinct)), viewOf(call), query)) {
      const { values: here, array } = indexedValues(decodeSome(found.bytes, read), path)
      for (const value of here)
        if (value !== undefined && (value !== null || !array)) values.set(encodeValue(value), value)
    }
    const missing = encodeValue(null)
    return { values: [...values].filter(([key]) => key !== missing).map(([, value]) => value), ok: 1 }
  },
)

const aggregate = command(
  'aggregate',
  {
    aggregate: z.union([z.string(), z.number()]),
    pipeline: z.array(doc),
    cursor: z.strictObject({ batchSize: whole }),
    let: doc.optional(),
    hint: z.unknown().optional(),
    allowDiskUse: z.boolean().optional(),
  },
  (body, call) => {
    if (typeof body.aggregate !== 'string')
      throw notSupported('Aggregating a whole database is not supported')
    const ns = namespace(call, body.aggregate)
    const results = pipelineResults(call.store.catalog, viewOf(call), ns, body.pipeline, {
      hint: body.hint ?? undefined,
      variables: body.let,
      deadline: deadlineOf(body),
    })
    return call.store.cursors.begin(ns, results, { batchSize: body.cursor.batchSize })
  },
)

function stageOf(plan: Plan): Doc {
  const { index } = plan
  const scan: Doc = index
    ? {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          indexName: index.name,
          keyPattern: keyPattern(index),
          isMultiKey: index.multikey.some(Boolean),
          direction: plan.reverse ? 'backward' : 'forward',
          ranges: plan.ranges.length,
        },
      }
    : {
        stage:
          plan.exact && plan.ranges.length === 1 && plan.ranges[0]?.end.length !== 6 ? 'IDHACK' : 'COLLSCAN',
        direction: plan.reverse ? 'backward' : 'forward',
      }
  return plan.sorted ? scan : { stage: 'SORT', inputStage: scan }
}

const explain = command('explain', { explain: doc, verbosity: z.string().optional() }, (body, call) => {
  const { find: name, filter, sort, skip, limit, hint } = body.explain
  if (typeof name !== 'string') throw notSupported('Only find can be explained')
  const ns = namespace(call, name)
  const collection = call.store.catalog.find(ns)
  if (!collection) return { queryPlanner: { namespace: ns, winningPlan: { stage: 'EOF' } }, ok: 1 }
  const query: Query = {
    filter: (filter ?? {}) as Doc,
    sort: sortSpec(sort as Doc | undefined),
    skip: Number(skip ?? 0),
    limit: Number(limit ?? 0),
    hint,
  }
  const cost: Cost = { keys: 0, docs: 0 }
  let returned = 0
  for (const _ of run(collection, viewOf(call), query, cost)) returned++
  return {
    queryPlanner: { namespace: ns, winningPlan: stageOf(planOf(collection, viewOf(call), query)) },
    executionStats: { nReturned: returned, totalKeysExamined: cost.keys, totalDocsExamined: cost.docs },
    ok: 1,
  }
})

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

/** For commands that a later version of MongoDB has and we do not. */
export const commandNotFound = (name: string) =>
  new MongoError(59, 'CommandNotFound', `no such command: '${name}'`)
