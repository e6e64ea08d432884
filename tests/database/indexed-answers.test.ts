import fc from 'fast-check'
import { Query as MingoQuery } from 'mingo'
import { type Doc, decode, encode } from '../../server/database/embedded/bson-codec'
import { Catalog, type Collection, fieldsOf, type Index } from '../../server/database/embedded/catalog'
import { DocumentWrites } from '../../server/database/embedded/document-writes'
import { MongoError } from '../../server/database/embedded/mongo-error'
import { Overlay } from '../../server/database/embedded/overlay'
import { count, planOf, type Query, run, sortSpec, type View } from '../../server/database/embedded/query'
import type { Reader, Storage } from '../../server/database/embedded/storage'

/** `INDEX_RUNS=10000 npx jest tests/database/indexed-answers` looks further than the suite has time for. */
const runs = Number(process.env.INDEX_RUNS ?? 250)

const word = fc.constantFrom('', 'a', 'ab', 'b', '村', '村\u0000寨')
const day = fc.integer({ min: 1, max: 4 }).map((number) => new Date(Date.UTC(2026, 10, number)))
/** What mingo compares as MongoDB does. */
const simple = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(0.5, -1.5), word, fc.boolean(), day)
const list = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 })
const inside = fc.record({ x: simple, y: fc.integer({ min: 0, max: 2 }) }, { requiredKeys: [] })
/** What only the store itself does. */
const difficult = fc.oneof(
  simple,
  fc.constant(null),
  fc.array(fc.oneof(simple, fc.constant(null), list), { maxLength: 3 }),
  inside,
  fc.array(inside, { maxLength: 2 }),
)

interface Question {
  filter: Doc
  sort: Record<string, 1 | -1>
  skip: number
  limit: number
}
interface Shape {
  key: Record<string, 1 | -1>
  unique: boolean
  sparse: boolean
  partial: Doc | undefined
}

const paths = fc.constantFrom('a', 'b', 'c', 'a.x', 'b.y', 'c.x')
const way = fc.constantFrom<1 | -1>(1, -1)

const conditionOn = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 3, arbitrary: value },
    fc.record({ $gt: value }),
    fc.record({ $lte: value }),
    fc.record({ $gte: value, $lt: value }),
    fc.record({ $in: fc.array(value, { maxLength: 3 }) }),
    fc.record({ $ne: value }),
    fc.record({ $nin: fc.array(value, { maxLength: 2 }) }),
    fc.record({ $exists: fc.boolean() }),
  )
const filterOn = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Doc> => {
  const plain = fc.dictionary(paths, conditionOn(value), { maxKeys: 3 })
  const several = fc.array(plain, { minLength: 1, maxLength: 2 })
  return fc.oneof(
    { weight: 4, arbitrary: plain },
    fc.record({ $or: several }),
    fc.tuple(plain, several).map(([one, more]) => ({ ...one, $and: more })),
  )
}
const part = { skip: fc.constantFrom(0, 0, 1), limit: fc.constantFrom(0, 0, 2, 5) }
const questionOn = (value: fc.Arbitrary<unknown>, sortable: fc.Arbitrary<string>): fc.Arbitrary<Question> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        filter: filterOn(value),
        sort: fc.dictionary(sortable, way, { maxKeys: 2 }),
        ...part,
      }),
    },
    // the queues of several people as one: ranges of an index that have to be merged
    fc.record({
      filter: fc.record({ b: fc.record({ $in: fc.array(value, { minLength: 2, maxLength: 3 }) }) }),
      sort: fc.record({ 'c.x': way }),
      ...part,
    }),
  )
const shape: fc.Arbitrary<Shape> = fc.record({
  key: fc.oneof(
    { weight: 5, arbitrary: fc.dictionary(paths, way, { minKeys: 1, maxKeys: 3 }) },
    fc.record({ b: way, 'c.x': way }),
  ),
  unique: fc.constantFrom(false, false, true),
  sparse: fc.boolean(),
  partial: fc.constantFrom<Doc | undefined>(
    undefined,
    undefined,
    { c: { $exists: true } },
    { b: { $gt: 0 } },
    { a: { $type: 'number' } },
  ),
})

const nothing: Reader = { get: () => undefined, entries: () => [], count: () => 0 }
const catalog = new Catalog({ newest: nothing, onFailedCommit: () => undefined } as unknown as Storage)

const made = (shapes: readonly Shape[]): Collection => ({
  ns: 'test.asked',
  db: 'test',
  name: 'asked',
  space: catalog.newSpace(),
  indexes: shapes.map(
    ({ key, ...one }, i): Index => ({
      ...one,
      space: catalog.newSpace(),
      name: `index_${i}`,
      fields: fieldsOf(key),
      multikey: Object.keys(key).map(() => false),
      since: 0,
    }),
  ),
})

/** Stores what the indexes let in. */
function stored(collection: Collection, documents: readonly Doc[]): { view: View; kept: Doc[] } {
  let reader = nothing
  const kept: Doc[] = []
  for (const [_id, one] of documents.entries()) {
    const overlay = new Overlay(reader, () => undefined)
    const bytes = encode({ _id, ...one })
    try {
      new DocumentWrites(catalog, overlay, collection).insert(bytes)
      reader = overlay
      kept.push(decode(bytes))
    } catch (error) {
      // a key that is there already, or a second array
      if (!(error instanceof MongoError)) throw error
    }
  }
  return { view: { reader }, kept }
}

/** How often the runs came to what the planner is about: a property that never meets it proves nothing. */
const met = { indexed: 0, ordered: 0, merged: 0, backwards: 0, exact: 0, repeated: 0, several: 0, found: 0 }

const asked = ({ filter, sort, skip, limit }: Question): Query =>
  // the _id comes last, so that there is one right order
  ({ filter, sort: sortSpec({ ...sort, _id: 1 }), skip, limit })

function note(collection: Collection, view: View, query: Query, found: number) {
  const plan = planOf(collection, view, query)
  if (!plan.index) return
  met.indexed++
  if (plan.sorted) met.ordered++
  if (plan.merge) met.merged++
  if (plan.reverse) met.backwards++
  if (plan.exact) met.exact++
  if (plan.repeats) met.repeated++
  if (plan.ranges.length > 1) met.several++
  if (found > 0) met.found++
}

function check(
  documents: readonly Doc[],
  shapes: readonly Shape[],
  questions: readonly Question[],
  oracle: Oracle,
) {
  const collection = made(shapes)
  const { view, kept } = stored(collection, documents)
  for (const question of questions) {
    // with the order that the question asks for alone, and with the one that makes it certain
    const loose: Query = { ...asked(question), sort: sortSpec(question.sort), skip: 0, limit: 0 }
    const query = asked(question)
    const right = oracle(kept, question)
    const idsFor = (one: Query) => [...run(collection, view, one)].map(({ bytes }) => decode(bytes)._id)
    const found = idsFor(query)
    const { skip, limit } = question
    expect(found).toEqual(right.slice(skip, limit ? skip + limit : undefined))
    expect((idsFor(loose) as number[]).sort((a, b) => a - b)).toEqual(right.toSorted((a, b) => a - b))
    expect(count(collection, view, { filter: question.filter })).toBe(right.length)
    note(collection, view, query, found.length)
    note(collection, view, loose, found.length)
  }
}

/** The _ids that a question is answered with, all of them, in order. */
type Oracle = (documents: readonly Doc[], question: Question) => number[]

const byMingo: Oracle = (documents, { filter, sort }) =>
  new MingoQuery(filter as never)
    .find<Doc>(documents as Doc[])
    .sort({ ...sort, _id: 1 })
    .all()
    .map(({ _id }) => _id as number)

/** The store's own scan, which the conformance cases hold to MongoDB's manual. */
const byScan: Oracle = (documents, question) => {
  const collection = made([])
  const reader = new Overlay(nothing, () => undefined)
  for (const one of documents) new DocumentWrites(catalog, reader, collection).insert(encode(one))
  const query = { ...asked(question), skip: 0, limit: 0 }
  return [...run(collection, { reader }, query)].map(({ bytes }) => decode(bytes)._id as number)
}

const shapes = fc.array(shape, { minLength: 1, maxLength: 3 })
/** As they come over the wire: fast-check makes objects without a prototype, too. */
const sent = <T>(one: T): T => decode(encode({ one })).one as T

test('an answer by indexes is the one that mingo gives by looking at every document', () => {
  const document = fc.record({ a: fc.oneof(simple, list), b: simple, c: inside }, { requiredKeys: [] })
  const questions = fc.array(questionOn(simple, fc.constantFrom('b', 'c.x')), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 14 }), shapes, questions, (...all) =>
      check(...sent(all), byMingo),
    ),
    { numRuns: runs },
  )
})

test('and the one of a scan for values that mingo does not compare as MongoDB does', () => {
  const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), difficult, { maxKeys: 3 })
  const questions = fc.array(questionOn(difficult, paths), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 14 }), shapes, questions, (...all) =>
      check(...sent(all), byScan),
    ),
    { numRuns: runs },
  )
  expect(Object.entries(met).filter(([, times]) => times < 10)).toEqual([])
})
