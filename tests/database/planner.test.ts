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

  test('a plan is told in the words of MongoDB, and is not run when only the plan is asked for', async () => {
    const cases = own.db.collection('cases')
    const find = cases.find({ owner: 7, open: true }).sort({ order: -1 }).limit(20)
    const { queryPlanner, executionStats } = await find.explain('queryPlanner')
    expect(executionStats).toBeUndefined()
    expect(queryPlanner.winningPlan).toEqual({
      stage: 'LIMIT',
      limitAmount: 20,
      inputStage: {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          keyPattern: { owner: 1, open: 1, order: 1 },
          indexName: 'owner_1_open_1_order_1',
          isMultiKey: false,
          isUnique: false,
          isSparse: false,
          isPartial: false,
          indexVersion: 2,
          direction: 'backward',
        },
      },
    })
  })

  test('sparse, partial and descending ones, where they hold all that is asked for', async () => {
    const kept = own.db.collection('kept')
    await kept.createIndex({ sparse: -1 }, { sparse: true })
    await kept.createIndex({ partial: 1 }, { partialFilterExpression: { open: true } })
    await kept.insertMany(
      Array.from({ length: 100 }, (_, n) => ({ sparse: n, partial: n, open: n % 2 === 0 })),
    )
    const used = async (filter: Filter<Document>, sort: Document = {}) => {
      const { queryPlanner } = await kept.find(filter).sort(sort).explain('queryPlanner')
      return /"indexName":"([^"]+)"/.exec(JSON.stringify(queryPlanner))?.[1] ?? null
    }
    expect(await used({ sparse: { $gt: 90 } }, { sparse: 1 })).toBe('sparse_-1')
    expect(await used({ sparse: null })).toBeNull()
    expect(await used({}, { sparse: 1 })).toBeNull()
    expect(await used({ partial: 3, open: true })).toBe('partial_1')
    expect(await used({ partial: 3 })).toBeNull()
    expect(await used({ _id: { $gt: 1 as never } })).toBe('_id_')
  })

  test('a partial index answers what MongoDB would answer by it, and nothing else', async () => {
    const some = own.db.collection<{ _id: number; into: number | null; kind: number | null }>('some')
    await some.createIndex({ into: 1 }, { partialFilterExpression: { into: { $gt: 0 } } })
    await some.createIndex({ kind: 1 }, { partialFilterExpression: { kind: { $type: 'number' } } })
    await some.insertMany(
      Array.from({ length: 400 }, (_, n) => {
        const rare = n % 20 === 0 ? n : null
        return { _id: n, into: rare, kind: rare }
      }),
    )
    const examined = async (filter: Filter<{ _id: number; into: number | null; kind: number | null }>) => {
      const { executionStats } = (await some.find(filter).explain()) as unknown as Explained
      return executionStats.totalDocsExamined
    }
    expect(await examined({ into: { $in: [20, 40] } })).toBe(2)
    expect(await examined({ into: 20 })).toBe(1)
    expect(await examined({ into: { $in: [20, null] } })).toBe(400)
    expect(await examined({ into: { $in: [-1, 20] } })).toBe(400)
    expect(await examined({ kind: { $in: [20, 40] } })).toBe(400)
  })

  test('without an index it reads everything, and sorts', async () => {
    const { executionStats, queryPlanner } = await explain({ missing: 1 }, { order: 1 })
    expect(queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'COLLSCAN' } })
    expect(executionStats.totalDocsExamined).toBe(5000)
  })
})
