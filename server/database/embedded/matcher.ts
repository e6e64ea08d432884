import { Context } from 'mingo/core'
import { $and, $or } from 'mingo/operators/query/logical'
import { Query } from 'mingo/query'
import type { Options, QueryOperator } from 'mingo/types'
import { type Doc, isDoc } from './bson-codec'
import { type Reached, reach } from './field-paths'
import { type ByteString, encodeValue, tag } from './key-encoding'
import { asMongoError, badValue } from './mongo-error'

/** Decides over one value. */
type Test = (value: unknown) => boolean
/** An operator with its operand: decides over what a path leads to. */
type Condition = (reached: Reached) => boolean

const isNullish = (value: unknown) => value === null || value === undefined

/** A path that ends at an array asks the array, and each of its elements. */
const anyValue = ({ values }: Reached, test: Test): boolean =>
  values.some((value) => test(value) || (Array.isArray(value) && value.some(test)))

function equals(operand: unknown): Test {
  // the same answer as below, without encoding: by far the most frequent cases
  if (typeof operand === 'string' || typeof operand === 'boolean') return (value) => value === operand
  const encoded = encodeValue(operand)
  if (typeof operand === 'number' && !Number.isNaN(operand))
    return (value) =>
      typeof value === 'number'
        ? value === operand
        : typeof value === 'object' && encodeValue(value) === encoded
  return (value) => typeof value === typeof operand && encodeValue(value) === encoded
}

function isOneOf(operands: unknown): Condition {
  if (!Array.isArray(operands)) throw badValue('$in needs an array')
  if (operands.some((one) => one instanceof RegExp)) throw badValue('$in takes no regular expressions here')
  const withNull = operands.some(isNullish)
  const encoded = new Set(operands.map(encodeValue))
  return (reached) =>
    (withNull && reached.missing) || anyValue(reached, (value) => encoded.has(encodeValue(value)))
}

function isEqual(operand: unknown): Condition {
  if (isNullish(operand)) return (reached) => reached.missing || anyValue(reached, isNullish)
  const test = equals(operand)
  return (reached) => anyValue(reached, test)
}

/** Compares within the operand's type only, as MongoDB does ("type bracketing"). */
const compares =
  (holds: (value: ByteString, operand: ByteString) => boolean, orEqual: boolean) =>
  (operand: unknown): Condition => {
    if (operand instanceof RegExp) throw badValue('Can’t have a regular expression as an operand here')
    if (isNullish(operand)) return orEqual ? isEqual(operand) : () => false
    const encoded = encodeValue(operand)
    const bracket = encoded[0]
    const unbounded = bracket === tag.minKey || bracket === tag.maxKey
    return (reached) =>
      anyValue(reached, (value) => {
        // NaN stands before every number in an order, but is neither more nor less than any
        if (Number.isNaN(value) !== Number.isNaN(operand)) return false
        const other = encodeValue(value)
        return (unbounded || other[0] === bracket) && holds(other, encoded)
      })
  }

function matchesPattern(pattern: unknown): Condition {
  if (!(pattern instanceof RegExp) || /[^imsu]/.test(pattern.flags)) throw badValue('invalid $regex')
  return (reached) => anyValue(reached, (value) => typeof value === 'string' && pattern.test(value))
}

/** The types that a stored value still tells when it is read; numbers of every kind are one. */
const typeTags: Record<string, string> = {
  string: tag.string,
  object: tag.object,
  array: tag.array,
  binData: tag.binary,
  objectId: tag.objectId,
  bool: tag.boolean,
  date: tag.date,
  null: tag.null,
  number: tag.number,
}

function hasType(name: unknown): Condition {
  const wanted = typeof name === 'string' && Object.hasOwn(typeTags, name) ? typeTags[name] : undefined
  if (!wanted) throw badValue(`Unknown type name alias: ${name}`)
  return (reached) => anyValue(reached, (value) => value !== undefined && encodeValue(value)[0] === wanted)
}

/** Bare operators ask the element itself; anything else asks the fields of an element that is a document. */
function elementTest(criteria: unknown): Test {
  if (!isDoc(criteria)) throw badValue('$elemMatch needs an Object')
  const keys = Object.keys(criteria)
  if (keys.length > 0 && keys.every((key) => Object.hasOwn(comparing, key))) {
    const matches = compileFilter({ value: criteria })
    // an element that is an array itself is not looked into
    return (value) => !Array.isArray(value) && matches({ value })
  }
  const matches = compileFilter(criteria)
  return (element) => isDoc(element) && matches(element)
}

const not =
  (operator: (operand: unknown) => Condition) =>
  (operand: unknown): Condition => {
    const holds = operator(operand)
    return (reached) => !holds(reached)
  }

/**
 * What compares values, in BSON's equality and order. mingo's own goes by what JavaScript makes of the values: it
 * takes documents with their fields in another order for equal, sorts an array before it compares it, orders 64-bit
 * numbers and binaries as text, and cannot tell a missing field inside an array from one that is there.
 */
const comparing: Record<string, (operand: unknown) => Condition> = {
  $eq: isEqual,
  $ne: not(isEqual),
  $in: isOneOf,
  $nin: not(isOneOf),
  $gt: compares((value, operand) => value > operand, false),
  $gte: compares((value, operand) => value >= operand, true),
  $lt: compares((value, operand) => value < operand, false),
  $lte: compares((value, operand) => value <= operand, true),
  $exists: (operand) => (operand ? ({ values }) => values.length > 0 : ({ values }) => values.length === 0),
  $regex: matchesPattern,
  $type: hasType,
  $size: (size) => {
    if (!Number.isInteger(Number(size)) || Number(size) < 0) throw badValue('$size must be a whole number')
    return ({ values }) => values.some((value) => Array.isArray(value) && value.length === Number(size))
  },
  $elemMatch: (criteria) => {
    const test = elementTest(criteria)
    return ({ values }) => values.some((value) => Array.isArray(value) && value.some(test))
  },
}

/** An operator as mingo calls it; its own type is the intersection of all operators, which nothing can be. */
type FilterOperator = (selector: string, operand: unknown, options: Options) => (doc: Doc) => boolean

/** MongoDB refuses to combine nothing; mingo answers something. */
const combining =
  (combine: typeof $and | typeof $or): FilterOperator =>
  (name, parts, options) => {
    if (!Array.isArray(parts) || parts.length === 0 || !parts.every(isDoc))
      throw badValue(`${name} must be a nonempty array of documents`)
    return combine(name, parts, options)
  }

const overPath =
  (operator: (operand: unknown) => Condition): FilterOperator =>
  (selector, operand) => {
    const path = selector.split('.')
    const holds = operator(operand)
    return (doc) => holds(reach(doc, path))
  }

/** Every operator a filter may have; mingo reads the filter, and refuses any other. */
export const queryOperators: Record<string, FilterOperator> = {
  $and: combining($and),
  $or: combining($or),
  ...Object.fromEntries(Object.entries(comparing).map(([name, operator]) => [name, overPath(operator)])),
}

const options = {
  context: Context.init({ query: queryOperators as unknown as Record<string, QueryOperator> }),
  scriptEnabled: false,
}

/** Compiles a filter once for many documents. @throws MongoError BadValue for what MongoDB, or this store, refuses. */
export function compileFilter(filter: Doc): (doc: Doc) => boolean {
  try {
    const query = new Query(filter as never, options)
    return (doc) => query.test(doc)
  } catch (error) {
    throw error instanceof SyntaxError ? badValue(`invalid $regex: ${error.message}`) : asMongoError(error)
  }
}

export const isOperators = (value: unknown): value is Doc =>
  isDoc(value) && Object.keys(value).some((key) => key.startsWith('$'))

/** Fields of a document's own that something looks at; undefined where it may look at any. */
export type FieldsRead = ReadonlySet<string>

/** What several things look at together. */
export const readTogether = (all: readonly FieldsRead[]): FieldsRead =>
  new Set(all.flatMap((fields) => [...fields]))

/** What a filter looks at. */
export const fieldsRead = (filter: Doc): FieldsRead =>
  readTogether(
    Object.entries(filter).map(([name, condition]) =>
      name === '$and' || name === '$or'
        ? readTogether((condition as Doc[]).map(fieldsRead))
        : new Set(name.split('.', 1)),
    ),
  )
