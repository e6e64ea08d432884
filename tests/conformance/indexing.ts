import type { Document, IndexSpecification } from 'mongodb'
import { type Case, codeOf, elsewhere, idsOf, refuses, type Scene } from './case'

const page = (name: string) => `core/index-${name}`

/** What each of these inserts comes to. */
const inserting = async ({ collection }: Scene, documents: readonly Document[]) => {
  const codes: unknown[] = []
  for (const one of documents) codes.push(await codeOf(collection.insertOne({ ...one })))
  return codes
}

const unique: Case[] = [
  {
    what: 'the second of two equal keys is refused, and one that is gone makes room',
    manual: page('unique'),
    async run({ collection }) {
      await collection.createIndex({ who: 1, key: 1 }, { unique: true })
      await collection.insertMany([
        { who: 'a', key: 1 },
        { who: 'b', key: 1 },
      ])
      const again = await codeOf(collection.insertOne({ who: 'a', key: 1 }))
      const turned = () => codeOf(collection.updateOne({ who: 'b' }, { $set: { who: 'a' } }))
      const refused = await turned()
      await collection.deleteOne({ who: 'a' })
      return [again, refused, await turned()]
    },
    gives: [11000, 11000, 'no error'],
  },
  {
    what: 'a missing key is null, of which there can be one',
    manual: page('unique'),
    async run(scene) {
      await scene.collection.createIndex({ key: 1 }, { unique: true })
      return inserting(scene, [{ a: 1 }, { key: null }, { key: 1 }, { key: 1.5 }])
    },
    gives: ['no error', 11000, 'no error', 'no error'],
  },
  {
    what: 'an element of an array is a key; the same twice in one document is not against it',
    manual: page('unique'),
    async run(scene) {
      await scene.collection.createIndex({ 'a.k': 1 }, { unique: true })
      return inserting(scene, [{ a: [{ k: 1 }, { k: 1 }] }, { a: [{ k: 2 }, { k: 1 }] }, { a: { k: 3 } }])
    },
    gives: ['no error', 11000, 'no error'],
  },
  {
    what: 'a partial one binds only what it covers',
    manual: page('partial'),
    async run(scene) {
      await scene.collection.createIndex({ n: 1 }, { unique: true, partialFilterExpression: { open: true } })
      return inserting(scene, [{ n: 1 }, { n: 1 }, { n: 1, open: true }, { n: 1, open: true }])
    },
    gives: ['no error', 'no error', 'no error', 11000],
  },
  {
    what: 'a sparse one leaves out what lacks the field',
    manual: page('sparse'),
    async run(scene) {
      await scene.collection.createIndex({ n: 1 }, { unique: true, sparse: true })
      return inserting(scene, [{ a: 1 }, { a: 2 }, { n: 1 }, { n: 1 }, { n: null }, { n: null }])
    },
    gives: ['no error', 'no error', 'no error', 11000, 'no error', 11000],
  },
  {
    what: 'ten at the same moment: one gets in',
    manual: page('unique'),
    async run({ collection }) {
      await collection.createIndex({ key: 1 }, { unique: true })
      const codes = await Promise.all(
        Array.from({ length: 10 }, () => codeOf(collection.insertOne({ key: 'x' }))),
      )
      return codes.sort()
    },
    gives: [...Array(9).fill(11000), 'no error'],
  },
  elsewhere(
    refuses(
      'one over documents that are equal already',
      page('unique'),
      11000,
      ({ collection }) => collection.createIndex({ key: 1 }, { unique: true }),
      [
        { _id: 1, key: 1 },
        { _id: 2, key: 1 },
      ],
    ),
    'some answer BadValue; core/index-unique calls it a duplicate key',
    [
      2,
      [
        { _id: 1, key: 1 },
        { _id: 2, key: 1 },
      ],
    ],
  ),
]

const answers = (what: string, manual: string, key: IndexSpecification, options = {}): Case => ({
  what: `the same answers with ${what}`,
  manual,
  documents: Array.from({ length: 60 }, (_, n) => ({
    _id: n,
    kind: n % 3,
    ...(n % 4 > 0 && { at: n % 7 }),
    tags: Array.from({ length: n % 4 }, (__, i) => `t${(n + i) % 5}`),
    of: [{ at: n % 5 }, { at: n % 11 }],
    open: n % 2 === 0,
  })),
  async run({ collection }) {
    const asked = async () => [
      idsOf(await collection.find({ kind: 1, open: true }).sort({ at: -1, _id: 1 }).toArray()),
      idsOf(await collection.find({ tags: 't3', open: true }).sort({ _id: 1 }).toArray()),
      idsOf(
        await collection
          .find({ tags: { $gt: 't1', $lt: 't3' } })
          .sort({ _id: 1 })
          .toArray(),
      ),
      idsOf(
        await collection
          .find({ 'of.at': { $gte: 7 } })
          .sort({ 'of.at': 1, _id: 1 })
          .toArray(),
      ),
      idsOf(await collection.find({ at: null }).sort({ _id: 1 }).toArray()),
      idsOf(
        await collection
          .find({ kind: { $in: [0, 2] } })
          .sort({ at: 1, _id: -1 })
          .limit(9)
          .toArray(),
      ),
      await collection.countDocuments({ kind: { $in: [0, 1] }, at: { $gt: 2, $lte: 5 } }),
    ]
    const scanned = await asked()
    await collection.createIndex(key, options)
    const differing = (await asked()).filter((one, i) => JSON.stringify(one) !== JSON.stringify(scanned[i]))
    return [scanned.map((one) => (Array.isArray(one) ? one.length : one)), differing]
  },
  gives: [[10, 6, 27, 20, 15, 9, 11], []],
})

const options = 'reference/method/db.collection.createIndex'

const upkeep: Case[] = [
  answers('an index', 'indexes', { kind: 1 }),
  answers('a compound one', page('compound'), { kind: 1, at: -1 }),
  answers('one downwards', 'core/indexes/index-types/index-compound/sort-order', { at: -1 }),
  answers('one over arrays', page('multikey'), { tags: 1 }),
  answers('one over documents in arrays', page('multikey'), { 'of.at': 1, kind: 1 }),
  answers('a sparse one', page('sparse'), { at: 1 }, { sparse: true }),
  answers('a partial one', page('partial'), { kind: 1, at: 1 }, { partialFilterExpression: { open: true } }),
  answers(
    'a partial one by a type',
    page('partial'),
    { at: 1 },
    {
      partialFilterExpression: { at: { $type: 'number' } },
    },
  ),
  {
    what: 'indexes are listed as they were made, and making one again is no error',
    manual: options,
    async run({ collection }) {
      const make = () =>
        collection.createIndexes([
          { key: { a: 1 }, name: 'by_a', unique: true, sparse: true },
          { key: { 'b.c': -1, d: 1 }, name: 'by_b', partialFilterExpression: { d: { $exists: true } } },
          { key: { e: 1 }, name: 'by_e', expireAfterSeconds: 60 },
        ])
      await make()
      await make()
      const listed = await collection.indexes()
      return listed
        .map(({ v: _, storageEngine: __, ...one }) => one)
        .sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))
    },
    gives: [
      { key: { _id: 1 }, name: '_id_' },
      { key: { a: 1 }, name: 'by_a', unique: true, sparse: true },
      { key: { 'b.c': -1, d: 1 }, name: 'by_b', partialFilterExpression: { d: { $exists: true } } },
      { key: { e: 1 }, name: 'by_e', expireAfterSeconds: 60 },
    ],
  },
  refuses('another index of the same name', options, 86, async ({ collection }) => {
    await collection.createIndex({ a: 1 }, { name: 'n' })
    await collection.createIndex({ b: 1 }, { name: 'n' })
  }),
  refuses('the same index under another name', options, 85, async ({ collection }) => {
    await collection.createIndex({ a: 1 }, { name: 'one' })
    await collection.createIndex({ a: 1 }, { name: 'other' })
  }),
  refuses('a kind of index nobody knows', options, 67, ({ collection }) =>
    collection.createIndex({ a: 'nonsense' as never }),
  ),
  elsewhere(
    refuses(
      'two arrays in one index',
      page('multikey'),
      171,
      async ({ collection }) => {
        await collection.createIndex({ a: 1, b: 1 })
        await collection.insertOne({ _id: 2 as never, a: [1], b: [1] })
      },
      [{ _id: 1, a: [1], b: 1 }],
    ),
    'some index every pair of elements; core/index-multikey allows one array in a document',
    [
      'no error',
      [
        { _id: 1, a: [1], b: 1 },
        { _id: 2, a: [1], b: [1] },
      ],
    ],
  ),
]

/** Indexes: what they forbid, and that they change no answer. */
export const indexing: Case[] = [...unique, ...upkeep]
