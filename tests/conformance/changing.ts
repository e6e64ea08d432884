import { Binary, Decimal128, type Document, Double, Long, type UpdateFilter } from 'mongodb'
import { type Case, changes, codeOf, elsewhere, idsOf, refuses, type Scene, send } from './case'

const operator = 'reference/operator/update'

const operators: Case[] = [
  changes('$set makes the way', `${operator}/set`, { a: 1 }, { $set: { 'b.c': 2 } }, { a: 1, b: { c: 2 } }),
  changes(
    '$set into an element',
    `${operator}/set`,
    { a: [{ b: 1 }, { b: 2 }] },
    { $set: { 'a.1.b': 3 } },
    { a: [{ b: 1 }, { b: 3 }] },
  ),
  changes(
    '$set behind the end of an array fills it with nulls',
    `${operator}/set`,
    { a: [1] },
    { $set: { 'a.3': 4 } },
    { a: [1, null, null, 4] },
  ),
  changes(
    '$unset; an element of an array becomes null',
    `${operator}/unset`,
    { a: 1, b: { c: 1, d: 2 }, e: [1, 2] },
    { $unset: { a: '', 'b.c': '', 'e.0': '' } },
    { b: { d: 2 }, e: [null, 2] },
  ),
  changes(
    '$inc, also of what is absent',
    `${operator}/inc`,
    { a: 1 },
    { $inc: { a: 2, b: -1 } },
    { a: 3, b: -1 },
  ),
  {
    what: '$inc keeps to the wider of two types of number',
    manual: `${operator}/inc`,
    documents: [{ int: 1, long: Long.fromNumber(1), double: new Double(1), edge: 2147483647 }],
    async run({ collection }) {
      await collection.updateOne({}, { $inc: { int: 1, long: 1, double: 1, edge: 1 } })
      const found = await collection.findOne({}, { promoteValues: false, projection: { _id: 0 } })
      return Object.entries(found ?? {}).map(([name, value]) => [name, value._bsontype, String(value)])
    },
    gives: [
      ['int', 'Int32', '2'],
      ['long', 'Long', '2'],
      ['double', 'Double', '2'],
      ['edge', 'Long', '2147483648'],
    ],
  },
  changes('$push', `${operator}/push`, { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }),
  changes(
    '$push an array as one element',
    `${operator}/push`,
    { a: [1] },
    { $push: { a: [2, 3] } } as never,
    {
      a: [1, [2, 3]],
    },
  ),
  changes(
    '$push several',
    `${operator}/each`,
    { a: [1] },
    { $push: { a: { $each: [2, 3] } } },
    { a: [1, 2, 3] },
  ),
  changes(
    '$addToSet: equal is what BSON calls equal',
    `${operator}/addToSet`,
    { a: [1] },
    {
      $addToSet: { a: { $each: [1, 2, 2, Long.fromNumber(2)] } },
    },
    { a: [1, 2] },
  ),
  changes(
    '$addToSet one',
    `${operator}/addToSet`,
    { a: [{ x: 1, y: 2 }] },
    {
      $addToSet: { a: { y: 2, x: 1 } },
    } as never,
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ),
  changes('$pull by value', `${operator}/pull`, { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }),
  changes(
    '$pull by conditions on fields',
    `${operator}/pull`,
    { a: [{ n: 1 }, { n: 5 }, { n: 7 }] },
    { $pull: { a: { n: { $in: [5, 7] } } } },
    { a: [{ n: 1 }] },
  ),
  changes(
    '$pull by conditions on the element',
    `${operator}/pull`,
    { a: [1, 5] },
    { $pull: { a: { $gt: 2 } } },
    {
      a: [1],
    },
  ),
  changes(
    'elements by a filter',
    `${operator}/positional-filtered`,
    { a: [{ k: 1 }, { k: 2 }, { k: 3 }] },
    { $set: { 'a.$[one].ok': 1 } },
    { a: [{ k: 1 }, { k: 2, ok: 1 }, { k: 3, ok: 1 }] },
    { arrayFilters: [{ 'one.k': { $gt: 1 } }] },
  ),
  changes(
    '$setOnInsert does nothing to what is there',
    `${operator}/setOnInsert`,
    { a: 1 },
    {
      $set: { b: 1 },
      $setOnInsert: { a: 9 },
    },
    { a: 1, b: 1 },
  ),
  {
    what: 'a change that changes nothing is matched and not modified',
    manual: 'reference/command/update/#output',
    documents: [{ _id: 1, a: 1 }],
    async run({ collection }) {
      const { matchedCount, modifiedCount } = await collection.updateOne({ a: 1 }, { $set: { a: 1 } })
      return [matchedCount, modifiedCount]
    },
    gives: [1, 0],
  },
  {
    what: 'an upsert is made from the filter and the update, with what is set only then',
    manual: 'reference/method/db.collection.updateOne/#upsert-behavior',
    async run({ collection }) {
      const update = { $inc: { n: 1 }, $setOnInsert: { first: true } }
      const filter = { kind: 'x', $and: [{ 'of.day': { $eq: 3 } }], n: { $exists: false } }
      const { upsertedCount, upsertedId } = await collection.updateOne(filter, update, { upsert: true })
      const again = await collection.updateOne({ kind: 'x' }, update, { upsert: true })
      const found = await collection.findOne()
      return [upsertedCount, upsertedId?.equals(found?._id), again.upsertedCount, { ...found, _id: 0 }]
    },
    gives: [1, true, 0, { _id: 0, kind: 'x', of: { day: 3 }, n: 2, first: true }],
  },
  {
    what: 'an upsert that replaces takes its id from the filter',
    manual: 'reference/method/db.collection.replaceOne',
    async run({ collection }) {
      await collection.replaceOne({ _id: 'k' as never, a: 1 }, { b: 2 }, { upsert: true })
      return collection.find().toArray()
    },
    gives: [{ _id: 'k', b: 2 }],
  },
]

const wrong: [string, string, number, UpdateFilter<Document>][] = [
  ['an update operator nobody knows', operator, 9, { $nonsense: { a: 1 } } as never],
  ['a new id', `${operator}/set`, 66, { $set: { _id: 2 } } as never],
  ['a number added to a word', `${operator}/inc`, 14, { $inc: { word: 1 } }],
  ['a word added to a number', `${operator}/inc`, 14, { $inc: { n: 'x' } } as never],
  ['pushing into what is no array', `${operator}/push`, 2, { $push: { word: 1 } } as never],
  ['adding to a set that is no array', `${operator}/addToSet`, 2, { $addToSet: { word: 1 } } as never],
  ['pulling out of what is no array', `${operator}/pull`, 2, { $pull: { word: 1 } } as never],
  ['a way through a word', `${operator}/set`, 28, { $set: { 'word.x': 1 } }],
  ['a way through an array without a place', `${operator}/set`, 28, { $set: { 'list.x': 1 } } as never],
  ['two changes to one field', `${operator}`, 40, { $set: { a: 1 }, $inc: { a: 1 } }],
  ['a change to a field and to what is in it', `${operator}`, 40, { $set: { a: {}, 'a.b': 1 } }],
  [
    'an element without a filter for it',
    `${operator}/positional-filtered`,
    2,
    { $set: { 'list.$[x]': 1 } } as never,
  ],
]

const four = [1, 2, 3, 4].map((n) => ({ _id: n, odd: n % 2 }))

const statements: Case[] = [
  ...wrong.map(([what, manual, code, update]) =>
    refuses(what, manual, code, ({ collection }) => collection.updateOne({}, update)),
  ),
  refuses('to replace several documents by one', 'reference/command/update', 9, (scene) =>
    send(scene, {
      update: scene.collection.collectionName,
      updates: [{ q: {}, u: { a: 1 }, multi: true, upsert: false }],
    }),
  ),
  {
    what: 'many, one, replaced, deleted',
    manual: 'crud',
    documents: four,
    async run({ collection }) {
      const many = await collection.updateMany({ odd: 1 }, { $set: { seen: true } })
      await collection.replaceOne({ _id: 2 as never }, { whole: 'new' })
      const replaced = await collection.findOne({ _id: 2 as never })
      const one = await collection.deleteOne({ odd: 1 })
      const rest = await collection.deleteMany({})
      return [many.modifiedCount, replaced, one.deletedCount, rest.deletedCount]
    },
    gives: [2, { _id: 2, whole: 'new' }, 1, 3],
  },
  {
    what: 'finding and changing in one step, before or after',
    manual: 'reference/command/findAndModify',
    documents: [{ _id: 1, n: 1 }],
    run: async ({ collection }) => [
      await collection.findOneAndUpdate({}, { $inc: { n: 1 } }),
      await collection.findOneAndUpdate({}, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      await collection.findOneAndUpdate({ n: 9 }, { $inc: { n: 1 } }),
      await collection.findOneAndUpdate(
        { _id: 2 as never },
        { $set: { n: 7 } },
        { upsert: true, returnDocument: 'after', projection: { n: 1, _id: 0 } },
      ),
      await collection.findOneAndDelete({}, { sort: { n: -1 } }),
      await collection.findOneAndDelete({}, { includeResultMetadata: true }),
      await collection.findOneAndDelete({}),
    ],
    gives: [
      { _id: 1, n: 1 },
      { _id: 1, n: 3 },
      null,
      { n: 7 },
      { _id: 2, n: 7 },
      { lastErrorObject: { n: 1 }, value: { _id: 1, n: 3 }, ok: 1 },
      null,
    ],
  },
  {
    what: 'a thousand at once',
    manual: 'core/bulk-write-operations',
    async run({ collection }) {
      const answer = await collection.bulkWrite([
        ...Array.from({ length: 1000 }, (_, n) => ({ insertOne: { document: { _id: n as never, n } } })),
        { updateMany: { filter: { n: { $lt: 10 } }, update: { $set: { small: true } } } },
        { deleteOne: { filter: { n: 999 } } },
      ])
      return [answer.insertedCount, answer.modifiedCount, answer.deletedCount]
    },
    gives: [1000, 10, 1],
  },
  {
    what: 'ordered: what comes after the refused one is not written; unordered: it is',
    manual: 'core/bulk-write-operations/#ordered-vs-unordered-operations',
    async run({ collection, another }) {
      const documents = () => [{ _id: 1 }, { _id: 1 }, { _id: 2 }] as never[]
      const other = await another()
      return [
        await codeOf(collection.insertMany(documents())),
        idsOf(await collection.find().toArray()),
        await codeOf(other.insertMany(documents(), { ordered: false })),
        idsOf(await other.find().sort({ _id: 1 }).toArray()),
      ]
    },
    gives: [11000, [1], 11000, [1, 2]],
  },
  {
    what: 'the id comes first, and is made where there is none',
    manual: 'reference/method/db.collection.insertOne',
    async run({ collection }) {
      await collection.insertOne({ a: 1 }, { forceServerObjectId: true })
      const found = await collection.findOne()
      return [Object.keys(found ?? {}), found?._id._bsontype]
    },
    gives: [['_id', 'a'], 'ObjectId'],
  },
  refuses(
    'an id that is there, whichever type of number it is',
    'core/document/#the-_id-field',
    11000,
    ({ collection }) => collection.insertOne({ _id: Decimal128.fromString('1.0') as never }),
  ),
  refuses('an array for an id', 'core/document/#the-_id-field', 2, ({ collection }) =>
    collection.insertOne({ _id: [1] as never }),
  ),
  refuses('a document over 16 MB', 'reference/limits/#bson-documents', 17419, ({ collection }) =>
    collection.updateOne({}, { $set: { bytes: new Binary(Buffer.alloc(16 * 1024 * 1024)) } }),
  ),
]

/** Changing several collections in one command, which servers before 8.0 do not have and are never sent. */
const inOne = elsewhere(
  {
    what: 'one command inserts into one collection and changes a document of another',
    manual: 'reference/command/bulkWrite',
    documents: [{ _id: 1, version: 3, said: ['a'] }],
    async run({ collection: kept, another, client }: Scene) {
      const noted = await another()
      const both = (version: number, errorsOnly: boolean) =>
        client.db('admin').command({
          bulkWrite: 1,
          ops: [
            {
              update: 0,
              filter: { _id: 1, version },
              updateMods: { $inc: { version: 1 }, $push: { said: 'b' } },
            },
            { insert: 1, document: { _id: version } },
          ],
          nsInfo: [kept, noted].map(({ namespace }) => ({ ns: namespace })),
          errorsOnly,
        })
      const figures = ({ nErrors, nInserted, nMatched, nModified, cursor }: Document) => [
        [nErrors, nInserted, nMatched, nModified],
        cursor.firstBatch.map(({ ok, idx, n, nModified: modified, code }: Document) => [
          ok,
          idx,
          n,
          modified,
          code,
        ]),
      ]
      return [
        figures(await both(3, false)),
        figures(await both(5, false)),
        figures(await both(4, true)),
        figures(await both(5, true)),
        await kept.findOne(),
        idsOf(await noted.find().sort({ _id: 1 }).toArray()),
      ]
    },
    gives: [
      [
        [0, 1, 1, 1],
        [
          [1, 0, 1, 1, undefined],
          [1, 1, 1, undefined, undefined],
        ],
      ],
      [
        [0, 1, 0, 0],
        [
          [1, 0, 0, 0, undefined],
          [1, 1, 1, undefined, undefined],
        ],
      ],
      [[0, 1, 1, 1], []],
      [[1, 0, 1, 1], [[0, 1, 0, undefined, 11000]]],
      { _id: 1, version: 6, said: ['a', 'b', 'b', 'b'] },
      [3, 4, 5],
    ],
  },
  'new in MongoDB 8.0; a server of an older version is never sent it (see server/database/transaction.ts)',
  59,
)

/** Changing documents. */
export const changing: Case[] = [...operators, ...statements, inOne]
