import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { encode } from '../../server/database/embedded/bson-codec'
import { Catalog } from '../../server/database/embedded/catalog'
import { Cursors } from '../../server/database/embedded/cursors'
import { dispatcher } from '../../server/database/embedded/dispatch'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { Storage } from '../../server/database/embedded/storage'
import { Transactions } from '../../server/database/embedded/transactions'
import { type Benchmark, byTurns, type Outcome, outcome, perSecond } from './benchmark'

const small = 1000
/** A smaller number shortens the bench while one works on it. */
const large = Number(process.env.STORE_DOCUMENTS ?? 1_000_000)
const atOnce = 32
const seconds = 3
const rounds = 3

interface Person {
  _id: number
  number: string
  order: number
  name: string
}
const schema = new mongoose.Schema<Person>(
  { _id: Number, number: String, order: Number, name: String },
  { versionKey: false, autoIndex: false, autoCreate: false },
)
const person = (n: number): Person => ({
  _id: n,
  number: `n${(n * 7919) % 1_000_003}`,
  order: (n * 104_729) % 1_000_003,
  name: `村民${n}`,
})
const indexes: { key: Record<string, 1 | -1>; name: string }[] = [
  { key: { number: 1 }, name: 'number_1' },
  { key: { order: 1 }, name: 'order_1' },
]

/** How often a second something gets done by so many at once. */
async function rate(work: () => Promise<unknown>, workers = atOnce): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1000
  let done = 0
  const worker = async () => {
    for (; performance.now() < end; done++) await work()
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return (done * 1000) / (performance.now() - start)
}

/** The store's own work in this process: its commands without the wire, the driver and mongoose. */
async function withoutWire(directory: string) {
  const storage = new Storage(directory)
  const catalog = new Catalog(storage)
  const transactions = new Transactions(storage, catalog)
  const { dispatch } = dispatcher({ storage, catalog, transactions, cursors: new Cursors() }, () => '')
  return {
    async run(command: Record<string, unknown>) {
      const bytes = encode({ ...command, $db: 'bench' })
      await dispatch({ requestId: 1, bytes, sequences: new Map(), silent: false, legacy: false })
    },
    close: () => storage.close(),
  }
}

/** Memory of a process in MB: its own, without the pages of the data file that the system keeps for it. */
const ownMemory = (pid: number): number =>
  Number(/RssAnon:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const times = (value: number) => `${value.toFixed(2)} times`

async function measure(home: string): Promise<Outcome[]> {
  const directory = join(home, 'store')
  const found: Outcome[] = []
  let store = await startEmbeddedStore({ directory })
  const connect = () =>
    mongoose.createConnection(store.uri, { dbName: 'bench', maxPoolSize: atOnce }).asPromise()
  const connection = await connect()
  const model = (name: string) => connection.model<Person>(name, schema, name)
  const fill = async (name: string, count: number, from = 0) => {
    await connection.collection(name).createIndexes(indexes)
    for (let n = from; n < count; n += 10_000) {
      const batch = Array.from({ length: Math.min(10_000, count - n) }, (_, i) => person(n + i))
      await connection.collection<Person>(name).insertMany(batch, { ordered: false })
    }
  }
  await fill('small', small)
  const bare = await withoutWire(join(home, 'bare'))
  await bare.run({ createIndexes: 'small', indexes })
  await bare.run({ insert: 'small', documents: Array.from({ length: small }, (_, n) => person(n)) })

  let turn = 0
  const reads = await byTurns(
    rounds,
    () =>
      rate(() =>
        model('small')
          .findOne({ number: person(turn++ % small).number })
          .lean(),
      ),
    () =>
      rate(() =>
        bare.run({
          find: 'small',
          filter: { number: person(turn++ % small).number },
          limit: 1,
          singleBatch: true,
        }),
      ),
  )
  found.push(
    outcome({
      name: 'store: reads',
      what: `findOne by an index through mongoose, ${atOnce} at once`,
      figures: {
        'the same in process, without the wire': perSecond(reads.second),
        share: times(reads.ratio),
      },
      ratio: reads.first,
      unit: 'a second',
      goal: { kind: 'at least', value: 6000 },
    }),
  )
  let next = 2_000_000
  const inserts = await byTurns(
    rounds,
    () => rate(() => model('written').create(person(next++))),
    () => rate(() => bare.run({ insert: 'written', documents: [person(next++)] })),
  )
  found.push(
    outcome({
      name: 'store: inserts',
      what: `one document after another through mongoose, each on disk before it is acknowledged, ${atOnce} at once`,
      figures: {
        'the same in process, without the wire': perSecond(inserts.second),
        share: times(inserts.ratio),
      },
      ratio: inserts.first,
      unit: 'a second',
      goal: { kind: 'at least', value: 4000 },
    }),
  )
  await bare.close()

  const began = performance.now()
  await fill('large', large / 10)
  const before = ownMemory(store.pid)
  await fill('large', large, large / 10)
  const after = ownMemory(store.pid)
  const filling = (performance.now() - began) / 1000
  const page = (name: string) => () => rate(() => model(name).find().sort({ order: -1 }).limit(20).lean(), 4)
  const pages = await byTurns(rounds, page('small'), page('large'))
  found.push(
    outcome({
      name: 'store: page',
      what: `a page of 20 by an indexed sort, its time over ${large.toLocaleString('en')} documents against ${small.toLocaleString('en')}`,
      figures: {
        small: perSecond(pages.first),
        large: perSecond(pages.second),
        'documents put in': perSecond(large / filling),
      },
      ratio: pages.ratio,
      goal: { kind: 'at most', value: 1.5 },
    }),
  )
  found.push(
    outcome({
      name: 'store: memory',
      what: `memory of the store's process when ${large.toLocaleString('en')} documents are in, against a tenth of them`,
      figures: { 'a tenth': `${before.toFixed(0)} MB`, all: `${after.toFixed(0)} MB` },
      ratio: after / before,
      goal: { kind: 'at most', value: 1.5 },
    }),
  )
  await connection.close()
  await store.close()
  const opening = (folder: string) => async () => {
    const start = performance.now()
    const opened = await withoutWire(folder)
    await opened.run({ find: 'large', filter: { number: person(1).number }, limit: 1, singleBatch: true })
    const seen = performance.now() - start
    await opened.close()
    return seen
  }
  const opened = await byTurns(rounds, opening(directory), opening(join(home, 'bare')))
  const start = performance.now()
  store = await startEmbeddedStore({ directory })
  const started = (performance.now() - start) / 1000
  await store.close()
  found.push(
    outcome({
      name: 'store: opening',
      what: `opening a folder of ${large.toLocaleString('en')} documents, up to the first answer by an index`,
      figures: {
        'a folder of few': `${opened.second.toFixed(0)} ms`,
        'with the start of its process': `${started.toFixed(2)} s`,
      },
      ratio: opened.first,
      unit: 'milliseconds',
      goal: { kind: 'at most', value: 1000 },
    }),
  )
  return found
}

/** The embedded store by itself, always on a folder of its own. */
export const storeBenchmark: Benchmark = {
  name: 'store',
  async run() {
    const home = mkdtempSync(join(tmpdir(), 'zaofaxian-bench-store-'))
    try {
      return await measure(home)
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
}
