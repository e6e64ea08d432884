import { BSON, type Db, MongoClient } from 'mongodb'
import type { mongo } from 'mongoose'
import { copyDatabase, type Moved } from '../../server/database/transfer'
import { testDatabase } from '../setup/database'

describe('moving a whole database', () => {
  let client: MongoClient
  const [from, to, back] = [testDatabase(), testDatabase(), testDatabase()]
  const db = ({ dbName }: { dbName: string }) => client.db(dbName)
  const move = async (source: Db, target: Db): Promise<Moved[]> => {
    const moved: Moved[] = []
    // the driver that mongoose brings is the same, under another name
    await copyDatabase(source as unknown as mongo.Db, target as unknown as mongo.Db, (one) => moved.push(one))
    return moved
  }

  beforeAll(async () => {
    client = await MongoClient.connect(from.uri)
  })
  afterAll(async () => {
    for (const each of [from, to, back]) await db(each).dropDatabase()
    await client.close()
  })

  test('there and back it is the same to the last byte, with its indexes', async () => {
    await db(from).collection('empty').createIndex({ at: 1 }, { expireAfterSeconds: 60 })
    const people = db(from).collection('people')
    await people.createIndexes([
      { key: { n: 1 }, unique: true, name: 'by_n' },
      { key: { 'a.b': 1, at: -1 }, name: 'two', partialFilterExpression: { at: { $exists: true } } },
    ])
    await people.insertOne({
      n: BSON.Long.fromNumber(5),
      double: new BSON.Double(5),
      int: 5,
      decimal: BSON.Decimal128.fromString('5.00'),
      bytes: Buffer.alloc(300_000, 7),
      pattern: /村/i,
      at: new Date(5),
      a: [{ b: null }, { b: 'x' }],
    })
    await people.insertMany(Array.from({ length: 2500 }, (_, n) => ({ n: n + 10, 名: '村'.repeat(n % 40) })))
    const out = await move(db(from), db(to))
    expect(out).toMatchObject([
      { collection: 'empty', documents: 0, indexes: 1 },
      { collection: 'people', documents: 2501, indexes: 2 },
    ])
    expect(await move(db(to), db(back))).toEqual(out)
    const indexes = (source: { dbName: string }, name: string) => db(source).collection(name).indexes()
    for (const name of ['empty', 'people'])
      expect(await indexes(back, name)).toEqual(await indexes(from, name))
  })

  test('data that are there already are not mixed with', async () => {
    const before = await db(back).collection('people').countDocuments()
    await db(from).collection('people').insertOne({ n: 1 })
    await expect(move(db(from), db(back))).rejects.toThrow(
      'The target holds data already (collection people)',
    )
    expect(await db(back).collection('people').countDocuments()).toBe(before)
  })
})
