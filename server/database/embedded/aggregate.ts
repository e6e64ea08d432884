import { Aggregator } from 'mingo/aggregator'
import { type Iterator, Lazy } from 'mingo/lazy'
import type { PipelineOperator } from 'mingo/types'
import { type Doc, decode, encode, isDoc } from './bson-codec'
import type { Catalog } from './catalog'
import { sortSpec } from './commands-read'
import { asParsed, compileFilter, mingoOptions } from './matcher'
import { badValue, MongoError, notSupported } from './mongo-error'
import { count, type Found, type Query, run, sorted, type View } from './query'

/** Stages that write or that look into the server: not this store's. */
const refused = new Set(['$out', '$merge', '$changeStream', '$indexStats', '$collStats', '$currentOp'])

const single = (stage: Doc): [string, unknown] => {
  const entries = Object.entries(stage)
  const [entry] = entries
  if (!entry || entries.length !== 1)
    throw new MongoError(
      40323,
      'Location40323',
      'A pipeline stage specification object must contain exactly one field.',
    )
  if (refused.has(entry[0])) throw notSupported(`${entry[0]} is not supported`)
  return entry
}

const matchStage =
  (variables: Doc | undefined) =>
  (documents: Iterator, filter: Doc): Iterator =>
    documents.filter(compileFilter(filter, variables))

const sortStage = (documents: Iterator, sort: Doc): Iterator =>
  documents.transform<Doc>((all) => Lazy(sorted([...all], sortSpec(sort) ?? [], (doc) => doc)))

/** mingo's own would compare what JavaScript makes of the values; these compare as BSON does. */
const ownStages = (variables: Doc | undefined): Record<string, PipelineOperator> => ({
  // mingo's type is the intersection of all its stages' arguments, which nothing can take
  $match: matchStage(variables) as unknown as PipelineOperator,
  $sort: sortStage as unknown as PipelineOperator,
})

/** Takes the stages off a pipeline's beginning that indexes can answer. */
function leading(pipeline: readonly Doc[]): { query: Query; rest: Doc[] } {
  const query: Query = { filter: {} }
  let at = 0
  for (; at < pipeline.length; at++) {
    const [name, operand] = single(pipeline[at] ?? {})
    const limited = query.limit !== undefined
    if (name === '$match' && !limited && query.skip === undefined && !query.sort) {
      if (!isDoc(operand)) throw badValue('the match filter must be an expression in an object')
      query.filter = Object.keys(query.filter).length ? { $and: [query.filter, operand] } : operand
    } else if (name === '$sort' && isDoc(operand) && !query.sort && !limited && query.skip === undefined)
      query.sort = sortSpec(operand)
    else if (name === '$skip' && !limited && query.skip === undefined) query.skip = Number(operand)
    else if (name === '$limit' && !limited) {
      if (!(Number(operand) > 0)) throw new MongoError(15958, 'Location15958', 'the limit must be positive')
      query.limit = Number(operand)
    } else break
  }
  return { query, rest: pipeline.slice(at) }
}

/** `{ $group: { _id: 1, n: { $sum: 1 } } }`, which is how drivers count. */
function isCount(rest: readonly Doc[]): { field: string; id: unknown } | undefined {
  const group = rest.length === 1 ? rest[0]?.$group : undefined
  if (!isDoc(group)) return undefined
  const { _id: id, ...fields } = group
  const [field, ...others] = Object.keys(fields)
  if (field === undefined || others.length > 0 || (id !== null && typeof id !== 'number')) return undefined
  const sum = fields[field]
  return isDoc(sum) && sum.$sum === 1 && Object.keys(sum).length === 1 ? { field, id } : undefined
}

/** Runs a pipeline: its beginning by the indexes, the rest by mingo. */
export function* pipelineResults(
  catalog: Catalog,
  view: View,
  ns: string,
  pipeline: readonly Doc[],
  options: { hint?: unknown; variables?: Doc; deadline?: number },
): Generator<Buffer> {
  const { query, rest } = leading(pipeline)
  for (const stage of rest) single(stage)
  const asked = { ...query, ...options }
  const collection = catalog.find(ns)
  const counting = isCount(rest)
  if (counting) {
    const total = count(collection, view, asked)
    if (total > 0) yield encode({ _id: counting.id, [counting.field]: total })
    return
  }
  const found = run(collection, view, asked)
  if (rest.length === 0) {
    for (const { bytes } of found) yield bytes
    return
  }
  const decoded = (items: Iterable<Found>) =>
    (function* () {
      for (const item of items) yield decode(item.bytes)
    })()
  const db = ns.slice(0, ns.indexOf('.'))
  const mingo = {
    ...mingoOptions(ownStages(options.variables), options.variables),
    collectionResolver: (name: string) => [
      ...decoded(run(catalog.find(`${db}.${name}`), view, { filter: {} })),
    ],
  }
  const results = asParsed(() => new Aggregator(rest, mingo).stream(decoded(found)))
  for (;;) {
    const { done, value } = asParsed(() => results.next())
    if (done) return
    yield encode(value as Doc)
  }
}
