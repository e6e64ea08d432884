import fc from 'fast-check'
import type { Document, Filter } from 'mongodb'
import { type OwnStore, openOwnStore } from './own-store'

interface Explained {
  queryPlanner: { winningPlan: { stage: string; inputStage?: { stage: string } } }
  executionStats: { nReturned: number; totalKeysExamined: number; totalDocsExamined: number }
}

describe('the embedded store uses its indexes', () => {
  let own: OwnStore
  beforeAll(async () => {
    own = await openOwnStore()
    const cases = own.db.collection('cases')
    await cases.createIndex({ owner: 1, open: 1, order: 1 })
    await cases.createIndex({ tags: 1 })
    await cases.insertMany(
      Array.from({ length: 5000 }, (_, n) => ({
        _id: n as never,
        owner: n % 50,
        open: n % 3 !== 0,
        order: `${n % 7}-${n}`,
        tags: [`t${n % 100}`, `u${n % 10}`],
      })),
    )
  })
  afterAll(async () => {
    await own.close()
    own.forget()
  })

  const explain = (filter: Filter<Document>, sort: Document = {}, limit = 0) =>
    own.db.collection('cases').find(filter).sort(sort).limit(limit).explain() as unknown as Promise<Explained>

  test('a page of a queue reads no more than the page', async () => {
    const { executionStats, queryPlanner } = await explain({ owner: 7, open: true }, { order: 1 }, 20)
    expect(JSON.stringify(queryPlanner)).toContain('IXSCAN')
    expect(JSON.stringify(queryPlanner)).not.toContain('"SORT"')
    expect(executionStats).toMatchObject({ nReturned: 20, totalDocsExamined: 20 })
  })

  test('a range reads only the range, backwards too', async () => {
    const { executionStats } = await explain(
      { owner: 7, open: true, order: { $gte: '3', $lt: '4' } },
      { order: -1 },
    )
    expect(executionStats.totalDocsExamined).toBe(executionStats.nReturned)
    expect(executionStats.nReturned).toBeGreaterThan(0)
  })

  test('one element of an array, and a list of owners', async () => {
    expect((await explain({ tags: 't42' })).executionStats).toMatchObject({
      nReturned: 50,
      totalDocsExamined: 50,
    })
    const several = await explain({ owner: { $in: [1, 2, 3] }, open: true })
    expect(several.executionStats.totalDocsExamined).toBe(several.executionStats.nReturned)
  })

  test('without an index it reads everything, and sorts', async () => {
    const { executionStats, queryPlanner } = await explain({ missing: 1 }, { order: 1 })
    expect(queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'COLLSCAN' } })
    expect(executionStats.totalDocsExamined).toBe(5000)
  })

  const single = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.constantFrom('', 'a', 'ab', 'b', '村', '村\u0000寨'),
    fc.boolean(),
    fc.constant(null),
    fc.date({ min: new Date('2026-11-01'), max: new Date('2026-11-03'), noInvalidDate: true }),
  )
  const value = fc.oneof(single, fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }))
  // An index holds the elements of one array only, here as in MongoDB.
  const document = fc.record({ a: value, b: single }, { requiredKeys: [] })
  const condition = fc.oneof(
    value,
    fc.record({ $gt: value }),
    fc.record({ $gte: value, $lt: value }),
    fc.record({ $lte: value }),
    fc.record({ $in: fc.array(value, { maxLength: 3 }) }),
    fc.record({ $ne: value }),
    fc.record({ $exists: fc.boolean() }),
  )
  const filter = fc.record({ a: condition, b: condition }, { requiredKeys: [] })
  const sort = fc.constantFrom<Record<string, 1 | -1>>(
    {},
    { a: 1 },
    { a: 1, b: -1 },
    { a: -1, b: 1 },
    { b: 1 },
  )

  test('any question has the same answer, in the same order, with and without indexes', async () => {
    const plain = own.db.collection('plain')
    const indexed = own.db.collection('indexed')
    await plain.insertOne({})
    await indexed.createIndex({ a: 1, b: -1 })
    await indexed.createIndex({ b: 1 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(filter, sort), { minLength: 4, maxLength: 4 }),
        async (documents, questions) => {
          const numbered = documents.map((each, _id) => ({ _id: _id as never, ...each }))
          for (const collection of [plain, indexed]) {
            await collection.deleteMany({})
            await collection.insertMany(numbered.map((each) => ({ ...each })))
          }
          for (const [asked, order] of questions) {
            const ask = (collection: typeof plain) =>
              collection
                .find(asked as Filter<Document>)
                .sort({ ...order, _id: 1 })
                .toArray()
            expect(await ask(indexed)).toEqual(await ask(plain))
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
