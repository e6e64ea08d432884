import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { BSON, type Document } from 'mongodb'
import { type OwnStore, openOwnStore } from './own-store'

/** Whatever one client sends: it gets an error or is hung up on, and the others notice nothing. */
describe('bad input on the wire of the embedded store', () => {
  let own: OwnStore
  beforeAll(async () => {
    own = await openOwnStore()
    await own.db.collection('a').insertOne({ _id: 1 as never })
  })
  afterEach(async () => {
    expect(await own.db.collection('a').find().toArray()).toEqual([{ _id: 1 }])
  })
  afterAll(async () => {
    await own.close()
    own.forget()
  })

  const frame = (body: Buffer, { length = 16 + body.length, code = 2013 } = {}): Buffer => {
    const head = Buffer.alloc(16)
    head.writeInt32LE(length, 0)
    head.writeInt32LE(1, 4)
    head.writeInt32LE(code, 12)
    return Buffer.concat([head, body])
  }
  const flags = Buffer.alloc(4)
  const section = (bson: Uint8Array) => Buffer.concat([flags, Buffer.from([0]), bson])
  const ping = BSON.serialize({ ping: 1, $db: 'test' })
  const overwritten = (bytes: Uint8Array, at: number, value: number) => {
    const copy = Buffer.from(bytes)
    copy.writeInt32LE(value, at)
    return copy
  }
  const query = (name: string, bson: Uint8Array) =>
    frame(Buffer.concat([flags, Buffer.from(`${name}\0`), Buffer.alloc(8), bson]), { code: 2004 })

  const open = async (): Promise<Socket> => {
    const socket = connect(own.port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return socket
  }
  /** The first whole answer to what is sent; null when the store hangs up instead. */
  async function answer(socket: Socket, bytes: Buffer): Promise<Document | null> {
    let got = Buffer.alloc(0)
    const whole = new Promise<Document | null>((done) => {
      socket.on('data', (chunk) => {
        got = Buffer.concat([got, chunk])
        if (got.length >= 16 && got.length >= got.readInt32LE(0)) done(BSON.deserialize(got.subarray(21)))
      })
      socket.once('close', () => done(null))
    })
    socket.write(bytes)
    return whole
  }
  async function answerTo(bytes: Buffer): Promise<Document | null> {
    const socket = await open()
    const found = await answer(socket, bytes)
    socket.destroy()
    return found
  }

  test.each<[string, Buffer]>([
    ['a message shorter than its head', frame(Buffer.alloc(20), { length: 3 })],
    ['a message of negative length', frame(Buffer.alloc(20), { length: -1 })],
    ['a message longer than any may be', frame(Buffer.alloc(20), { length: 0x7fffffff })],
    ['an operation nobody sends', frame(Buffer.alloc(20), { code: 2001 })],
    ['a compressed message', frame(Buffer.alloc(20), { code: 2012 })],
    ['flags that nobody knows', frame(Buffer.concat([Buffer.from([0x40, 0, 0, 0, 0]), ping]))],
    ['no command', frame(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]))],
    ['a section of an unknown kind', frame(Buffer.concat([flags, Buffer.from([9]), ping]))],
    ['a document that claims to be longer', frame(section(overwritten(ping, 0, 5000)))],
    ['a document that claims to be shorter', frame(section(overwritten(ping, 0, 9)))],
    ['a document of negative length', frame(section(overwritten(ping, 0, -5)))],
    [
      'a sequence that claims to be longer',
      frame(Buffer.concat([section(ping), Buffer.from([1, 0xff, 0xff, 0, 0]), Buffer.from('documents\0')])),
    ],
    [
      'a sequence whose name does not end',
      frame(Buffer.concat([section(ping), Buffer.from([1, 6, 0, 0, 0, 65, 65])])),
    ],
    ['an old query for documents', query('test.a', ping)],
    ['an old query whose document is broken', query('test.$cmd', Buffer.from([9, 0, 0, 0, 99, 65, 0, 1, 0]))],
    ['bytes without sense', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(4))],
  ])('hangs up on %s', async (_, bytes) => {
    expect(await answerTo(bytes)).toBeNull()
  })

  const nested = (depth: number): Document => {
    let inner: Document = {}
    for (let i = 1; i < depth; i++) inner = { a: inner }
    return inner
  }
  const command = (body: Document) => frame(section(BSON.serialize({ ...body, $db: 'test' })))
  /** A string in a command that claims to be longer than it is. */
  const lying = (claimed: number) => {
    const bson = Buffer.from(BSON.serialize({ find: 'a', filter: { s: 'x'.repeat(40) }, $db: 'test' }))
    bson.writeInt32LE(claimed, bson.indexOf('s\0)') + 2)
    return frame(section(bson))
  }

  test.each<[string, Buffer, number]>([
    ['a command it does not know', command({ shutdown: 1 }), 59],
    ['the name of what every object has', command({ constructor: 1 }), 59],
    ['a command without a name', frame(section(Buffer.from([5, 0, 0, 0, 0]))), 9],
    ['documents 201 deep', command({ find: 'a', filter: nested(200) }), 15],
    ['documents 2,000 deep', command({ insert: 'a', documents: [nested(2000)] }), 15],
    ['a string that claims to be longer', lying(5000), 2],
    ['a string of negative length', lying(-3), 2],
    [
      'a document that is too large',
      command({ insert: 'b', documents: [{ s: Buffer.alloc(16_777_216) }] }),
      10334,
    ],
  ])('answers %s with an error, and goes on listening', async (_, bytes, code) => {
    const socket = await open()
    const said = await answer(socket, bytes)
    const told = (said?.writeErrors as Document[] | undefined)?.[0] ?? said
    expect(told?.code).toBe(code)
    socket.removeAllListeners('data')
    expect(await answer(socket, frame(section(ping)))).toMatchObject({ ok: 1 })
    socket.destroy()
  })

  test('a document 200 deep is stored and read', async () => {
    const deep = nested(196)
    await own.db.collection('deep').insertOne({ deep })
    expect(await own.db.collection('deep').findOne({}, { projection: { _id: 0 } })).toEqual({ deep })
  })

  test('a message cut into single bytes is read all the same', async () => {
    const socket = await open()
    const found = answer(socket, Buffer.alloc(0))
    for (const byte of frame(section(ping))) socket.write(Buffer.from([byte]))
    expect(await found).toMatchObject({ ok: 1 })
    socket.destroy()
  })

  test('500 connections at once, half of which stop in the middle of a message', async () => {
    const sockets = await Promise.all(Array.from({ length: 500 }, open))
    const half = frame(section(ping)).subarray(0, 30)
    for (const socket of sockets.slice(250)) socket.write(half)
    const answers = await Promise.all(sockets.slice(0, 250).map((one) => answer(one, frame(section(ping)))))
    expect(answers.filter((one) => one?.ok === 1)).toHaveLength(250)
    // the half that is left open is closed by its client in the one way and in the other
    for (const [i, socket] of sockets.entries()) i % 2 ? socket.end() : socket.resetAndDestroy()
    await Promise.all(sockets.map((one) => one.closed || once(one, 'close')))
    expect(await own.db.command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  test('who asks and does not listen is not answered without end', async () => {
    await own.db.collection('large').insertOne({ s: Buffer.alloc(1_000_000) })
    const socket = await open()
    socket.pause()
    const asked = command({ find: 'large' })
    // two thousand answers of a megabyte each would not fit into the store's memory
    for (let i = 0; i < 2000; i++) socket.write(asked)
    for (let i = 0; i < 20; i++) expect(await own.db.command({ ping: 1 })).toMatchObject({ ok: 1 })
    socket.destroy()
  })

  test('it listens to this machine only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one?.family === 'IPv4' && !one.internal)
    for (const one of outside) {
      const socket = connect(own.port, one?.address)
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
  })
})
