import type { Doc } from './bson-codec'
import { type ByteString, encodeValue, tag } from './key-encoding'
import { isOperators } from './matcher'

/** One end of what a field may be. */
export interface Bound {
  at: ByteString
  exclusive: boolean
}

/** What a filter asks of one field, as far as an index can narrow it. */
export interface Bounds {
  /** Encoded values the field may have: an equality or `$in`. */
  points?: ByteString[]
  /** Encoded values between which the field lies. */
  low?: Bound
  high?: Bound
  /** The bounds say all that the filter says about the field. */
  exact: boolean
  /** Conditions that went in; two ranges may be met by two elements of one array. */
  conditions: number
  /** The filter cannot hold where the field is missing. */
  rejectsMissing: boolean
}

/** A filter taken apart: bounds per field, and whether there is more to it than them. */
export interface FilterBounds {
  fields: Map<string, Bounds>
  exact: boolean
}

const next = (bracket: string) => String.fromCharCode(bracket.charCodeAt(0) + 1)
const notANumber = encodeValue(Number.NaN)

/** Where one operator lets values lie: from `low` to `high`, within the operand's type. */
function rangeOf(operator: string, operand: unknown): { low: Bound; high: Bound } | undefined {
  const at = encodeValue(operand)
  const bracket = at[0] ?? ''
  // an array is compared with whole arrays and with elements; the ends of the order are compared across types
  const whole: string[] = [tag.minKey, tag.maxKey, tag.array, tag.object, tag.null, tag.undefined]
  if (whole.includes(bracket) || at === notANumber) return undefined
  const exclusive = !operator.endsWith('e')
  if (operator.startsWith('$g'))
    return { low: { at, exclusive }, high: { at: next(bracket), exclusive: true } }
  const low = bracket === tag.number ? { at: notANumber, exclusive: true } : { at: bracket, exclusive: false }
  return { low, high: { at, exclusive } }
}

function narrow(bounds: Bounds, operator: string, operand: unknown): void {
  bounds.conditions++
  const values = operator === '$eq' ? [operand] : operator === '$in' ? (operand as unknown[]) : undefined
  const range = /^\$[gl]te?$/.test(operator) ? rangeOf(operator, operand) : undefined
  if (values && !values.some((value) => Array.isArray(value))) {
    const points = [...new Set(values.map((value) => encodeValue(value ?? null)))].sort()
    // a missing field is stored as null, but null is also what some paths through arrays look like
    if (points.includes(tag.null)) bounds.exact = false
    else bounds.rejectsMissing = true
    bounds.points = bounds.points ? bounds.points.filter((other) => points.includes(other)) : points
  } else if (range) {
    const { low, high } = range
    const { low: lowest, high: highest } = bounds
    bounds.rejectsMissing = true
    if (!lowest || low.at > lowest.at || (low.at === lowest.at && low.exclusive)) bounds.low = low
    if (!highest || high.at < highest.at || (high.at === highest.at && high.exclusive)) bounds.high = high
  } else {
    bounds.exact = false
    if (operator === '$exists' && operand) bounds.rejectsMissing = true
  }
}

function collect(filter: Doc, into: FilterBounds): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and') for (const part of condition as Doc[]) collect(part, into)
    if (name.startsWith('$')) {
      if (name !== '$and') into.exact = false
      continue
    }
    const bounds = into.fields.get(name) ?? { exact: true, conditions: 0, rejectsMissing: false }
    into.fields.set(name, bounds)
    const conditions = isOperators(condition) ? condition : { $eq: condition }
    for (const [operator, operand] of Object.entries(conditions))
      narrow(bounds, condition instanceof RegExp ? '$regex' : operator, operand)
  }
}

/** Takes a filter, which has been compiled before, apart into what indexes can answer. */
export function boundsOf(filter: Doc): FilterBounds {
  const found: FilterBounds = { fields: new Map(), exact: true }
  collect(filter, found)
  for (const bounds of found.fields.values()) if (!bounds.exact) found.exact = false
  return found
}
