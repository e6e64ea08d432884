import { type Collection, type Document, GridFSBucket, Long, MongoServerError } from 'mongodb'
import { type Case, codeOf, elsewhere, idsOf, refuses, type Scene, send } from './case'

const page = 'core/transactions'
const atomicity = 'core/write-operations-atomicity'

const n = async (collection: Collection, options = {}) =>
  (await collection.findOne({ _id: 1 as never }, options))?.n

/** What the two of a contest come to: each is 'no error', a code, or a code with the label that says to begin again. */
const named = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'no error',
    (error: unknown) =>
      error instanceof MongoServerError && error.hasErrorLabel('TransientTransactionError') ? 'again' : error,
  )

const transactions: Case[] = [
  {
    what: 'all of it is seen when it is done, and nothing before; its own reads see its writes',
    manual: page,
    documents: [{ _id: 1, n: 0 }],
    async run({ collection, another, client }) {
      const other = await another([{ _id: 1, n: 0 }])
      const during: unknown[] = []
      await client.withSession((session) =>
        session.withTransaction(
          async () => {
            await collection.updateOne({}, { $inc: { n: 1 } }, { session })
            await other.insertOne({ n: 9 }, { session })
            during.push(await n(collection, { session }), await other.countDocuments({}, { session }))
            during.push(await n(collection), await other.countDocuments())
          },
          { writeConcern: { w: 'majority', j: true } },
        ),
      )
      return [during, await n(collection), await other.countDocuments()]
    },
    gives: [[1, 2, 0, 1], 1, 2],
  },
  {
    what: 'nothing of it stays when it fails',
    manual: page,
    documents: [{ _id: 1, n: 0 }],
    async run({ collection, another, client }) {
      const other = await another([{ _id: 1, n: 0 }])
      const failing = client.withSession((session) =>
        session.withTransaction(async () => {
          await collection.updateOne({}, { $inc: { n: 1 } }, { session })
          await other.deleteMany({}, { session })
          throw new Error('no')
        }),
      )
      const said = await failing.catch((error: Error) => error.message)
      return [said, await n(collection), await other.countDocuments()]
    },
    gives: ['no', 0, 1],
  },
  {
    what: 'it reads what was there when it began, whatever others write meanwhile',
    manual: 'reference/read-concern-snapshot',
    documents: [{ _id: 1, n: 1 }],
    run: ({ collection, client }) =>
      client.withSession(async (session) => {
        session.startTransaction()
        const seen = [await n(collection, { session })]
        await collection.updateOne({}, { $set: { n: 2 } })
        await collection.insertOne({ n: 3 })
        seen.push(await n(collection, { session }), await collection.countDocuments({}, { session }))
        await session.commitTransaction()
        return [...seen, await n(collection), await collection.countDocuments()]
      }),
    gives: [1, 1, 1, 2, 2],
  },
  {
    what: 'of two that change one document, the first writes and the second is told to begin again',
    manual: 'core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts',
    documents: [{ _id: 1, n: 0 }],
    async run({ collection, client }) {
      const [first, second] = [client.startSession(), client.startSession()]
      first.startTransaction()
      second.startTransaction()
      await collection.updateOne({}, { $inc: { n: 1 } }, { session: first })
      const seen = await n(collection, { session: second })
      // MongoDB answers the second at once; a server may also let it wait for the first to end.
      const refused = named(collection.updateOne({}, { $inc: { n: 10 } }, { session: second }))
      await first.commitTransaction()
      const outcome = await refused
      await second.abortTransaction()
      await Promise.all([first.endSession(), second.endSession()])
      return [seen, outcome, await n(collection)]
    },
    gives: [0, 'again', 1],
  },
  {
    what: 'one that changes what was changed since it began is told to begin again',
    manual: 'core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts',
    documents: [{ _id: 1, n: 0 }],
    async run({ collection, client }) {
      return client.withSession(async (session) => {
        session.startTransaction()
        await n(collection, { session })
        await collection.updateOne({}, { $inc: { n: 1 } })
        const outcome = await named(collection.updateOne({}, { $inc: { n: 10 } }, { session }))
        await session.abortTransaction()
        return [outcome, await n(collection)]
      })
    },
    gives: ['again', 1],
  },
  {
    what: 'a plain write waits for the transaction that has the document',
    manual: 'core/transactions-production-consideration/#in-progress-transactions-and-write-conflicts',
    documents: [{ _id: 1, n: 0 }],
    async run({ collection, client }) {
      return client.withSession(async (session) => {
        session.startTransaction()
        await collection.updateOne({}, { $inc: { n: 1 } }, { session })
        const plain = collection.updateOne({}, { $inc: { n: 10 } })
        await session.commitTransaction()
        await plain
        return n(collection)
      })
    },
    gives: 11,
  },
  {
    what: 'twenty that count up at once lose nothing',
    manual: page,
    documents: [{ _id: 1, n: 0 }],
    async run({ collection, client }) {
      const countUp = () =>
        client.withSession((session) =>
          session.withTransaction(async () => {
            const found = await n(collection, { session })
            await collection.updateOne({}, { $set: { n: found + 1 } }, { session })
          }),
        )
      await Promise.all(Array.from({ length: 20 }, countUp))
      return n(collection)
    },
    gives: 20,
  },
  elsewhere(
    {
      what: 'a unique index holds inside one, and a refusal ends it',
      manual: 'core/transactions/#transactions-and-atomicity',
      documents: [{ _id: 1, key: 1 }],
      async run({ collection, client }) {
        await collection.createIndex({ key: 1 }, { unique: true })
        return client.withSession(async (session) => {
          session.startTransaction()
          await collection.insertOne({ _id: 2 as never, key: 2 }, { session })
          const refused = await codeOf(collection.insertOne({ key: 1 }, { session }))
          const after = await codeOf(collection.insertOne({ key: 3 }, { session }))
          await session.abortTransaction()
          return [refused, after, idsOf(await collection.find().toArray())]
        })
      },
      gives: [11000, 251, [1]],
    },
    'some let a transaction go on after a refusal; core/transactions says that it is aborted',
    [11000, 'no error', [1]],
  ),
  {
    what: 'of two that insert one unique key, one gets in',
    manual: page,
    async run({ collection, client }) {
      await collection.createIndex({ key: 1 }, { unique: true })
      const [first, second] = [client.startSession(), client.startSession()]
      first.startTransaction()
      second.startTransaction()
      await collection.insertOne({ key: 1, by: 1 }, { session: first })
      await collection.countDocuments({}, { session: second })
      const refused = collection.insertOne({ key: 1, by: 2 }, { session: second }).then(
        () => 'no error',
        () => 'refused',
      )
      await first.commitTransaction()
      const outcome = await refused
      await second.abortTransaction()
      await Promise.all([first.endSession(), second.endSession()])
      return [outcome, (await collection.find().toArray()).map(({ by }) => by)]
    },
    gives: ['refused', [1]],
  },
  elsewhere(
    {
      what: 'a commit whose answer was lost is asked for again, and is done once',
      manual: 'reference/command/commitTransaction',
      documents: [{ _id: 1, n: 0 }],
      run: ({ collection, client }) =>
        client.withSession(async (session) => {
          session.startTransaction()
          await collection.updateOne({}, { $inc: { n: 1 } }, { session })
          await session.commitTransaction()
          await session.commitTransaction()
          return n(collection)
        }),
      gives: 1,
    },
    'some forget a transaction with its commit; reference/command/commitTransaction lets it be asked for again',
    251,
  ),
  {
    what: 'a reader of several documents sees a change of all or of none',
    manual: atomicity,
    documents: Array.from({ length: 300 }, (_, i) => ({ _id: i, n: 0 })),
    run: ({ collection, client }) =>
      client.withSession(async (session) => {
        session.startTransaction()
        const cursor = collection.find({}, { session, batchSize: 100 }).sort({ _id: 1 })
        const seen = new Set([(await cursor.next())?.n])
        await collection.updateMany({}, { $set: { n: 1 } })
        for await (const one of cursor) seen.add(one.n)
        await session.commitTransaction()
        return [...seen]
      }),
    gives: [0],
  },
]

const visits: Document[] = [
  { _id: 1, village: 203, minutes: 30, by: ['a', 'b'], at: new Date('2026-10-31T16:00:00.000Z') },
  { _id: 2, village: 203, minutes: 50, by: ['a'], at: new Date('2026-10-31T15:59:59.000Z') },
  { _id: 3, village: 205, minutes: 20, by: [], at: new Date('2026-11-20T02:00:00.000Z') },
]
const stage = (name: string) => `reference/operator/aggregation/${name}`
const month = { $dateToString: { date: '$at', format: '%Y-%m', timezone: '+08:00' } }

const gives = (what: string, manual: string, pipeline: Document[], expected: unknown): Case => ({
  what,
  manual,
  documents: visits,
  run: ({ collection }) => collection.aggregate(pipeline).toArray(),
  gives: expected,
})

const aggregation: Case[] = [
  gives(
    'matching, sorting, and the first',
    stage('match'),
    [
      { $match: { minutes: { $gte: 20 } } },
      { $sort: { minutes: -1 } },
      { $limit: 2 },
      { $project: { village: 1 } },
    ],
    [
      { _id: 2, village: 203 },
      { _id: 1, village: 203 },
    ],
  ),
  gives(
    'groups and their sums',
    stage('group'),
    [
      { $group: { _id: '$village', visits: { $sum: 1 }, minutes: { $sum: '$minutes' } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 203, visits: 2, minutes: 80 },
      { _id: 205, visits: 1, minutes: 20 },
    ],
  ),
  gives(
    'elements each for itself; what has none is left out',
    stage('unwind'),
    [
      { $unwind: '$by' },
      { $match: { by: { $in: ['a', 'b'] } } },
      { $group: { _id: '$by', n: { $sum: 1 } } },
      { $sort: { n: -1 } },
    ],
    [
      { _id: 'a', n: 2 },
      { _id: 'b', n: 1 },
    ],
  ),
  gives(
    'months by the clock of another place',
    stage('dateToString'),
    [{ $group: { _id: { month }, n: { $sum: 1 } } }, { $sort: { '_id.month': 1 } }],
    [
      { _id: { month: '2026-10' }, n: 1 },
      { _id: { month: '2026-11' }, n: 2 },
    ],
  ),
  gives(
    'several of one selection',
    stage('facet'),
    [
      { $match: { minutes: { $gt: 20 } } },
      { $project: { at: 1, by: 1 } },
      {
        $facet: {
          all: [{ $group: { _id: null, n: { $sum: 1 } } }],
          a: [
            { $match: { by: 'a' } },
            { $unwind: '$by' },
            { $group: { _id: { by: '$by' }, n: { $sum: 1 } } },
            { $sort: { '_id.by': 1 } },
          ],
          none: [{ $match: { by: 'z' } }],
        },
      },
    ],
    [
      {
        all: [{ _id: null, n: 2 }],
        a: [
          { _id: { by: 'a' }, n: 2 },
          { _id: { by: 'b' }, n: 1 },
        ],
        none: [],
      },
    ],
  ),
  gives(
    'a count of nothing has no line',
    stage('group'),
    [{ $match: { minutes: 1 } }, { $group: { _id: null, n: { $sum: 1 } } }],
    [],
  ),
  refuses('a stage nobody knows', stage('match'), 40324, ({ collection }) =>
    collection.aggregate([{ $nonsense: {} }]).toArray(),
  ),
  refuses('a stage of two', stage('match'), 40323, ({ collection }) =>
    collection.aggregate([{ $match: {}, $limit: 1 }]).toArray(),
  ),
]

const cursors: Case[] = [
  {
    what: 'a long answer comes in several batches, all of it and each once',
    manual: 'reference/command/getMore',
    documents: Array.from({ length: 1000 }, (_, i) => ({ _id: i })),
    async run({ collection }) {
      const seen: unknown[] = []
      for await (const { _id } of collection.find().sort({ _id: 1 }).batchSize(64)) seen.push(_id)
      return [seen.length, new Set(seen).size, seen.at(-1)]
    },
    gives: [1000, 1000, 999],
  },
  {
    what: 'what is deleted and added meanwhile is not seen half',
    manual: 'core/read-isolation-consistency-recency',
    documents: Array.from({ length: 300 }, (_, i) => ({ _id: i })),
    async run({ collection }) {
      const cursor = collection.find().sort({ _id: 1 }).batchSize(100)
      await cursor.next()
      await collection.deleteMany({ _id: { $lt: 50 } as never })
      const seen: unknown[] = []
      for await (const { _id } of cursor) seen.push(_id)
      return new Set(seen).size === seen.length
    },
    gives: true,
  },
  {
    what: 'a cursor that is closed before its end is gone',
    manual: 'reference/command/killCursors',
    documents: Array.from({ length: 300 }, (_, i) => ({ _id: i })),
    async run({ collection, client }) {
      const cursor = collection.find().batchSize(10)
      await cursor.next()
      const { id } = cursor
      await cursor.close()
      const more = { getMore: id ?? Long.fromNumber(1), collection: collection.collectionName }
      return codeOf(client.db(collection.dbName).command(more))
    },
    gives: 43,
  },
  refuses('a cursor that nobody opened', 'reference/command/getMore', 43, ({ client, collection }) =>
    client
      .db(collection.dbName)
      .command({ getMore: Long.fromNumber(12345), collection: collection.collectionName }),
  ),
  {
    what: 'one batch only, when that is asked for',
    manual: 'reference/command/find',
    documents: Array.from({ length: 300 }, (_, i) => ({ _id: i })),
    async run({ collection, client }) {
      const find = { find: collection.collectionName, singleBatch: true, batchSize: 7 }
      const { cursor } = await client.db(collection.dbName).command(find)
      return [cursor.firstBatch.length, String(cursor.id)]
    },
    gives: [7, '0'],
  },
]

/** A write that is sent twice under one number of one session. */
const twice = (
  what: string,
  write: (collection: Collection) => Document,
  expected: unknown,
  /** What it comes to where numbers are not minded, against core/retryable-writes. */
  unminded: unknown,
): Case => ({
  others: { why: 'some take a write that is sent again for a new one', gives: unminded },
  what: `a write sent again under its number is not done again, and answers the same: ${what}`,
  manual: 'core/retryable-writes',
  documents: [{ _id: 1, n: 0 }],
  run: ({ collection, client }: Scene) =>
    client.withSession(async (session) => {
      const db = client.db(collection.dbName)
      const numbered = (number: number) =>
        db.command({ ...write(collection), txnNumber: Long.fromNumber(number) }, { session })
      const [first, again, next] = [await numbered(1), await numbered(1), await numbered(2)]
      const told = ({ n: count, nModified, value }: Document) => ({ count, nModified, value: value?.n })
      return [
        told(first),
        told(again),
        told(next),
        (await collection.find().toArray()).map((one) => one.n).sort(),
      ]
    }),
  gives: expected,
})

const counted = (count: number, nModified?: number) => ({ count, nModified, value: undefined })
const found = (value: number) => ({ count: undefined, nModified: undefined, value })

const commands: Case[] = [
  twice(
    'an update',
    ({ collectionName }) => ({ update: collectionName, updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }] }),
    [counted(1, 1), counted(1, 1), counted(1, 1), [2]],
    [counted(1, 1), counted(1, 1), counted(1, 1), [3]],
  ),
  twice(
    'an insert',
    ({ collectionName }) => ({ insert: collectionName, documents: [{ n: 5 }] }),
    [counted(1), counted(1), counted(1), [0, 5, 5]],
    [counted(1), counted(1), counted(1), [0, 5, 5, 5]],
  ),
  twice(
    'a delete',
    ({ collectionName }) => ({ delete: collectionName, deletes: [{ q: { _id: 1 }, limit: 1 }] }),
    [counted(1), counted(1), counted(0), []],
    [counted(1), counted(0), counted(0), []],
  ),
  twice(
    'a change that was looked for',
    ({ collectionName }) => ({
      findAndModify: collectionName,
      query: { _id: 1 },
      update: { $inc: { n: 1 } },
      new: true,
    }),
    [found(1), found(1), found(2), [2]],
    [found(1), found(2), found(3), [3]],
  ),
  {
    what: 'it says that it is a primary which knows sessions and transactions, and of which version it is',
    manual: 'reference/command/hello',
    async run({ client }) {
      const admin = client.db('admin')
      const hello = await admin.command({ hello: 1 })
      const { versionArray } = await admin.command({ buildInfo: 1 })
      const { ok } = await admin.command({ ping: 1 }, { timeoutMS: 2000 })
      return [
        hello.isWritablePrimary,
        hello.maxWireVersion >= 21,
        hello.logicalSessionTimeoutMinutes,
        versionArray[0] >= 7,
        ok,
      ]
    },
    gives: [true, true, 30, true, 1],
  },
  {
    what: 'sessions are ended by those who began them, who wait for no answer',
    manual: 'reference/command/endSessions',
    async run({ client }) {
      const session = client.startSession()
      const ids = [session.id]
      await session.endSession()
      const { ok } = await client
        .db('admin')
        .command({ endSessions: ids }, { readPreference: 'primaryPreferred' })
      await client.db('admin').command({ endSessions: ids, writeConcern: { w: 0 } })
      return ok
    },
    gives: 1,
  },
  {
    what: 'collections are made, made again without an error, listed, counted, and dropped with their database',
    manual: 'reference/command/create',
    async run({ client, collection: { dbName } }) {
      const db = client.db(`${dbName}_made`)
      await db.createCollection('one')
      const again = await codeOf(db.command({ create: 'one' }))
      await db.collection('two').insertMany([{ a: 1 }, { a: 2 }])
      const named = (await db.listCollections({}, { nameOnly: true }).toArray())
        .map(({ name }) => name)
        .sort()
      const wanted = await db
        .listCollections({ name: 'two' }, { authorizedCollections: true } as never)
        .toArray()
      const estimated = await db.collection('two').estimatedDocumentCount()
      await db.dropDatabase()
      return [
        again,
        named,
        wanted.map(({ name }) => name),
        estimated,
        (await db.listCollections().toArray()).length,
      ]
    },
    gives: ['no error', ['one', 'two'], ['two'], 2, 0],
  },
  elsewhere(
    {
      what: 'a plan is explained',
      manual: 'reference/explain-results',
      documents: Array.from({ length: 50 }, (_, i) => ({ _id: i, a: i % 5 })),
      async run({ collection }) {
        await collection.createIndex({ a: 1 })
        const stagesOf = (plan: Document): string[] => [
          plan.stage,
          ...(plan.inputStage ? stagesOf(plan.inputStage) : []),
        ]
        const explained = async (filter: Document) => {
          const { queryPlanner, executionStats } = await collection.find(filter).explain('executionStats')
          const { nReturned, totalKeysExamined, totalDocsExamined } = executionStats
          return [stagesOf(queryPlanner.winningPlan), nReturned, totalKeysExamined, totalDocsExamined]
        }
        return [await explained({ a: 3 }), await explained({ b: 3 })]
      },
      gives: [
        [['FETCH', 'IXSCAN'], 10, 10, 10],
        [['COLLSCAN'], 0, 0, 50],
      ],
    },
    'some do not offer explain',
    115,
  ),
  refuses('a command nobody knows', 'reference/command', 59, ({ client, collection }) =>
    client.db(collection.dbName).command({ nonsense: 1 }),
  ),
  elsewhere(
    refuses('an option nobody knows', 'reference/command/find', 40415, (scene) =>
      send(scene, { find: scene.collection.collectionName, nonsense: 1 }),
    ),
    'some call it BadValue',
    [2, [{ _id: 1, word: 'x', list: [1] }]],
  ),
  refuses('a write without its statements', 'reference/command/update', 40414, ({ client, collection }) =>
    client.db(collection.dbName).command({ update: collection.collectionName }),
  ),
  refuses('a field of the wrong type', 'reference/command/find', 14, ({ client, collection }) =>
    client.db(collection.dbName).command({ find: collection.collectionName, filter: 3 }),
  ),
]

const files: Case = {
  what: 'a file of several chunks comes back byte for byte, and is gone when it is deleted',
  manual: 'core/gridfs',
  async run({ client, collection: { dbName, collectionName } }) {
    const bucket = new GridFSBucket(client.db(dbName), { bucketName: collectionName, chunkSizeBytes: 1000 })
    const bytes = Buffer.from(Array.from({ length: 4567 }, (_, i) => i % 251))
    const upload = bucket.openUploadStream('roof.jpg', { metadata: { account: 'x' } })
    upload.end(bytes)
    await new Promise((done, failed) => upload.once('finish', done).once('error', failed))
    const parts: Buffer[] = []
    for await (const part of bucket.openDownloadStream(upload.id)) parts.push(part as Buffer)
    const found = await bucket.find({ 'metadata.account': 'x' }).toArray()
    await bucket.delete(upload.id)
    return [
      Buffer.concat(parts).equals(bytes),
      found.map(({ length }) => length),
      await bucket.find({}).toArray(),
    ]
  },
  gives: [true, [4567], []],
}

/** Transactions, pipelines, cursors, files, and how commands are answered. */
export const together: Case[] = [...transactions, ...aggregation, ...cursors, ...commands, files]
