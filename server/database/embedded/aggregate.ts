import { Aggregator } from 'mingo/aggregator'
import { Context } from 'mingo/core'
import { Lazy } from 'mingo/lazy'
import { $sum } from 'mingo/operators/accumulator'
import { $dateToString } from 'mingo/operators/expression/date'
import { $facet, $group, $limit, $unwind } from 'mingo/operators/pipeline'
import type { PipelineOperator } from 'mingo/types'
import { type Doc, decode, encode, isDoc } from './bson-codec'
import type { Collection } from './catalog'
import { compileFilter } from './matcher'
import { badValue, MongoError } from './mongo-error'
import { projection } from './projection'
import { count, type Found, type Query, run, sorted, sortSpec, type View } from './query'

type Documents = Parameters<PipelineOperator>[0]

/** mingo's own would compare what JavaScript makes of the values; these three do what finding does. */
const ownStages = {
  $match: (documents: Documents, filter: Doc) => documents.filter(compileFilter(filter) as never),
  $sort: (documents: Documents, sort: Doc) =>
    documents.transform<Doc>((all) => Lazy(sorted([...all] as Doc[], sortSpec(sort) ?? [], (doc) => doc))),
  $project: (documents: Documents, wanted: Doc) =>
    documents.map((projection(wanted) ?? ((doc: Doc) => doc)) as never),
}

/** Every stage that a pipeline may have; any other is refused. */
export const stages: Record<string, unknown> = { ...ownStages, $group, $unwind, $facet, $limit }
/** Every operator that an expression may have. */
export const expressions = { $dateToString, $sum }

const context = Context.init({
  pipeline: stages as Record<string, PipelineOperator>,
  expression: { $dateToString },
  accumulator: { $sum },
})

/** Refuses, before anything is read, what mingo would find only when it comes to it. */
function checkExpression(expression: unknown): void {
  if (typeof expression !== 'object' || expression === null) return
  for (const [key, operand] of Object.entries(expression)) {
    if (key.startsWith('$') && !Object.hasOwn(expressions, key))
      throw new MongoError(168, 'InvalidPipelineOperator', `Unrecognized expression '${key}'`)
    checkExpression(operand)
  }
}

function checkStages(pipeline: unknown): asserts pipeline is Doc[] {
  if (!Array.isArray(pipeline)) throw badValue('A pipeline must be an array')
  for (const stage of pipeline) {
    const [name = '', ...more] = isDoc(stage) ? Object.keys(stage) : []
    if (!name || more.length > 0)
      throw new MongoError(40323, 'Location40323', 'A pipeline stage must contain exactly one field.')
    if (!Object.hasOwn(stages, name))
      throw new MongoError(40324, 'Location40324', `Unrecognized pipeline stage name: '${name}'`)
    const operand = (stage as Doc)[name]
    if (
      name === '$limit'
        ? !(Number(operand) > 0)
        : name === '$unwind'
          ? typeof operand !== 'string'
          : !isDoc(operand)
    )
      throw badValue(`${name}: this is not taken here: ${JSON.stringify(operand)}`)
    if (name === '$group') checkExpression(operand)
    if (name === '$facet') for (const branch of Object.values(operand as Doc)) checkStages(branch)
  }
}

/** Takes the stages off a pipeline's beginning that indexes can answer. */
function leading(pipeline: readonly Doc[]): { query: Query; rest: Doc[] } {
  const query: Query = { filter: {} }
  const parts: Doc[] = []
  const stagesTaken = pipeline.findIndex(({ $match, $sort, $limit }) => {
    if (query.limit !== undefined) return true
    if (isDoc($match) && !query.sort) parts.push($match)
    else if (isDoc($sort) && !query.sort) query.sort = sortSpec($sort)
    else if ($limit !== undefined) query.limit = Number($limit)
    else return true
    return false
  })
  const [first = {}] = parts
  query.filter = parts.length > 1 ? { $and: parts } : first
  return { query, rest: stagesTaken < 0 ? [] : pipeline.slice(stagesTaken) }
}

/** `{ $group: { _id: 1, n: { $sum: 1 } } }`, which is how drivers count. */
function isCount(rest: readonly Doc[]): { field: string; id: unknown } | undefined {
  const group = rest.length === 1 ? rest[0]?.$group : undefined
  if (!isDoc(group)) return undefined
  const { _id: id, ...fields } = group
  const [[field, sum] = [], ...others] = Object.entries(fields)
  if (field === undefined || others.length > 0 || (id !== null && typeof id !== 'number')) return undefined
  return isDoc(sum) && sum.$sum === 1 && Object.keys(sum).length === 1 ? { field, id } : undefined
}

const decoded = function* (items: Iterable<Found>) {
  for (const { bytes } of items) yield decode(bytes)
}

/** Runs a pipeline: its beginning by the indexes, the rest by mingo. */
export function* pipelineResults(
  collection: Collection | undefined,
  view: View,
  pipeline: unknown,
  deadline: number | undefined,
): Generator<Buffer> {
  checkStages(pipeline)
  const { query, rest } = leading(pipeline)
  const asked = { ...query, deadline }
  const counting = isCount(rest)
  if (counting) {
    const total = count(collection, view, asked)
    if (total > 0) yield encode({ _id: counting.id, [counting.field]: total })
    return
  }
  const found = run(collection, view, asked)
  if (rest.length === 0) for (const { bytes } of found) yield bytes
  else
    for (const one of new Aggregator(rest, { context, scriptEnabled: false }).stream(decoded(found)))
      yield encode(one as Doc)
}
