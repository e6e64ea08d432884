import { type Doc, isDoc } from './bson-codec'
import { type ByteString, encodeValue, tag } from './key-encoding'
import { asRegExp, isOperators } from './matcher'

/** What a filter asks of one field, as far as an index can narrow it. */
export interface Bounds {
  /** Encoded values the field may have: an equality or `$in`. */
  points?: ByteString[]
  /** Encoded values between which the field lies. */
  low?: { at: ByteString; exclusive: boolean }
  high?: { at: ByteString; exclusive: boolean }
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

/** The literal beginning of an anchored, case-sensitive pattern, and whether that is the whole pattern. */
function literalPrefix(regex: RegExp): { prefix: string; whole: boolean } | undefined {
  if (regex.flags.replace('u', '') !== '' || !regex.source.startsWith('^')) return undefined
  const literal = /^\^((?:[^\\^$.*+?()[\]{}|/]|\\[-./])*)/.exec(regex.source)
  const taken = literal?.[1] ?? ''
  const rest = regex.source.slice(taken.length + 1)
  if (regex.source.includes('|')) return undefined
  // a quantifier speaks of the last character, which is then not certain
  const certain = /^[*?{]/.test(rest) ? taken.replace(/(\\.|[^\\])$/u, '') : taken
  return certain ? { prefix: certain.replaceAll('\\', ''), whole: rest === '' || rest === '.*' } : undefined
}

const isPoint = (value: unknown) => !Array.isArray(value) && !(value instanceof RegExp)

function narrow(bounds: Bounds, operator: string, operand: unknown): void {
  bounds.conditions++
  if (operator === '$eq' && isPoint(operand)) {
    const point = encodeValue(operand ?? null)
    // a missing field is stored as null, but null is also what some paths through arrays look like
    if (operand === null || operand === undefined) bounds.exact = false
    else bounds.rejectsMissing = true
    bounds.points = bounds.points ? bounds.points.filter((other) => other === point) : [point]
  } else if (operator === '$in' && Array.isArray(operand) && operand.every(isPoint)) {
    const points = [...new Set(operand.map((value) => encodeValue(value ?? null)))].sort()
    if (points.includes(tag.null)) bounds.exact = false
    else bounds.rejectsMissing = true
    bounds.points = bounds.points ? bounds.points.filter((other) => points.includes(other)) : points
  } else if (/^\$[gl]te?$/.test(operator) && isPoint(operand) && operand !== null && operand !== undefined) {
    const at = encodeValue(operand)
    const bracket = at[0] ?? ''
    if (bracket === tag.minKey || bracket === tag.maxKey || at === notANumber || bracket === tag.object) {
      bounds.exact = false
      return
    }
    bounds.rejectsMissing = true
    const exclusive = !operator.endsWith('e')
    const lowest =
      bracket === tag.number ? { at: notANumber, exclusive: true } : { at: bracket, exclusive: false }
    if (operator.startsWith('$g')) {
      raise(bounds, { at, exclusive })
      lower(bounds, { at: next(bracket), exclusive: true })
    } else {
      raise(bounds, lowest)
      lower(bounds, { at, exclusive })
    }
  } else if (operator === '$regex' && operand instanceof RegExp) {
    const literal = literalPrefix(operand)
    bounds.rejectsMissing = true
    if (!literal?.whole) bounds.exact = false
    if (!literal) return
    const start = encodeValue(literal.prefix).slice(0, -1)
    raise(bounds, { at: start, exclusive: false })
    lower(bounds, { at: `${start}\xff`, exclusive: true })
  } else {
    if (operator === '$exists' && operand) bounds.rejectsMissing = true
    bounds.exact = false
  }
}

function raise(bounds: Bounds, low: { at: ByteString; exclusive: boolean }): void {
  const { low: now } = bounds
  if (!now || low.at > now.at || (low.at === now.at && low.exclusive)) bounds.low = low
}

function lower(bounds: Bounds, high: { at: ByteString; exclusive: boolean }): void {
  const { high: now } = bounds
  if (!now || high.at < now.at || (high.at === now.at && high.exclusive)) bounds.high = high
}

function collect(filter: Doc, into: FilterBounds): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isDoc(part)) collect(part, into)
      continue
    }
    if (name.startsWith('$')) {
      if (name !== '$comment') into.exact = false
      continue
    }
    const bounds = into.fields.get(name) ?? { exact: true, conditions: 0, rejectsMissing: false }
    into.fields.set(name, bounds)
    const keys = isDoc(condition) ? Object.keys(condition) : []
    if (isOperators(condition)) {
      for (const key of keys) {
        if (key === '$regex') narrow(bounds, key, asRegExp(condition.$regex, condition.$options))
        else if (key !== '$options') narrow(bounds, key, condition[key])
      }
    } else if (condition instanceof RegExp) narrow(bounds, '$regex', condition)
    else narrow(bounds, '$eq', condition)
  }
}

/** Takes a filter apart into what indexes can answer. */
export function boundsOf(filter: Doc): FilterBounds {
  const found: FilterBounds = { fields: new Map(), exact: true }
  collect(filter, found)
  for (const bounds of found.fields.values()) if (!bounds.exact) found.exact = false
  return found
}
