import { BSON, type Document } from 'mongodb'
import { type OwnStore, openOwnStore } from './own-store'

/** What the embedded store cannot do it refuses, with MongoDB's own codes: a silent no would be a wrong answer. */
describe('the embedded store refuses what it cannot do', () => {
  let own: OwnStore
  beforeAll(async () => {
    own = await openOwnStore()
    await own.db.collection('a').insertOne({ _id: 1 as never, n: 1 })
  })
  afterAll(async () => {
    await own.close()
    own.forget()
  })

  test.each<[string, Document, number]>([
    ['a command it does not know', { mapReduce: 'a' }, 59],
    ['an option it does not know', { find: 'a', collation: { locale: 'zh' } }, 40415],
    ['a field that is missing', { update: 'a' }, 40414],
    ['a delete of nothing', { delete: 'a' }, 40414],
    ['a field of the wrong type', { find: 'a', filter: 3 }, 14],
    ['an operator it does not know', { find: 'a', filter: { n: { $near: 1 } } }, 2],
    ['running JavaScript', { find: 'a', filter: { $where: 'true' } }, 2],
    ['writing out of an aggregation', { aggregate: 'a', pipeline: [{ $out: 'b' }], cursor: {} }, 40324],
    ['watching for changes', { aggregate: 'a', pipeline: [{ $changeStream: {} }], cursor: {} }, 40324],
    ['a kind of index it has not', { createIndexes: 'a', indexes: [{ key: { n: 'text' }, name: 't' }] }, 67],
    ['a cursor that is not there', { getMore: BSON.Long.fromNumber(12345), collection: 'a' }, 43],
  ])('%s', async (_, command, code) => {
    await expect(own.db.command(command)).rejects.toMatchObject({ code })
    expect(await own.db.collection('a').find().toArray()).toEqual([{ _id: 1, n: 1 }])
  })

  test('an option of one statement that it does not know', async () => {
    const change = own.db.collection('a').updateOne({}, { $set: { n: 2 } }, { collation: { locale: 'zh' } })
    await expect(change).rejects.toMatchObject({ code: 40415 })
    const away = own.db.collection('a').deleteOne({}, { collation: { locale: 'zh' } })
    await expect(away).rejects.toMatchObject({ code: 40415 })
    expect(await own.db.collection('a').find().toArray()).toEqual([{ _id: 1, n: 1 }])
  })
})
