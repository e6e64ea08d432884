import { type Document, MongoServerError, type UpdateFilter, type UpdateOptions } from 'mongodb'
import { byId, type Cases, openCases } from './collection'

/** What we rely on from MongoDB when we write, stated as cases. */
describe('writing documents', () => {
  let cases: Cases
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases.close())

  const codeOf = (act: Promise<unknown>): Promise<unknown> =>
    act.then(
      () => 'no error',
      (error: unknown) => (error instanceof MongoServerError ? error.code : error),
    )

  test.each<[string, Document, Document, Document, UpdateOptions?]>([
    ['$set makes the way', { a: 1 }, { $set: { 'b.c': 2 } }, { a: 1, b: { c: 2 } }],
    [
      '$set into an array',
      { a: [{ b: 1 }, { b: 2 }] },
      { $set: { 'a.1.b': 3 } },
      { a: [{ b: 1 }, { b: 3 }] },
    ],
    ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '' } }, { b: { d: 2 } }],
    ['$inc, also of what is absent', { a: 1 }, { $inc: { a: 2, b: -1 } }, { a: 3, b: -1 }],
    ['$mul', { a: 3 }, { $mul: { a: 2 } }, { a: 6 }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3 }, $max: { b: 3 } }, { a: 3, b: 5 }],
    ['$rename', { a: 1 }, { $rename: { a: 'b' } }, { b: 1 }],
    ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
    [
      '$push several and keep the last',
      { a: [1, 2] },
      { $push: { a: { $each: [3, 4], $slice: -3 } } },
      { a: [2, 3, 4] },
    ],
    ['$push sorted', { a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1 } } }, { a: [1, 2, 3] }],
    ['$push in front', { a: [2] }, { $push: { a: { $each: [1], $position: 0 } } }, { a: [1, 2] }],
    ['$addToSet', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
    ['$pull by value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    [
      '$pull by condition',
      { a: [{ n: 1 }, { n: 5 }] },
      { $pull: { a: { n: { $gt: 2 } } } },
      { a: [{ n: 1 }] },
    ],
    ['$pop', { a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    [
      'the matched element',
      { a: [{ k: 1 }, { k: 2 }] },
      { $set: { 'a.$.ok': true } },
      { a: [{ k: 1 }, { k: 2, ok: true }] },
    ],
    ['every element', { a: [{ k: 1 }, { k: 2 }] }, { $inc: { 'a.$[].k': 1 } }, { a: [{ k: 2 }, { k: 3 }] }],
    [
      'elements by a filter',
      { a: [{ k: 1 }, { k: 2 }] },
      { $set: { 'a.$[e].ok': 1 } },
      { a: [{ k: 1 }, { k: 2, ok: 1 }] },
      { arrayFilters: [{ 'e.k': { $gt: 1 } }] },
    ],
    [
      'a pipeline',
      { a: 2, b: 3 },
      [{ $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'a' }],
      { b: 3, c: 5 },
    ],
  ])('%s', async (name, before, update, after, options = {}) => {
    const collection = await cases.fresh([{ _id: 1, ...before } as Document])
    const filter = name === 'the matched element' ? { _id: 1, 'a.k': 2 } : { _id: 1 }
    const { matchedCount, modifiedCount } = await collection.updateOne(
      filter as never,
      update as UpdateFilter<Document>,
      options,
    )
    expect([matchedCount, modifiedCount]).toEqual([1, 1])
    expect(await collection.findOne({})).toEqual({ _id: 1, ...after })
  })

  test('a change that changes nothing is matched and not modified', async () => {
    const collection = await cases.fresh([{ _id: 1 as never, a: 1 }])
    expect(await collection.updateOne({ a: 1 }, { $set: { a: 1 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    })
  })

  test('upsert: from the filter and the update, with what is set only then', async () => {
    const collection = await cases.fresh()
    const update = { $inc: { n: 1 }, $setOnInsert: { first: true } }
    expect((await collection.updateOne({ kind: 'x' }, update, { upsert: true })).upsertedCount).toBe(1)
    expect((await collection.updateOne({ kind: 'x' }, update, { upsert: true })).upsertedCount).toBe(0)
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ kind: 'x', n: 2, first: true })
  })

  test('many, one, replace, delete', async () => {
    const collection = await cases.fresh([1, 2, 3, 4].map((n) => ({ _id: n as never, odd: n % 2 })))
    expect((await collection.updateMany({ odd: 1 }, { $set: { seen: true } })).modifiedCount).toBe(2)
    await collection.replaceOne({ _id: 2 as never }, { whole: 'new' })
    expect(await collection.findOne({ _id: 2 as never })).toEqual({ _id: 2, whole: 'new' })
    expect((await collection.deleteOne({ odd: 1 })).deletedCount).toBe(1)
    expect((await collection.deleteMany({})).deletedCount).toBe(3)
  })

  test('find and change in one step, before or after', async () => {
    const collection = await cases.fresh([{ _id: 1 as never, n: 1 }])
    expect(await collection.findOneAndUpdate({}, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 })
    expect(await collection.findOneAndUpdate({}, { $inc: { n: 1 } }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      n: 3,
    })
    expect(await collection.findOneAndUpdate({ n: 9 }, { $inc: { n: 1 } })).toBeNull()
    expect(await collection.findOneAndDelete({})).toEqual({ _id: 1, n: 3 })
  })

  test('a thousand at once', async () => {
    const collection = await cases.fresh()
    const answer = await collection.bulkWrite([
      ...Array.from({ length: 1000 }, (_, n) => ({ insertOne: { document: { _id: n as never, n } } })),
      { updateMany: { filter: { n: { $lt: 10 } }, update: { $set: { small: true } } } },
      { deleteOne: { filter: { n: 999 } } },
    ])
    expect([answer.insertedCount, answer.modifiedCount, answer.deletedCount]).toEqual([1000, 10, 1])
  })

  test('one command inserts into one collection and changes a document of another', async () => {
    const admin = cases.client.db('admin')
    const { versionArray } = await admin.command({ buildInfo: 1 })
    // Servers before 8.0 do not have it, and are never sent it.
    if (versionArray[0] < 8) return
    const [kept, noted] = [
      await cases.fresh([{ _id: 1 as never, version: 3, said: ['a'] }]),
      await cases.fresh(),
    ]
    const both = (version: number, errorsOnly: boolean) =>
      admin.command({
        bulkWrite: 1,
        ops: [
          {
            update: 0,
            filter: { _id: 1, version },
            updateMods: { $inc: { version: 1 }, $push: { said: 'b' } },
          },
          { insert: 1, document: { of: version } },
        ],
        nsInfo: [kept, noted].map(({ namespace }) => ({ ns: namespace })),
        errorsOnly,
      })
    const done = await both(3, false)
    expect(done).toMatchObject({ ok: 1, nErrors: 0, nInserted: 1, nMatched: 1, nModified: 1 })
    expect(done.cursor.firstBatch).toMatchObject([
      { ok: 1, idx: 0, n: 1, nModified: 1 },
      { ok: 1, idx: 1, n: 1 },
    ])
    const missed = await both(3, false)
    expect(missed.cursor.firstBatch).toMatchObject([
      { ok: 1, idx: 0, n: 0, nModified: 0 },
      { ok: 1, idx: 1, n: 1 },
    ])
    expect((await both(4, true)).cursor.firstBatch).toEqual([])
    expect(await kept.findOne()).toEqual({ _id: 1, version: 5, said: ['a', 'b', 'b'] })
    expect(await noted.countDocuments()).toBe(3)
  })

  describe('unique indexes', () => {
    test('the second is refused, and one that is gone makes room', async () => {
      const collection = await cases.fresh()
      await collection.createIndex({ who: 1, key: 1 }, { unique: true })
      await collection.insertOne({ who: 'a', key: 1 })
      await collection.insertOne({ who: 'b', key: 1 })
      expect(await codeOf(collection.insertOne({ who: 'a', key: 1 }))).toBe(11000)
      expect(await codeOf(collection.updateOne({ who: 'b' }, { $set: { who: 'a' } }))).toBe(11000)
      await collection.deleteOne({ who: 'a' })
      expect(await codeOf(collection.updateOne({ who: 'b' }, { $set: { who: 'a' } }))).toBe('no error')
    })

    test('ordered: what comes after the refused one is not written; unordered: it is', async () => {
      const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }] as never[]
      const ordered = await cases.fresh()
      expect(await codeOf(ordered.insertMany(documents))).toBe(11000)
      expect(byId(await ordered.find().toArray())).toEqual([1])
      const unordered = await cases.fresh()
      expect(await codeOf(unordered.insertMany(documents, { ordered: false }))).toBe(11000)
      expect(byId(await unordered.find().toArray())).toEqual([1, 2])
    })

    test('a partial one binds only what it covers', async () => {
      const collection = await cases.fresh()
      await collection.createIndex({ n: 1 }, { unique: true, partialFilterExpression: { open: true } })
      await collection.insertMany([{ n: 1 }, { n: 1 }, { n: 1, open: true }])
      expect(await codeOf(collection.insertOne({ n: 1, open: true }))).toBe(11000)
    })

    test('ten at the same moment: one gets in', async () => {
      const collection = await cases.fresh()
      await collection.createIndex({ key: 1 }, { unique: true })
      const codes = await Promise.all(
        Array.from({ length: 10 }, () => codeOf(collection.insertOne({ key: 'x' }))),
      )
      expect(codes.sort()).toEqual([...Array(9).fill(11000), 'no error'].sort())
    })
  })

  test('indexes can be listed and dropped, and making one again is no error', async () => {
    const collection = await cases.fresh([{ a: 1 }])
    await collection.createIndex({ a: 1 }, { name: 'by_a' })
    await collection.createIndex({ a: 1 }, { name: 'by_a' })
    expect((await collection.indexes()).map(({ name }) => name).sort()).toEqual(['_id_', 'by_a'])
    await collection.dropIndex('by_a')
    expect((await collection.indexes()).map(({ name }) => name)).toEqual(['_id_'])
  })

  test.each<[string, UpdateFilter<Document>, number]>([
    ['an operator nobody knows', { $nonsense: { a: 1 } } as never, 9],
    ['an id changed', { $set: { _id: 2 } } as never, 66],
    ['a number added to a word', { $inc: { word: 1 } }, 14],
    ['pushing into what is no array', { $push: { word: 1 } } as never, 2],
    ['two changes to one field', { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ])('refuses %s', async (_, update, code) => {
    const collection = await cases.fresh([{ _id: 1 as never, word: 'x' }])
    expect(await codeOf(collection.updateOne({}, update))).toBe(code)
    expect(await collection.findOne({})).toEqual({ _id: 1, word: 'x' })
  })
})
