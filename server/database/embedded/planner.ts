import type { Doc } from './bson-codec'
import type { Collection, Index, IndexField } from './catalog'
import { type Bounds, boundsOf, type FilterBounds } from './filter-bounds'
import { type ByteString, encodeValue, inverted, keyLimit } from './key-encoding'
import { compileFilter, isOperators } from './matcher'
import type { KeyRange } from './storage'

export type SortSpec = ReadonlyArray<readonly [string, 1 | -1]>

/** How a query will be answered: which key ranges are walked, in which direction, and what is left to do then. */
export interface Plan {
  /** Undefined: the documents themselves are walked, in the order of their _id. */
  index: Index | undefined
  ranges: KeyRange[]
  /** Each range holds one key at most, the one that it starts with: the documents asked for by their _id. */
  points: boolean
  /** The filter says where the walk begins or ends. */
  bounded: boolean
  reverse: boolean
  /** The walk yields the wanted order. */
  sorted: boolean
  /** Several ranges have to be merged to yield it: how many bytes of their keys come before the sorted part. */
  merge: boolean
  prefixes: number[]
  /** Everything the filter asks is met by walking the ranges, so that no document need be looked at. */
  exact: boolean
  /** A document may turn up more than once. */
  repeats: boolean
}

/** More ranges than this cost more than they save. */
const mostRanges = 1000

const idField: IndexField = { name: '_id', path: ['_id'], descending: false }
const single = [false]

interface Candidate {
  plan: Plan
  score: number
}

const fitsKey = (key: ByteString) => (key.length > keyLimit ? key.slice(0, keyLimit) : key)

function toRange(prefix: ByteString, field: IndexField, bounds: Bounds): KeyRange {
  const after = '\xff'
  let start = bounds.low ? bounds.low.at + (bounds.low.exclusive ? after : '') : ''
  let end = bounds.high ? bounds.high.at + (bounds.high.exclusive ? '' : after) : after
  if (field.descending) {
    start = bounds.high ? inverted(bounds.high.at) + (bounds.high.exclusive ? after : '') : ''
    end = bounds.low ? (bounds.low.exclusive ? inverted : behind)(bounds.low.at) : after
  }
  return { start: prefix + start, end: prefix + end }
}

/** Behind everything that starts with the turned-round bytes. */
function behind(bytes: ByteString): ByteString {
  const turned = inverted(bytes).replace(/\xff+$/, '')
  return turned.slice(0, -1) + String.fromCharCode(turned.charCodeAt(turned.length - 1) + 1)
}

/** What MongoDB compares an asked value with to see that it is in a partial index. It infers nothing from a $type. */
const comparisons: readonly string[] = ['$eq', '$gt', '$gte', '$lt', '$lte', '$in']

/** True when every document the filter lets through is in the index. */
function holdsAll(index: Index, filter: FilterBounds, source: Doc): boolean {
  if (index.sparse && !index.fields.some(({ name }) => filter.fields.get(name)?.rejectsMissing)) return false
  if (!index.partial) return true
  return Object.entries(index.partial).every(([name, wanted]) => {
    const asked = source[name]
    if (asked === undefined || asked instanceof RegExp) return false
    if (encodeValue(asked) === encodeValue(wanted)) return true
    if (isOperators(wanted) && wanted.$exists === true && Object.keys(wanted).length === 1)
      return filter.fields.get(name)?.rejectsMissing ?? false
    const { $eq, $in = $eq === undefined ? undefined : [$eq] } = isOperators(asked) ? asked : { $eq: asked }
    if (!Array.isArray($in)) return false
    if (isOperators(wanted) && !Object.keys(wanted).every((name) => comparisons.includes(name))) return false
    const test = compileFilter({ value: wanted })
    return $in.every((value) => test({ value }))
  })
}

function consider(
  index: Index | undefined,
  collection: Collection,
  filter: FilterBounds,
  sort: SortSpec,
): Candidate {
  const fields = index?.fields ?? [idField]
  const multikey = index?.multikey ?? single
  const space = index?.space ?? collection.space
  let prefixes = [space]
  let ranges: KeyRange[] | undefined
  let at = 0
  let score = 0
  let exactFields = 0
  let decided = 0
  let arrayUsed = false
  for (; at < fields.length; at++) {
    const field = fields[at] as IndexField
    const bounds = filter.fields.get(field.name)
    if (!bounds) break
    if (multikey[at] && (arrayUsed || bounds.conditions > 1)) break
    if (bounds.points && prefixes.length * bounds.points.length <= mostRanges) {
      const points = field.descending ? bounds.points.map(inverted).reverse() : bounds.points
      prefixes = prefixes.flatMap((prefix) => points.map((point) => prefix + point))
      if (bounds.exact && !bounds.low && !bounds.high) exactFields++
      if (bounds.points.length === 1 && decided === at && !multikey[at]) decided++
      arrayUsed ||= Boolean(multikey[at])
      score += 10
      continue
    }
    if (bounds.low || bounds.high) {
      ranges = prefixes.map((prefix) => toRange(prefix, field, bounds))
      if (bounds.exact) exactFields++
      score += 6
    }
    break
  }
  const settled = new Set(fields.slice(0, decided).map(({ name }) => name))
  const wanted = sort.filter(([name]) => !settled.has(name))
  // ranges in the order of their keys yield the sort by themselves when it starts where they begin to differ
  const inKeyOrder = order(fields, multikey, decided, wanted)
  const ordered = inKeyOrder ?? (decided < at ? order(fields, multikey, at, wanted) : undefined)
  if (ordered) score += sort.length ? 7 : 0
  const points = !index && at === 1 && !ranges
  const bounded = at > 0 || ranges !== undefined
  ranges ??= prefixes.map((prefix) => ({ start: prefix, end: `${prefix}\xff` }))
  const long = ranges.some(({ start, end }) => start.length > keyLimit || end.length > keyLimit)
  const plan: Plan = {
    index,
    ranges: long
      ? ranges.map(({ start, end }) => ({ start: fitsKey(start), end: `${fitsKey(end)}\xff` }))
      : ranges,
    points: points && !long,
    bounded,
    reverse: ordered?.reverse ?? false,
    sorted: Boolean(ordered) || !sort.length,
    merge: ranges.length > 1 && !inKeyOrder && Boolean(ordered),
    prefixes: prefixes.map((prefix) => prefix.length),
    exact: filter.exact && exactFields === filter.fields.size && !long,
    repeats: multikey.some(Boolean),
  }
  return { plan, score }
}

/** Whether walking the index, from the given field on, yields the sort; forwards or backwards. */
function order(
  fields: readonly IndexField[],
  multikey: readonly boolean[],
  at: number,
  sort: SortSpec,
): { reverse: boolean } | undefined {
  let reverse: boolean | undefined
  for (const [i, [name, direction]] of sort.entries()) {
    const field = fields[at + i]
    if (field?.name !== name || multikey[at + i]) return undefined
    const turned = field.descending !== (direction === -1)
    reverse ??= turned
    if (turned !== reverse) return undefined
  }
  return { reverse: reverse ?? false }
}

/**
 * Picks the way to answer a query: equalities first, then a range or the sort. Indexes that are younger than the
 * catalog's `version` hold nothing of an older snapshot, and are left alone.
 */
export function choosePlan(
  collection: Collection,
  filter: Doc,
  sort: SortSpec = [],
  version = Number.MAX_VALUE,
): Plan {
  const bounds = boundsOf(filter)
  let best = consider(undefined, collection, bounds, sort)
  if (best.plan.exact && bounds.fields.get('_id')?.points?.length === 1) return best.plan
  for (const index of collection.indexes) {
    if (index.since > version) continue
    const candidate = consider(index, collection, bounds, sort)
    if (candidate.score > best.score && holdsAll(index, bounds, filter)) best = candidate
  }
  return best.plan
}
