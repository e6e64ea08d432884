import { isDoc } from './bson-codec'
import type { Reached } from './field-paths'
import { type ByteString, encodeValue, tag } from './key-encoding'
import { badValue } from './mongo-error'

/** Decides over one value, or one element of an array that lies at the path. */
type Test = (value: unknown) => boolean

const anyValue = ({ values }: Reached, test: Test): boolean =>
  values.some((value) => test(value) || (Array.isArray(value) && value.some(test)))

/** An operator with its operand: decides over what a path leads to. */
export type Condition = (reached: Reached) => boolean
type Operator = (operand: unknown) => Condition

const isNaNValue = (value: unknown) => typeof value === 'number' && Number.isNaN(value)

function equals(operand: unknown): Test {
  if (typeof operand === 'string' || typeof operand === 'boolean') return (value) => value === operand
  if (typeof operand === 'number' && !Number.isNaN(operand)) {
    const encoded = encodeValue(operand)
    return (value) =>
      typeof value === 'number'
        ? value === operand
        : typeof value === 'object' && encodeValue(value) === encoded
  }
  const encoded = encodeValue(operand)
  return (value) => typeof value === typeof operand && encodeValue(value) === encoded
}

const isNullish = (value: unknown) => value === null || value === undefined

const matchesRegex =
  (regex: RegExp): Test =>
  (value) =>
    typeof value === 'string' ? regex.test(value) : value instanceof RegExp && String(value) === String(regex)

function isOneOf(operands: unknown[]): (reached: Reached) => boolean {
  const regexes = operands.filter((operand) => operand instanceof RegExp).map(matchesRegex)
  const withNull = operands.some(isNullish)
  const encoded = new Set(operands.filter((operand) => !(operand instanceof RegExp)).map(encodeValue))
  return (reached) =>
    (withNull && reached.missing) ||
    anyValue(reached, (value) => encoded.has(encodeValue(value)) || regexes.some((test) => test(value)))
}

const operands = (operator: string, value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw badValue(`${operator} needs an array`)
  return value
}

const isEqual = (operand: unknown) => {
  if (isNullish(operand)) return (reached: Reached) => reached.missing || anyValue(reached, isNullish)
  if (operand instanceof RegExp) return (reached: Reached) => anyValue(reached, matchesRegex(operand))
  const test = equals(operand)
  return (reached: Reached) => anyValue(reached, test)
}

/** Compares within the operand's type only, as MongoDB does ("type bracketing"). */
function compares(holds: (value: ByteString, operand: ByteString) => boolean, orEqual: boolean) {
  return (operand: unknown) => {
    if (isNullish(operand)) return orEqual ? isEqual(operand) : () => false
    const encoded = encodeValue(operand)
    const bracket = encoded[0]
    const unbounded = bracket === tag.minKey || bracket === tag.maxKey
    const test: Test = (value) => {
      if (isNaNValue(value) !== isNaNValue(operand)) return false
      const other = encodeValue(value)
      return (unbounded || other[0] === bracket) && holds(other, encoded)
    }
    return (reached: Reached) => anyValue(reached, test)
  }
}

/** A test of one array element by a filter on its fields, or by bare operators on the element itself. */
type ElementFilter = (criteria: unknown) => Test

const isElemMatch = (operand: unknown): operand is { $elemMatch: unknown } =>
  isDoc(operand) && '$elemMatch' in operand

function hasElement(test: Test) {
  return ({ values }: Reached) => values.some((value) => Array.isArray(value) && value.some(test))
}

const typeNumbers: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
}

const typesByTag = new Map<string | undefined, number>([
  [tag.string, 2],
  [tag.object, 3],
  [tag.array, 4],
  [tag.binary, 5],
  [tag.undefined, 6],
  [tag.objectId, 7],
  [tag.boolean, 8],
  [tag.date, 9],
  [tag.null, 10],
  [tag.regex, 11],
  [tag.code, 13],
  [tag.timestamp, 17],
  [tag.minKey, -1],
  [tag.maxKey, 127],
])

function typeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return 1
    return value === (value | 0) ? 16 : Number.isSafeInteger(value) ? 18 : 1
  }
  if (isDoc(value)) return 3
  if (typeof value === 'object' && value !== null && '_bsontype' in value) {
    if (value._bsontype === 'Long') return 18
    if (value._bsontype === 'Decimal128') return 19
    if (value._bsontype === 'Double') return 1
  }
  return typesByTag.get(encodeValue(value)[0])
}

function hasType(operand: unknown) {
  const wanted = new Set<number | undefined>()
  for (const name of Array.isArray(operand) ? operand : [operand]) {
    if (name === 'number') for (const number of [1, 16, 18, 19]) wanted.add(number)
    else {
      const number = typeof name === 'string' ? typeNumbers[name] : Number(name)
      if (number === undefined) throw badValue(`Unknown type name alias: ${name}`)
      wanted.add(number)
    }
  }
  return (reached: Reached) => anyValue(reached, (value) => wanted.has(typeNumber(value)))
}

/**
 * The operators that compare values, with BSON's equality and order. mingo's own compare what JavaScript makes of
 * the values, under which two binaries can be equal that are not, and 64-bit numbers sort as text.
 */
export const queryOperators = (elementFilter: ElementFilter): Record<string, Operator> => {
  const negated =
    (operator: Operator): Operator =>
    (operand) => {
      const holds = operator(operand)
      return (reached) => !holds(reached)
    }
  const $in: Operator = (operand) => isOneOf(operands('$in', operand))
  return {
    $eq: isEqual,
    $ne: negated(isEqual),
    $in,
    $nin: negated($in),
    $gt: compares((value, operand) => value > operand, false),
    $gte: compares((value, operand) => value >= operand, true),
    $lt: compares((value, operand) => value < operand, false),
    $lte: compares((value, operand) => value <= operand, true),
    $exists:
      (operand) =>
      ({ values }) =>
        values.length > 0 === Boolean(operand),
    $regex: (operand) => {
      if (!(operand instanceof RegExp)) throw badValue('$regex has to be a string')
      return (reached) => anyValue(reached, matchesRegex(operand))
    },
    $type: hasType,
    $size: (operand) => {
      const size = Number(operand)
      if (!Number.isInteger(size) || size < 0) throw badValue('$size must be a whole number')
      return ({ values }) => values.some((value) => Array.isArray(value) && value.length === size)
    },
    $mod: (operand) => {
      const [divisor, remainder] = operands('$mod', operand).map(Number)
      if (!divisor || remainder === undefined) throw badValue('malformed mod, not enough elements')
      return (reached) =>
        anyValue(reached, (value) => typeof value === 'number' && value % divisor === remainder)
    },
    $elemMatch: (operand) => hasElement(elementFilter(operand)),
    $all: (operand) => {
      const conditions = operands('$all', operand).map((each) =>
        isElemMatch(each) ? hasElement(elementFilter(each.$elemMatch)) : isEqual(each),
      )
      return (reached) => conditions.length > 0 && conditions.every((holds) => holds(reached))
    },
  }
}
