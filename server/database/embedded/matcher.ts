import { Context } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import * as stages from 'mingo/operators/pipeline'
import * as projections from 'mingo/operators/projection'
import * as queries from 'mingo/operators/query'
import * as windows from 'mingo/operators/window'
import { Query } from 'mingo/query'
import type { Options, PipelineOperator } from 'mingo/types'
import { type Doc, isDoc } from './bson-codec'
import { reach } from './field-paths'
import { badValue, failedToParse } from './mongo-error'
import { type Condition, queryOperators } from './query-operators'

type Test = (doc: Doc) => boolean

const operators = queryOperators((criteria) => {
  if (!isDoc(criteria)) throw badValue('$elemMatch needs an Object')
  const keys = Object.keys(criteria)
  if (keys.length && keys.every((key) => key.startsWith('$') && !(key in combining))) {
    const condition = compileCondition(criteria)
    return (element) => condition({ values: [element], missing: false, array: false })
  }
  const matches = compileFilter(criteria)
  return (element) => isDoc(element) && matches(element)
})

/** `{ $gt: 1, $lt: 5 }` and its like. */
function compileCondition(condition: Doc): Condition {
  const conditions = Object.entries(condition).flatMap(([name, operand]): Condition[] => {
    if (name === '$options') return []
    if (name === '$regex') return [operators.$regex?.(asRegExp(operand, condition.$options)) ?? never]
    if (name === '$not') {
      const holds = operand instanceof RegExp ? compileCondition({ $regex: operand }) : negatable(operand)
      return [(reached) => !holds(reached)]
    }
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (!operator) throw badValue(`unknown operator: ${name}`)
    return [operator(operand)]
  })
  return (reached) => conditions.every((holds) => holds(reached))
}

const never: Condition = () => false

function negatable(operand: unknown): Condition {
  if (!isDoc(operand) || !Object.keys(operand).length) throw badValue('$not needs a regex or a document')
  return compileCondition(operand)
}

/** The pattern of `$regex`, given as text or as a regular expression, with its options. */
export function asRegExp(pattern: unknown, options: unknown): RegExp {
  const given = pattern instanceof RegExp ? pattern : undefined
  const flags = options === undefined ? (given?.flags ?? '') : String(options)
  if (!given && typeof pattern !== 'string') throw badValue('$regex has to be a string')
  try {
    return new RegExp(given?.source ?? String(pattern), flags)
  } catch (error) {
    throw badValue(`invalid regular expression: ${error instanceof Error ? error.message : error}`)
  }
}

const parts = (name: string, value: unknown): Test[] => {
  if (!Array.isArray(value) || !value.length || !value.every(isDoc))
    throw badValue(`${name} must be a nonempty array of documents`)
  return value.map((part) => compileFilter(part))
}

const combining: Record<string, (tests: Test[]) => Test> = {
  $and: (tests) => (doc) => tests.every((test) => test(doc)),
  $or: (tests) => (doc) => tests.some((test) => test(doc)),
  $nor: (tests) => (doc) => !tests.some((test) => test(doc)),
}

export const isOperators = (value: unknown): value is Doc =>
  isDoc(value) && Object.keys(value).some((key) => key.startsWith('$'))

/** Compiles a filter once for many documents. What MongoDB would refuse is refused, in its words. */
export function compileFilter(filter: Doc, variables?: Doc): Test {
  const tests: Test[] = []
  for (const [name, condition] of Object.entries(filter)) {
    const combine = Object.hasOwn(combining, name) ? combining[name] : undefined
    if (combine) tests.push(combine(parts(name, condition)))
    else if (name === '$expr') {
      const query = asParsed(() => new Query({ $expr: condition }, mingoOptions({}, variables)))
      tests.push((doc) => query.test(doc))
    } else if (name.startsWith('$')) {
      if (name !== '$comment') throw badValue(`unknown top level operator: ${name}`)
    } else {
      const path = name.split('.')
      const holds = compileCondition(isOperators(condition) ? condition : { $eq: condition })
      tests.push((doc) => holds(reach(doc, path)))
    }
  }
  const [only] = tests
  return tests.length === 1 && only ? only : (doc) => tests.every((test) => test(doc))
}

/** Fields of a document's own that something looks at; undefined where it may look at any. */
export type FieldsRead = ReadonlySet<string> | undefined

/** What several things look at together. */
export const readTogether = (all: readonly FieldsRead[]): FieldsRead =>
  all.some((fields) => !fields) ? undefined : new Set(all.flatMap((fields) => [...(fields ?? [])]))

/** What a filter looks at. */
export const fieldsRead = (filter: Doc): FieldsRead =>
  readTogether(
    Object.entries(filter).map(([name, condition]) => {
      if (Object.hasOwn(combining, name)) return readTogether((condition as Doc[]).map(fieldsRead))
      return name === '$expr' ? undefined : new Set(name.split('.', 1))
    }),
  )

/** Runs what parses expressions, so that a mistake in them is the caller's. */
export function asParsed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw failedToParse(error instanceof Error ? error.message : String(error))
  }
}

const context = Context.init({ accumulator: accumulators, expression: expressions, window: windows })
  .addProjectionOps(projections)
  .addQueryOps({ $expr: queries.$expr })

/** What mingo runs with: no scripts, and the given pipeline stages before its own. */
export const mingoOptions = (
  ownStages: Record<string, PipelineOperator> = {},
  variables?: Doc,
): Partial<Options> => ({
  context: Context.from(Context.init({ pipeline: ownStages }), context).addPipelineOps(stages),
  scriptEnabled: false,
  ...(variables ? { variables } : {}),
})
