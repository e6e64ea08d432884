import { connect } from 'node:net'
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

  const frame = (length: number, code: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(16)
    head.writeInt32LE(length, 0)
    head.writeInt32LE(1, 4)
    head.writeInt32LE(code, 12)
    return Buffer.concat([head, body])
  }
  const command = BSON.serialize({ ping: 1, $db: 'test' })
  const section = Buffer.concat([Buffer.alloc(4), Buffer.from([0]), command])

  test.each<[string, Buffer]>([
    ['a message shorter than its head', frame(3, 2013, Buffer.alloc(20))],
    ['a message longer than any may be', frame(0x7fffffff, 2013, Buffer.alloc(20))],
    ['an operation nobody sends', frame(36, 2001, Buffer.alloc(20))],
    [
      'a document that claims to be longer',
      frame(16 + section.length, 2013, Buffer.from(section).fill(0xff, 5, 8)),
    ],
    ['bytes without sense', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(4))],
  ])('hangs up on %s, and serves the others', async (_, bytes) => {
    const ended = new Promise<void>((done) => {
      const socket = connect(own.port, '127.0.0.1', () => socket.write(bytes))
      socket.once('close', () => done())
      socket.on('error', () => undefined)
      socket.resume()
    })
    await ended
    expect(await own.db.command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  test('a message cut into single bytes is read all the same', async () => {
    const whole = frame(16 + section.length, 2013, section)
    const socket = connect(own.port, '127.0.0.1')
    const answer = new Promise<Buffer>((done) => socket.once('data', done))
    for (const byte of whole) socket.write(Buffer.from([byte]))
    expect(BSON.deserialize((await answer).subarray(21))).toMatchObject({ ok: 1 })
    socket.destroy()
  })
})
