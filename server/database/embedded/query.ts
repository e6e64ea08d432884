import { type Doc, decodeSome } from './bson-codec'
import type { Collection } from './catalog'
import { indexedValues } from './field-paths'
import { type ByteString, encodeValue, inverted } from './key-encoding'
import { compileFilter, fieldsRead } from './matcher'
import { MongoError } from './mongo-error'
import { choosePlan, type Plan, type SortSpec } from './planner'
import type { Entry, Reader } from './storage'

/** One document of an answer: its key and its BSON. */
export interface Found {
  key: ByteString
  bytes: Buffer
}

export interface Query {
  filter: Doc
  sort?: SortSpec
  skip?: number
  limit?: number
  /** Epoch milliseconds after which the query gives up. */
  deadline?: number
}

/** What an answer cost; `explain` shows it. */
export interface Cost {
  keys: number
  docs: number
}

/** A reader, and how much of the catalog its moment knows. */
export interface View {
  reader: Reader
  version?: number
}

/** A sort specification as a client sends it, checked. */
export function sortSpec(sort: Doc | undefined): SortSpec | undefined {
  const ways = Object.entries(sort ?? {})
  for (const [, way] of ways)
    if (way !== 1 && way !== -1)
      throw new MongoError(15975, 'Location15975', '$sort key ordering must be 1 or -1')
  return ways.length > 0 ? (ways as [string, 1 | -1][]) : undefined
}

const sortBytes = (doc: Doc, sort: readonly { path: string[]; direction: 1 | -1 }[]): ByteString => {
  let out = ''
  for (const { path, direction } of sort) {
    const encoded = indexedValues(doc, path).values.map(encodeValue)
    const first = encoded.reduce((a, b) => ((direction === 1 ? b < a : b > a) ? b : a))
    out += direction === 1 ? first : inverted(first)
  }
  return out
}

/** Puts documents in the order of a sort specification. */
export function sorted<T>(items: T[], sort: SortSpec, docOf: (item: T) => Doc, keep = Infinity): T[] {
  const spec = sort.map(([name, direction]) => ({ path: name.split('.'), direction }))
  const keyed = items.map((item, i) => ({ item, i, bytes: sortBytes(docOf(item), spec) }))
  keyed.sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : a.i - b.i))
  return (keep < keyed.length ? keyed.slice(0, keep) : keyed).map(({ item }) => item)
}

/** Walks the entries of a plan's ranges in the order the plan promises. */
function* walk(reader: Reader, plan: Plan): Generator<Entry> {
  if (!plan.merge) {
    const ranges = plan.reverse ? plan.ranges.toReversed() : plan.ranges
    for (const range of ranges) {
      const value = plan.points ? reader.get(range.start) : undefined
      if (value) yield { key: range.start, value }
      if (!plan.points) yield* reader.entries(range, plan.reverse)
    }
    return
  }
  const heads: { entry: Entry; rest: Iterator<Entry>; order: ByteString; prefix: number }[] = []
  const advance = (rest: Iterator<Entry>, prefix: number) => {
    const { done, value } = rest.next()
    if (!done) heads.push({ entry: value, rest, prefix, order: value.key.slice(prefix) })
  }
  try {
    for (const [i, range] of plan.ranges.entries())
      advance(reader.entries(range, plan.reverse)[Symbol.iterator](), plan.prefixes[i] ?? 0)
    while (heads.length) {
      let first = 0
      for (let i = 1; i < heads.length; i++) {
        const [a, b] = [heads[i]?.order ?? '', heads[first]?.order ?? '']
        if (plan.reverse ? a > b : a < b) first = i
      }
      const [head] = heads.splice(first, 1)
      if (!head) return
      yield head.entry
      advance(head.rest, head.prefix)
    }
  } finally {
    for (const { rest } of heads) rest.return?.()
  }
}

function checkDeadline(deadline: number | undefined, examined: number): void {
  if (deadline !== undefined && examined % 128 === 0 && Date.now() > deadline)
    throw new MongoError(50, 'MaxTimeMSExpired', 'operation exceeded time limit')
}

function* matching(
  collection: Collection,
  view: View,
  plan: Plan,
  query: Query,
  matches: (doc: Doc) => boolean,
  cost: Cost,
): Generator<Found> {
  const read = fieldsRead(query.filter)
  const seen = plan.repeats ? new Set<string>() : undefined
  for (const entry of walk(view.reader, plan)) {
    let found: Found
    if (plan.index) {
      cost.keys++
      const id = entry.value.toString('latin1')
      if (seen?.has(id)) continue
      seen?.add(id)
      const key = collection.space + id
      const bytes = view.reader.get(key)
      if (!bytes) throw new Error(`index ${plan.index.name} of ${collection.ns} points to a missing document`)
      found = { key, bytes }
    } else found = { key: entry.key, bytes: entry.value }
    cost.docs++
    checkDeadline(query.deadline, cost.docs)
    if (!plan.exact && !matches(decodeSome(found.bytes, read))) continue
    yield found
  }
}

/** Answers a query, one document at a time and no more of them than are taken. */
export function* run(
  collection: Collection | undefined,
  view: View,
  query: Query,
  cost: Cost = { keys: 0, docs: 0 },
): Generator<Found> {
  const matches = compileFilter(query.filter)
  if (!collection) return
  const plan = planOf(collection, view, query)
  const { skip = 0, limit = 0 } = query
  const end = limit ? skip + limit : Infinity
  let found: Iterable<Found> = matching(collection, view, plan, query, matches, cost)
  if (!plan.sorted && query.sort) {
    const read = new Set(query.sort.flatMap(([name]) => name.split('.', 1)))
    found = sorted([...found], query.sort, ({ bytes }) => decodeSome(bytes, read), end)
  }
  let position = 0
  for (const item of found) {
    if (position++ < skip) continue
    yield item
    if (position >= end) return
  }
}

export const planOf = (collection: Collection, view: View, query: Query): Plan =>
  choosePlan(collection, query.filter, query.sort, view.version)

/** Counts without touching documents where the index alone decides. */
export function count(
  collection: Collection | undefined,
  view: View,
  query: Omit<Query, 'sort'>,
  cost: Cost = { keys: 0, docs: 0 },
): number {
  const { skip = 0, limit = 0 } = query
  let total = 0
  compileFilter(query.filter)
  const plan = collection && planOf(collection, view, query)
  if (collection && plan?.exact && !plan.repeats) {
    if (!limit) for (const range of plan.ranges) total += view.reader.count(range)
    else for (const _ of walk(view.reader, plan)) if (++total >= skip + limit) break
    cost.keys += total
    return Math.max(0, total - skip)
  }
  for (const _ of run(collection, view, query, cost)) total++
  return total
}
