import {
  Binary,
  BSONRegExp,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'mongodb'
import { type Case, elsewhere, finds, idsOf, refuses, send } from './case'

const day = (number: number) => new Date(Date.UTC(2026, 10, number))
const someone = new ObjectId('000000000000000000000001')

const households: readonly Document[] = [
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
  { _id: 4, name: '田小花', members: 2.5, place: { village: 206 }, closed: true, by: someone },
  { _id: 5, members: Long.fromNumber(2), visits: [{ by: 'a', ok: true }, { by: 'b' }], closed: false },
]
const household = finds(households)

const operator = 'reference/operator/query'
const nulls = 'tutorial/query-for-null-fields'
const arrays = 'tutorial/query-arrays'
const inArrays = 'tutorial/query-array-of-documents'
const embedded = 'tutorial/query-embedded-documents'
const order = 'reference/bson-type-comparison-order'

const filters: Case[] = [
  household('nothing asked: everything', 'reference/method/db.collection.find', {}, [1, 2, 3, 4, 5]),
  household('a word', `${operator}/eq`, { name: '罗大妹' }, [2]),
  household('a number, whichever of its types it has', order, { members: 2 }, [2, 5]),
  household('a date', `${operator}/eq`, { seen: day(2) }, [2]),
  household('an ObjectId', `${operator}/eq`, { by: someone }, [4]),
  household('a boolean', `${operator}/eq`, { closed: false }, [5]),
  household('said with $eq', `${operator}/eq`, { name: { $eq: '罗大妹' }, members: { $eq: 2 } }, [2]),
  household('an ObjectId, with $eq', `${operator}/eq`, { by: { $eq: someone } }, [4]),
  household('null, with $eq', nulls, { seen: { $eq: null } }, [3, 4, 5]),
  household('a path into a document', embedded, { 'place.village': 203 }, [1, 2]),
  household(
    'a whole document, its fields in their order',
    embedded,
    { place: { village: 203, group: 1 } },
    [1],
  ),
  household(
    'a whole document in another order is another',
    embedded,
    { place: { group: 1, village: 203 } },
    [],
  ),
  household('one element of an array', arrays, { tags: 'old' }, [1]),
  household('a whole array', arrays, { tags: ['ill', 'old'] }, [1]),
  household('a whole array in another order is another', arrays, { tags: ['old', 'ill'] }, []),
  household('an empty array', arrays, { tags: [] }, [3]),
  household('a path through an array', inArrays, { 'visits.by': 'b' }, [5]),
  household('an element by its place', inArrays, { 'visits.0.by': 'a' }, [5]),
  household('a field that one of the elements lacks', nulls, { 'visits.ok': null }, [1, 2, 3, 4, 5]),
  household('null is what is absent, too', nulls, { seen: null }, [3, 4, 5]),
  household('not null', nulls, { seen: { $ne: null } }, [1, 2]),
  household('other than a word', `${operator}/ne`, { name: { $ne: '罗大妹' } }, [1, 3, 4, 5]),
  household('other than true: absent counts too', `${operator}/ne`, { closed: { $ne: true } }, [1, 2, 3, 5]),
  household('other than an ObjectId', `${operator}/ne`, { by: { $ne: someone } }, [1, 2, 3, 5]),
  household(
    'other than an element: no element is it',
    `${operator}/ne`,
    { tags: { $ne: 'old' } },
    [2, 3, 4, 5],
  ),
  household('present', `${operator}/exists`, { seen: { $exists: true } }, [1, 2, 3]),
  household('absent', `${operator}/exists`, { closed: { $exists: false } }, [1, 2, 3]),
  household('more than a number, within the type', `${operator}/gt`, { members: { $gt: 2 } }, [1, 3, 4]),
  household('at most a number', `${operator}/lte`, { members: { $lte: 2.5 } }, [2, 4, 5]),
  household('between dates', `${operator}/gte`, { seen: { $gte: day(1), $lt: day(2) } }, [1]),
  household('after a date, up to a date', `${operator}/gt`, { seen: { $gt: day(1), $lte: day(2) } }, [2]),
  household('more than a word leaves numbers out', `${operator}/gt`, { members: { $gt: '2' } }, []),
  household('words from one on, before another', `${operator}/gte`, { name: { $gte: '岩', $lt: '李' } }, [1]),
  household(
    'words after one, up to another',
    `${operator}/lte`,
    { name: { $gt: '岩', $lte: '李小发' } },
    [1, 3],
  ),
  household('between, met by two elements of one array', arrays, { tags: { $gt: 'j', $lt: 'j' } }, [1]),
  household('no less than null is null', `${operator}/gte`, { seen: { $gte: null } }, [3, 4, 5]),
  household('one element that is more is enough', arrays, { tags: { $gt: 'k' } }, [1, 2]),
  household('one of several words', `${operator}/in`, { name: { $in: ['岩三木', '田小花'] } }, [1, 4]),
  household('one of several ids', `${operator}/in`, { by: { $in: [someone, new ObjectId()] } }, [4]),
  household('one of none', `${operator}/in`, { name: { $in: [] } }, []),
  household(
    'one of several, null among them',
    `${operator}/in`,
    { seen: { $in: [null, day(1)] } },
    [1, 3, 4, 5],
  ),
  household('none of several words', `${operator}/nin`, { name: { $nin: ['岩三木', '田小花'] } }, [2, 3, 5]),
  household('none of several ids', `${operator}/nin`, { by: { $nin: [someone] } }, [1, 2, 3, 5]),
  household(
    'conditions on one and the same element',
    `${operator}/elemMatch`,
    {
      visits: { $elemMatch: { by: 'b', ok: { $exists: false } } },
    },
    [5],
  ),
  household(
    'conditions that no single element meets',
    `${operator}/elemMatch`,
    {
      visits: { $elemMatch: { by: 'b', ok: true } },
    },
    [],
  ),
  household(
    'operators on the element itself',
    `${operator}/elemMatch`,
    {
      tags: { $elemMatch: { $gt: 'j', $lt: 'j' } },
    },
    [],
  ),
  household(
    '$elemMatch only looks into arrays',
    `${operator}/elemMatch`,
    {
      place: { $elemMatch: { village: 203 } },
    },
    [],
  ),
  household('an array’s length', `${operator}/size`, { tags: { $size: 1 } }, [2]),
  household('no element at all', `${operator}/size`, { tags: { $size: 0 } }, [3]),
  household('a type', `${operator}/type`, { name: { $type: 'string' } }, [1, 2, 3, 4]),
  household('the type of an element', `${operator}/type`, { tags: { $type: 'string' } }, [1, 2]),
  household(
    'ids between two',
    `${operator}/gt`,
    { by: { $gt: new ObjectId('0'.repeat(24)), $lt: new ObjectId('f'.repeat(24)) } },
    [4],
  ),
  household('a pattern as a value', `${operator}/regex`, { name: /^罗|李/ }, [2, 3]),
  household('a pattern, with $regex', `${operator}/regex`, { name: { $regex: '小' } }, [3, 4]),
  household(
    'all of several conditions',
    `${operator}/and`,
    { $and: [{ members: 2 }, { closed: false }] },
    [5],
  ),
  household('either of two', `${operator}/or`, { $or: [{ members: 5 }, { closed: true }] }, [3, 4]),
  refuses('an operator it does not know', operator, 2, ({ collection }) =>
    collection.find({ word: { $nonsense: 1 } } as never).toArray(),
  ),
  refuses('an unknown way to combine', operator, 2, ({ collection }) =>
    collection.find({ $nonsense: [{ word: 1 }] } as never).toArray(),
  ),
  refuses('to combine nothing', `${operator}/or`, 2, ({ collection }) =>
    collection.find({ $or: [] }).toArray(),
  ),
  refuses('$in with what is no array', `${operator}/in`, 2, ({ collection }) =>
    collection.find({ word: { $in: 'x' } } as never).toArray(),
  ),
]

/** Every kind of value, in BSON's order; those on one line are equal. */
const ascending: readonly unknown[][] = [
  [new MinKey()],
  // an empty array has nothing to sort by, which comes before null
  [[]],
  [null, undefined],
  [new Double(Number.NaN)],
  [new Double(Number.NEGATIVE_INFINITY)],
  [Long.fromString('-9007199254740993')],
  [new Double(-9007199254740992), Long.fromString('-9007199254740992')],
  [new Double(-1.5), Decimal128.fromString('-1.5')],
  [new Double(-0), new Int32(0), Decimal128.fromString('0')],
  [Decimal128.fromString('0.1')],
  // the double nearest to a tenth is a little more than a tenth
  [new Double(0.1)],
  [new Int32(1), Long.fromNumber(1), new Double(1), Decimal128.fromString('1.0')],
  [new Double(9007199254740992)],
  [Long.fromString('9007199254740993'), Decimal128.fromString('9007199254740993')],
  [new Double(9007199254740994)],
  [Decimal128.fromString('1E+40')],
  [new Double(Number.POSITIVE_INFINITY)],
  [''],
  ['B'],
  // by bytes, not by any language's alphabet
  ['a'],
  ['村'],
  [{}],
  [{ a: 1 }],
  [{ a: 1, b: 0 }],
  [{ a: 2 }],
  // the type of a field comes before its name
  [{ a: 'x' }],
  [new Binary(Buffer.from([255]))],
  // the length of a binary comes before its bytes
  [new Binary(Buffer.from([0, 0]))],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('00000000000000000000000a')],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Timestamp({ t: 1, i: 1 })],
  [new BSONRegExp('a')],
  [new MaxKey()],
]
const mixed = ascending.flatMap((values, line) =>
  values.map((value, at): Document => ({ _id: line * 10 + at, ...(value !== undefined && { v: value }) })),
)
// neither the order of their coming in nor that of their _id may help
const shuffled = mixed.toSorted((a, b) => ((a._id * 7919) % 101) - ((b._id * 7919) % 101))

const ordering: Case[] = [
  {
    what: 'values of every type stand in one order, up and down, with and without an index',
    manual: order,
    documents: shuffled,
    async run({ collection }) {
      const up = async () => idsOf(await collection.find().sort({ v: 1, _id: 1 }).toArray())
      const down = async () => idsOf(await collection.find().sort({ v: -1, _id: -1 }).toArray())
      const scanned = [await up(), await down()]
      await collection.createIndex({ v: 1, _id: 1 })
      return [...scanned, await up(), await down()]
    },
    gives: [idsOf(mixed), idsOf(mixed).toReversed(), idsOf(mixed), idsOf(mixed).toReversed()],
  },
  {
    what: 'an array is sorted by its least element upwards, and by its greatest downwards',
    manual: `${order}/#arrays`,
    documents: [
      { _id: 'a', v: [3, 9] },
      { _id: 'b', v: [1, 20] },
      { _id: 'c', v: 5 },
    ],
    async run({ collection }) {
      const by = async (way: 1 | -1) => idsOf(await collection.find().sort({ v: way }).toArray())
      const scanned = [await by(1), await by(-1)]
      await collection.createIndex({ v: 1 })
      return [...scanned, await by(1), await by(-1)]
    },
    gives: [
      ['b', 'a', 'c'],
      ['b', 'a', 'c'],
      ['b', 'a', 'c'],
      ['b', 'a', 'c'],
    ],
  },
  {
    what: 'by two fields, one of them downwards and one a path, then a page',
    manual: 'reference/method/cursor.sort',
    documents: Array.from({ length: 30 }, (_, n) => ({ _id: n, kind: n % 3, of: { at: n } })),
    async run({ collection }) {
      const ask = async () =>
        idsOf(
          await collection
            .find({ kind: { $lt: 2 } })
            .sort({ kind: 1, 'of.at': -1 })
            .skip(8)
            .limit(4)
            .toArray(),
        )
      const scanned = await ask()
      await collection.createIndex({ kind: 1, 'of.at': -1 })
      return [scanned, await ask()]
    },
    gives: [
      [3, 0, 28, 25],
      [3, 0, 28, 25],
    ],
  },
  {
    what: 'a path upwards and a field downwards',
    manual: 'reference/method/cursor.sort',
    documents: [1, 2, 3, 4].map((n) => ({ _id: n, of: { at: n % 2 }, n })),
    run: async ({ collection }) => idsOf(await collection.find().sort({ 'of.at': 1, n: -1 }).toArray()),
    gives: [4, 2, 3, 1],
  },
  elsewhere(
    refuses('to sort in no direction', 'reference/method/cursor.sort', 15975, (scene) =>
      send(scene, { find: scene.collection.collectionName, sort: { n: 7 } }),
    ),
    'some call it BadValue',
    [2, [{ _id: 1, word: 'x', list: [1] }]],
  ),
]

const shows = (what: string, projection: Document, expected: Document): Case => ({
  what,
  manual: 'tutorial/project-fields-from-query-results',
  documents: households,
  run: async ({ collection }) => {
    const found = await collection.findOne({ _id: 1 as never }, { projection })
    return [found, Object.keys(found ?? {})]
  },
  gives: [expected, Object.keys(expected)],
})

const showing: Case[] = [
  shows(
    'some fields, in the order in which they are stored',
    { 'place.village': 1, name: 1 },
    {
      _id: 1,
      name: '岩三木',
      place: { village: 203 },
    },
  ),
  shows('some fields without the id', { name: 1, _id: 0 }, { name: '岩三木' }),
  shows('the id alone', { _id: 1 }, { _id: 1 }),
  shows('all but some', { tags: 0, place: 0, seen: 0 }, { _id: 1, name: '岩三木', members: 4 }),
  {
    what: 'fields inside the documents of an array',
    manual: 'tutorial/project-fields-from-query-results',
    documents: households,
    run: ({ collection }) => collection.findOne({ _id: 5 as never }, { projection: { 'visits.ok': 1 } }),
    gives: { _id: 5, visits: [{ ok: true }, {}] },
  },
  refuses(
    'to keep some fields and leave out others',
    'reference/method/db.collection.find',
    31254,
    ({ collection }) => collection.find({}, { projection: { a: 1, b: 0 } }).toArray(),
  ),
  {
    what: 'values of every type come back as they went in',
    manual: 'reference/bson-types',
    documents: [
      {
        _id: someone,
        text: '佤山 🏔 é',
        whole: 42,
        fraction: 0.5,
        double: new Double(5),
        large: Long.fromString('9007199254740993'),
        exact: Decimal128.fromString('0.10'),
        yes: true,
        nothing: null,
        moment: new Date('2026-11-24T02:00:00.123Z'),
        bytes: new Binary(Buffer.from([0, 1, 255])),
        nested: { list: [1, 'two', { three: [] }], 空: {} },
      },
    ],
    async run({ collection }) {
      // an update of one field leaves the types of the others alone
      await collection.updateOne({}, { $set: { whole: 43 } })
      const found = await collection.findOne({}, { promoteValues: false })
      return Object.fromEntries(
        Object.entries(found ?? {}).map(([name, value]) => [name, value?._bsontype ?? typeof value]),
      )
    },
    gives: {
      _id: 'ObjectId',
      text: 'string',
      whole: 'Int32',
      fraction: 'Double',
      double: 'Double',
      large: 'Long',
      exact: 'Decimal128',
      yes: 'boolean',
      nothing: 'object',
      moment: 'object',
      bytes: 'Binary',
      nested: 'object',
    },
  },
  {
    what: 'distinct values: elements of arrays each for itself, nothing for what is absent',
    manual: 'reference/command/distinct',
    documents: households,
    run: async ({ collection }) => [
      (await collection.distinct('tags')).sort(),
      (await collection.distinct('place.village', { members: { $gt: 2 } })).sort(),
      await collection.distinct('visits.by', { name: { $exists: true } }),
    ],
    gives: [['ill', 'old', 'school'], [203, 205, 206], []],
  },
]

/** Finding documents, ordering them, and what is shown of them. */
export const finding: Case[] = [...filters, ...ordering, ...showing]
