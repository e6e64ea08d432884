import { Binary, type Document, type Filter, Long, ObjectId } from 'mongodb'
import { byId, type Cases, openCases } from './collection'

/** What we rely on from MongoDB when we look for documents, stated as cases. MongoDB's manual decides. */
describe('finding documents', () => {
  let cases: Cases
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases.close())

  const day = (number: number) => new Date(Date.UTC(2026, 10, number))
  const households: Document[] = [
    {
      _id: 1,
      name: '岩三木',
      members: 4,
      tags: ['ill', 'old'],
      place: { village: 203, group: 1 },
      seen: day(1),
    },
    { _id: 2, name: '罗大妹', members: 2, tags: ['school'], place: { village: 203, group: 2 }, seen: day(2) },
    { _id: 3, name: '李小发', members: 5, tags: [], place: { village: 205, group: 1 }, seen: null },
    { _id: 4, name: '田小花', members: 2.5, place: { village: 206 }, closed: true },
    {
      _id: 5,
      members: Long.fromNumber(2),
      visits: [
        { by: 'a', ok: true },
        { by: 'b', ok: false },
      ],
    },
  ]

  test.each<[string, Filter<Document>, unknown[]]>([
    ['nothing asked: everything', {}, [1, 2, 3, 4, 5]],
    ['a value', { name: '罗大妹' }, [2]],
    ['a number, whatever type it was stored in', { members: 2 }, [2, 5]],
    ['a path into a document', { 'place.village': 203 }, [1, 2]],
    ['a whole document, in its order', { place: { village: 203, group: 1 } }, [1]],
    ['a whole document in another order', { place: { group: 1, village: 203 } }, []],
    ['one element of an array', { tags: 'old' }, [1]],
    ['a whole array', { tags: ['ill', 'old'] }, [1]],
    ['an empty array', { tags: [] }, [3]],
    ['an array’s length', { tags: { $size: 1 } }, [2]],
    ['a path through an array', { 'visits.by': 'b' }, [5]],
    ['an element by its place', { 'visits.0.by': 'a' }, [5]],
    ['conditions on one and the same element', { visits: { $elemMatch: { by: 'a', ok: false } } }, []],
    ['null: absent counts too', { seen: null }, [3, 4, 5]],
    ['not null', { seen: { $ne: null } }, [1, 2]],
    ['present', { seen: { $exists: true } }, [1, 2, 3]],
    ['absent', { closed: { $exists: false } }, [1, 2, 3, 5]],
    ['greater, within the type', { members: { $gt: 2 } }, [1, 3, 4]],
    ['between two dates', { seen: { $gte: day(1), $lt: day(2) } }, [1]],
    ['greater than a word leaves numbers out', { members: { $gt: '2' } }, []],
    ['one of', { name: { $in: ['岩三木', '田小花'] } }, [1, 4]],
    ['none of: absent counts too', { name: { $nin: ['岩三木', '田小花'] } }, [2, 3, 5]],
    ['a pattern', { name: /^罗/ }, [2]],
    ['not', { members: { $not: { $gt: 2 } } }, [2, 5]],
    ['either', { $or: [{ members: 5 }, { closed: true }] }, [3, 4]],
    ['neither', { $nor: [{ members: 5 }, { closed: true }] }, [1, 2, 5]],
    ['all of an array', { tags: { $all: ['old', 'ill'] } }, [1]],
    ['a type', { seen: { $type: 'date' } }, [1, 2]],
    ['an expression', { $expr: { $gt: ['$members', 4] } }, [3]],
  ])('%s', async (_, filter, expected) => {
    const collection = await cases.fresh(households)
    expect(byId(await collection.find(filter).toArray())).toEqual(expected)
    expect(await collection.countDocuments(filter)).toBe(expected.length)
  })

  test('the same answers with an index on what is asked', async () => {
    const collection = await cases.fresh(households)
    await collection.createIndex({ members: 1, 'place.village': -1 })
    await collection.createIndex({ tags: 1 })
    expect(byId(await collection.find({ members: 2 }).toArray())).toEqual([2, 5])
    expect(byId(await collection.find({ members: { $gt: 2 }, 'place.village': 205 }).toArray())).toEqual([3])
    expect(byId(await collection.find({ tags: 'old' }).toArray())).toEqual([1])
    expect(byId(await collection.find({ tags: { $ne: 'old' } }).toArray())).toEqual([2, 3, 4, 5])
  })

  test('values of every type come back as they went in', async () => {
    const values = {
      _id: new ObjectId(),
      text: '佤山 🏔 é',
      whole: 42,
      fraction: 0.5,
      large: Long.fromString('9007199254740993'),
      yes: true,
      nothing: null,
      moment: new Date('2026-11-24T02:00:00.123Z'),
      bytes: new Binary(Buffer.from([0, 1, 255])),
      nested: { list: [1, 'two', { three: [] }], 空: {} },
    }
    const collection = await cases.fresh([values])
    const found = await collection.findOne({}, { promoteLongs: false, promoteValues: true })
    expect(found).toEqual(values)
  })

  describe('order, limit, skip', () => {
    const mixed: Document[] = [
      { _id: 'text', v: 'b' },
      { _id: 'null', v: null },
      { _id: 'none' },
      { _id: 'two', v: 2 },
      { _id: 'one', v: 1.5 },
      { _id: 'date', v: day(1) },
      { _id: 'yes', v: true },
      { _id: 'document', v: { a: 1 } },
      { _id: 'id', v: new ObjectId('000000000000000000000001') },
    ]
    const order = ['null', 'none', 'one', 'two', 'text', 'document', 'id', 'yes', 'date']

    test('values of different types stand in BSON’s order', async () => {
      const collection = await cases.fresh(mixed)
      const found = await collection.find().sort({ v: 1, _id: -1 }).toArray()
      expect(found.map(({ _id }) => _id)).toEqual(order)
    })

    test('by two fields, one of them downwards, then a page', async () => {
      const collection = await cases.fresh(
        Array.from({ length: 30 }, (_, n) => ({ _id: n, kind: n % 3, at: n })),
      )
      await collection.createIndex({ kind: 1, at: -1 })
      const found = await collection
        .find({ kind: { $lt: 2 } })
        .sort({ kind: 1, at: -1 })
        .skip(8)
        .limit(4)
        .toArray()
      expect(found.map(({ _id }) => _id)).toEqual([3, 0, 28, 25])
    })

    test('a long answer comes in several batches, all of it', async () => {
      const collection = await cases.fresh(Array.from({ length: 1000 }, (_, n) => ({ _id: n })))
      const seen: unknown[] = []
      for await (const { _id } of collection.find().sort({ _id: 1 }).batchSize(64)) seen.push(_id)
      expect(seen).toEqual(Array.from({ length: 1000 }, (_, n) => n))
    })
  })

  test.each<[string, Document, unknown]>([
    ['some fields', { name: 1, 'place.village': 1 }, { _id: 1, name: '岩三木', place: { village: 203 } }],
    ['some fields without the id', { name: 1, _id: 0 }, { name: '岩三木' }],
    ['all but some', { tags: 0, place: 0, seen: 0 }, { _id: 1, name: '岩三木', members: 4 }],
  ])('gives %s', async (_, projection, expected) => {
    const collection = await cases.fresh(households)
    const [found] = await collection
      .find({ _id: 1 as never })
      .project(projection)
      .toArray()
    expect(found).toEqual(expected)
  })

  test('distinct values', async () => {
    const collection = await cases.fresh(households)
    expect((await collection.distinct('place.village')).sort()).toEqual([203, 205, 206])
    expect((await collection.distinct('tags')).sort()).toEqual(['ill', 'old', 'school'])
  })

  test('several counts of one selection at once, by the month in China and by what lies in a list', async () => {
    const steps = await cases.fresh([
      {
        _id: 1,
        at: new Date('2026-10-31T16:00:00.000Z'),
        tags: ['ill', 'old'],
        history: [{ event: 'accept' }],
      },
      {
        _id: 2,
        at: new Date('2026-10-31T15:59:59.000Z'),
        tags: [],
        history: [{ event: 'accept', late: true }],
      },
      { _id: 3, at: new Date('2026-11-20T02:00:00.000Z'), tags: ['old'], history: [] },
    ])
    const month = { $dateToString: { date: '$at', format: '%Y-%m', timezone: '+08:00' } }
    const byMonth = { $group: { _id: { month }, count: { $sum: 1 } } }
    const inTime = { history: { $elemMatch: { event: { $in: ['accept'] }, late: { $ne: true } } } }
    const [found] = await steps
      .aggregate([
        { $match: { at: { $gte: new Date('2026-10-01T00:00:00.000Z') } } },
        { $project: { at: 1, tags: 1, 'history.event': 1, 'history.late': 1 } },
        {
          $facet: {
            all: [{ $match: {} }, byMonth],
            inTime: [{ $match: inTime }, byMonth],
            tags: [{ $unwind: '$tags' }, { $group: { _id: { month, tag: '$tags' }, count: { $sum: 1 } } }],
          },
        },
      ])
      .toArray()
    const sorted = (counts: Document[]) =>
      counts.map(({ _id, count }) => [...Object.values(_id as Document), count].join(' ')).sort()
    expect(sorted(found?.all)).toEqual(['2026-10 1', '2026-11 2'])
    expect(sorted(found?.inTime)).toEqual(['2026-11 1'])
    expect(sorted(found?.tags)).toEqual(['2026-11 ill 1', '2026-11 old 2'])
  })
})
