import fc from 'fast-check'
import { type Collection, type Document, Long, MongoClient, MongoServerError } from 'mongodb'
import { cursorPatience } from '../../server/database/embedded/cursors'
import { transactionLifetime } from '../../server/database/embedded/transactions'
import { type OwnServer, openOwnServer } from './own-store'

/** How many histories are played; `HISTORIES=2000` looks further than the suite has time for. */
const histories = Number(process.env.HISTORIES ?? 25)

let own: OwnServer
let collection: Collection<Document>
beforeAll(async () => {
  own = await openOwnServer()
  collection = own.db.collection('registers')
})
afterAll(() => own.close())

/** One step of a transaction: it reads a register, or adds its own mark to it. */
type Step = { read: number } | { append: number }
interface Plan {
  steps: Step[]
  /** So many questions are answered before it begins, that it finds what others have done. */
  begins: number
  /** After this many steps it lets the others go first for a while. */
  pauses: number[]
  aborts: boolean
}

/** What a transaction saw and did, and how it ended. */
interface Done {
  mark: string
  committed: boolean
  /** The marks that stood in a register when it was read, before what the transaction itself appended. */
  reads: { register: number; marks: string[] }[]
  appends: number[]
}

const registers = 4
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ read: fc.nat(registers - 1) }),
  fc.record({ append: fc.nat(registers - 1) }),
)
const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 6 }),
  begins: fc.constantFrom(0, 0, 5, 15),
  pauses: fc.array(fc.nat(5), { maxLength: 3 }),
  aborts: fc.constantFrom(false, false, false, true),
})

const marksOf = async (register: number, options = {}): Promise<string[]> =>
  (await collection.findOne({ _id: register as never }, options))?.marks ?? []

async function play(mark: string, { steps, begins, pauses, aborts }: Plan): Promise<Done> {
  const done: Done = { mark, committed: false, reads: [], appends: [] }
  for (let asked = 0; asked < begins; asked++) await own.db.command({ ping: 1 })
  const session = own.client.startSession()
  try {
    session.startTransaction()
    for (const [at, one] of steps.entries()) {
      if (pauses.includes(at)) await own.db.command({ ping: 1 })
      if ('read' in one) {
        const marks = await marksOf(one.read, { session })
        // it sees its own writes, at the end and each once
        const own = done.appends.filter((register) => register === one.read).length
        expect(marks.slice(marks.length - own)).toEqual(Array(own).fill(mark))
        done.reads.push({ register: one.read, marks: marks.slice(0, marks.length - own) })
      } else {
        const change = { $push: { marks: mark }, $inc: { version: 1 } }
        await collection.updateOne({ _id: one.append as never }, change as never, { session })
        done.appends.push(one.append)
      }
    }
    if (aborts) await session.abortTransaction()
    else {
      await session.commitTransaction()
      done.committed = true
    }
  } catch (error) {
    // who was second begins again, which this history does not
    if (!(error instanceof MongoServerError && error.hasErrorLabel('TransientTransactionError'))) throw error
    expect(error.code).toBe(112)
    if (session.inTransaction()) await session.abortTransaction()
  } finally {
    await session.endSession()
  }
  return done
}

/** Judges a history by what stands in the registers at its end: marks in the order of their commits. */
function judge(done: readonly Done[], ends: readonly string[][]): void {
  const committed = done.filter((one) => one.committed)
  for (const [register, marks] of ends.entries()) {
    // no update is lost, none is done twice, nothing of an aborted one stays
    const wanted = committed.flatMap(({ mark, appends }) =>
      appends.filter((one) => one === register).map(() => mark),
    )
    expect(marks.toSorted()).toEqual(wanted.toSorted())
  }
  for (const { mark, reads, appends, committed: last } of done) {
    for (const { register, marks } of reads) {
      // what was read had been committed at one moment: it is a beginning of what stands there now
      expect(ends[register]?.slice(0, marks.length)).toEqual(marks)
      // and reading it again gave the same
      for (const again of reads) if (again.register === register) expect(again.marks).toEqual(marks)
      // a transaction that wrote a register it had read wrote upon what it read
      if (last && appends.includes(register)) expect(ends[register]?.indexOf(mark)).toBe(marks.length)
    }
    // never half of another: who sees one of its marks sees all of them, in whatever register it reads
    for (const other of committed) {
      const seen = reads
        .filter(({ register }) => other.appends.includes(register))
        .map(({ register, marks }) => [
          marks.filter((one) => one === other.mark).length,
          other.appends.filter((one) => one === register).length,
        ])
      if (other.mark === mark || seen.length === 0) continue
      const all = seen.every(([saw, wrote]) => saw === wrote)
      const none = seen.every(([saw]) => saw === 0)
      expect(all || none).toBe(true)
    }
  }
}

test('random concurrent transactions lose no update, and see nothing of half a transaction', async () => {
  const met = { committed: 0, conflicted: 0, sawOthers: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 2, maxLength: 8 }), async (plans) => {
      await collection.deleteMany({})
      await collection.insertMany(
        Array.from({ length: registers }, (_, register) => ({
          _id: register as never,
          marks: [],
          version: 0,
        })),
      )
      const done = await Promise.all(plans.map((one, number) => play(`t${number}`, one)))
      const ends = await Promise.all(Array.from({ length: registers }, (_, register) => marksOf(register)))
      judge(done, ends)
      met.committed += done.filter(({ committed }) => committed).length
      met.conflicted += done.filter(({ committed }, i) => !committed && !plans[i]?.aborts).length
      met.sawOthers += done.filter(({ reads }) => reads.some(({ marks }) => marks.length > 0)).length
    }),
    { numRuns: histories },
  )
  // a checker that never meets a conflict proves nothing
  for (const times of Object.values(met)) expect(times).toBeGreaterThan(3)
})

test('the judge finds a lost update, and half a transaction', () => {
  const one = (mark: string, reads: Done['reads'], appends: number[]): Done => ({
    mark,
    reads,
    appends,
    committed: true,
  })
  const both = [one('a', [{ register: 0, marks: [] }], [0]), one('b', [{ register: 0, marks: [] }], [0])]
  expect(() => judge(both, [['b']])).toThrow()
  expect(() => judge(both, [['a', 'b']])).toThrow()
  const reader = one(
    'r',
    [
      { register: 0, marks: ['a'] },
      { register: 1, marks: [] },
    ],
    [],
  )
  expect(() => judge([one('a', [], [0, 1]), reader], [['a'], ['a']])).toThrow()
})

test('of many that insert one unique key at once, in transactions and without, one gets in', async () => {
  const keys = own.db.collection('keys')
  await keys.createIndex({ key: 1 }, { unique: true })
  const insert = (number: number) =>
    number % 2 === 0
      ? keys.insertOne({ key: 'x', number })
      : own.client.withSession((session) =>
          session.withTransaction(() => keys.insertOne({ key: 'x', number }, { session })),
        )
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => insert(number)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.code).toBe(11000)
  expect(await keys.countDocuments()).toBe(1)
})

describe('what is not gone on with', () => {
  beforeEach(async () => {
    await collection.deleteMany({})
    await collection.insertOne({ _id: 1 as never, n: 0 })
  })
  const n = async () => (await collection.findOne({ _id: 1 as never }))?.n

  test('a transaction whose connection ends lets go of what it has, without a trace', async () => {
    const other = await MongoClient.connect(own.uri)
    const session = other.startSession()
    session.startTransaction()
    await other
      .db('test')
      .collection('registers')
      .updateOne({}, { $inc: { n: 1 } }, { session })
    const waiting = collection.updateOne({}, { $inc: { n: 10 } })
    await other.close(true)
    await waiting
    expect(await n()).toBe(10)
  })

  test('a transaction lasts a minute', async () => {
    const session = own.client.startSession()
    session.startTransaction()
    await collection.updateOne({}, { $inc: { n: 1 } }, { session })
    own.passes(transactionLifetime + 1)
    const waiting = collection.updateOne({}, { $inc: { n: 10 } })
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 })
    await waiting
    expect(await n()).toBe(10)
    await session.endSession()
  })

  test('a cursor that nobody reads for ten minutes is gone', async () => {
    await collection.insertMany(Array.from({ length: 300 }, () => ({})))
    const opened = async () => (await own.db.command({ find: 'registers', batchSize: 2 })).cursor.id
    const more = (id: bigint | Long) =>
      own.db.command({ getMore: Long.fromString(String(id)), collection: 'registers', batchSize: 2 })
    const [read, left] = [await opened(), await opened()]
    own.passes(cursorPatience - 60_000)
    await more(read)
    own.passes(90_000)
    await expect(more(left)).rejects.toMatchObject({ code: 43 })
    expect((await more(read)).cursor.nextBatch).toHaveLength(2)
  })
})
