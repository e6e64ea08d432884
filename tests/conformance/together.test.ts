import { GridFSBucket, MongoServerError } from 'mongodb'
import { type Cases, openCases } from './collection'

/** Transactions, aggregation and files, as far as we rely on them. */
describe('working together', () => {
  let cases: Cases
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases.close())

  describe('transactions', () => {
    test('all or nothing, and seen by others only when done', async () => {
      const one = await cases.fresh([{ _id: 1 as never, n: 0 }])
      const other = await cases.fresh([{ _id: 1 as never, n: 0 }])
      await cases.client.withSession((session) =>
        session.withTransaction(async () => {
          await one.updateOne({}, { $inc: { n: 1 } }, { session })
          await other.insertOne({ n: 9 }, { session })
          expect(await one.findOne({}, { session })).toMatchObject({ n: 1 })
          expect(await one.findOne({})).toMatchObject({ n: 0 })
        }),
      )
      expect(await one.findOne({})).toMatchObject({ n: 1 })
      expect(await other.countDocuments()).toBe(2)

      const failing = cases.client.withSession((session) =>
        session.withTransaction(async () => {
          await one.updateOne({}, { $inc: { n: 1 } }, { session })
          await other.deleteMany({}, { session })
          throw new Error('no')
        }),
      )
      await expect(failing).rejects.toThrow('no')
      expect(await one.findOne({})).toMatchObject({ n: 1 })
      expect(await other.countDocuments()).toBe(2)
    })

    test('it reads what was there when it began', async () => {
      const collection = await cases.fresh([{ _id: 1 as never, n: 1 }])
      await cases.client.withSession(async (session) => {
        session.startTransaction({ readConcern: { level: 'snapshot' } })
        expect(await collection.findOne({}, { session })).toMatchObject({ n: 1 })
        await collection.updateOne({}, { $set: { n: 2 } })
        await collection.insertOne({ n: 3 })
        expect(await collection.findOne({}, { session })).toMatchObject({ n: 1 })
        expect(await collection.countDocuments({}, { session })).toBe(1)
        await session.commitTransaction()
      })
      expect(await collection.countDocuments()).toBe(2)
    })

    test('of two that change one document, one is told to begin again', async () => {
      const collection = await cases.fresh([{ _id: 1 as never, n: 0 }])
      const [first, second] = [cases.client.startSession(), cases.client.startSession()]
      first.startTransaction()
      second.startTransaction()
      await collection.updateOne({}, { $inc: { n: 1 } }, { session: first })
      expect(await collection.findOne({}, { session: second })).toMatchObject({ n: 0 })
      // MongoDB answers the second at once; a server may also let it wait for the first to end.
      const refused = collection
        .updateOne({}, { $inc: { n: 10 } }, { session: second })
        .catch((error: unknown) => error)
      await first.commitTransaction()
      const error = await refused
      expect(error).toBeInstanceOf(MongoServerError)
      expect((error as MongoServerError).hasErrorLabel('TransientTransactionError')).toBe(true)
      await second.abortTransaction()
      await Promise.all([first.endSession(), second.endSession()])
      expect(await collection.findOne({})).toMatchObject({ n: 1 })
    })

    test('twenty counting up at once lose nothing', async () => {
      const collection = await cases.fresh([{ _id: 1 as never, n: 0 }])
      await Promise.all(
        Array.from({ length: 20 }, () =>
          cases.client.withSession((session) =>
            session.withTransaction(async () => {
              const found = await collection.findOne({}, { session })
              await collection.updateOne({}, { $set: { n: Number(found?.n) + 1 } }, { session })
            }),
          ),
        ),
      )
      expect(await collection.findOne({})).toMatchObject({ n: 20 })
    })

    test('a unique index holds inside one', async () => {
      const collection = await cases.fresh()
      await collection.createIndex({ key: 1 }, { unique: true })
      await collection.insertOne({ key: 1 })
      const session = cases.client.startSession()
      session.startTransaction()
      await expect(collection.insertOne({ key: 1 }, { session })).rejects.toMatchObject({ code: 11000 })
      await session.abortTransaction()
      await session.endSession()
    })
  })

  describe('aggregation', () => {
    const visits = [
      { _id: 1, village: 203, minutes: 30, by: ['a', 'b'] },
      { _id: 2, village: 203, minutes: 50, by: ['a'] },
      { _id: 3, village: 205, minutes: 20, by: [] },
    ]

    test.each<[string, object[], unknown]>([
      [
        'group, sum, average, sort',
        [
          { $match: { minutes: { $gte: 20 } } },
          { $group: { _id: '$village', visits: { $sum: 1 }, mean: { $avg: '$minutes' } } },
          { $sort: { _id: 1 } },
        ],
        [
          { _id: 203, visits: 2, mean: 40 },
          { _id: 205, visits: 1, mean: 20 },
        ],
      ],
      [
        'unwind and count',
        [{ $unwind: '$by' }, { $group: { _id: '$by', n: { $sum: 1 } } }, { $sort: { n: -1 } }],
        [
          { _id: 'a', n: 2 },
          { _id: 'b', n: 1 },
        ],
      ],
      [
        'project with expressions',
        [
          { $sort: { _id: 1 } },
          { $limit: 1 },
          { $project: { long: { $cond: [{ $gt: ['$minutes', 40] }, true, false] } } },
        ],
        [{ _id: 1, long: false }],
      ],
      [
        'several at once',
        [
          {
            $facet: {
              all: [{ $count: 'n' }],
              long: [{ $match: { minutes: { $gt: 25 } } }, { $count: 'n' }],
            },
          },
        ],
        [{ all: [{ n: 3 }], long: [{ n: 2 }] }],
      ],
    ])('%s', async (_, pipeline, expected) => {
      const collection = await cases.fresh(visits as never[])
      expect(await collection.aggregate(pipeline).toArray()).toEqual(expected)
    })

    test('another collection’s documents beside', async () => {
      const villages = await cases.fresh([{ _id: 203 as never, name: '彩靠村' }])
      const collection = await cases.fresh(visits as never[])
      const found = await collection
        .aggregate([
          { $match: { _id: 1 } },
          {
            $lookup: {
              from: villages.collectionName,
              localField: 'village',
              foreignField: '_id',
              as: 'where',
            },
          },
        ])
        .toArray()
      expect(found[0]?.where).toEqual([{ _id: 203, name: '彩靠村' }])
    })
  })

  test('a file of several chunks comes back byte for byte, and is gone when deleted', async () => {
    const collection = await cases.fresh([{ a: 1 }])
    const bucket = new GridFSBucket(cases.client.db(collection.dbName), {
      bucketName: 'photos',
      chunkSizeBytes: 1000,
    })
    const bytes = Buffer.from(Array.from({ length: 4567 }, (_, n) => n % 251))
    const upload = bucket.openUploadStream('roof.jpg', { metadata: { account: 'x' } })
    upload.end(bytes)
    await new Promise((done, failed) => upload.once('finish', done).once('error', failed))
    const parts: Buffer[] = []
    for await (const part of bucket.openDownloadStream(upload.id)) parts.push(part as Buffer)
    expect(Buffer.concat(parts).equals(bytes)).toBe(true)
    expect(await bucket.find({ 'metadata.account': 'x' }).toArray()).toMatchObject([{ length: 4567 }])
    await bucket.delete(upload.id)
    expect(await bucket.find({}).toArray()).toEqual([])
  })
})
