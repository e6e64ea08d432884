import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Collection, type Db, MongoClient } from 'mongodb'
import { type Doc, decode } from '../../server/database/embedded/bson-codec'
import { Catalog, rangeOf } from '../../server/database/embedded/catalog'
import { checkStore } from '../../server/database/embedded/check'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { Storage } from '../../server/database/embedded/storage'

interface Line {
  _id: number
  unique: string
  tags: number[]
  text: string
}
interface Numbered {
  _id: number
  n: number
}

/** A document that says by itself whether it is whole: everything in it follows from its number, up to 12 KB of it. */
function line(n: number): Line {
  const digest = createHash('sha256').update(String(n)).digest('hex')
  return { _id: n, unique: `u${n}`, tags: [n % 7, n % 11], text: digest.repeat(n % 200) }
}

/** What has been acknowledged, and what was under way when the store was killed. */
interface Account {
  inserted: Set<number>
  removed: Set<number>
  removing: Set<number>
  counted: number
  moved: number
}

const writersOfLines = 4
const accounts = 5

/** Writers that go on until their store is killed; each tells the account what was acknowledged. */
function writers(client: MongoClient, db: Db, account: Account, next: () => number, told: () => void) {
  const lines: Collection<Line> = db.collection('lines')
  const numbered: Collection<Numbered> = db.collection('numbered')
  const inserter = async () => {
    for (;;) {
      const n = next()
      await lines.insertOne(line(n))
      account.inserted.add(n)
      told()
    }
  }
  const batches = async () => {
    for (;;) {
      const batch = Array.from({ length: 12 }, next)
      await lines.insertMany(batch.map(line))
      for (const n of batch) account.inserted.add(n)
      told()
    }
  }
  const remover = async () => {
    for (;;) {
      const n = [...account.inserted].find((one) => one % 5 === 0 && !account.removing.has(one))
      if (n === undefined) {
        await db.command({ ping: 1 })
        continue
      }
      account.removing.add(n)
      await lines.deleteOne({ _id: n })
      account.removed.add(n)
      told()
    }
  }
  const counter = async () => {
    for (;;) {
      await numbered.updateOne({ _id: -1 }, { $inc: { n: 1 } }, { upsert: true })
      account.counted++
      told()
    }
  }
  const mover = (from: number, to: number) => async () => {
    for (;;) {
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await numbered.updateOne({ _id: from }, { $inc: { n: -1 } }, { session, upsert: true })
          await numbered.updateOne({ _id: to }, { $inc: { n: 1 } }, { session, upsert: true })
        }),
      )
      account.moved++
      told()
    }
  }
  return [
    ...Array.from({ length: writersOfLines }, () => inserter),
    batches,
    remover,
    counter,
    ...Array.from({ length: accounts }, (_, i) => mover(i, (i + 1) % accounts)),
  ]
}

/** What the folder holds, read without the store; and what in it is not as it must be. */
async function verify(directory: string, account: Account): Promise<string[]> {
  const storage = new Storage(directory, { readOnly: true })
  const now = storage.snapshot()
  const wrong = [...checkStore(storage).wrong]
  const catalog = new Catalog(storage, now)
  const read = (name: string): Doc[] =>
    Array.from(now.entries(rangeOf(catalog.require(`test.${name}`).space)), ({ value }) => decode(value))
  const lines = new Map(read('lines').map((one) => [Number(one._id), one]))
  for (const n of account.inserted)
    if (!lines.has(n) && !account.removing.has(n)) wrong.push(`line ${n} was acknowledged and is gone`)
  for (const n of account.removed) if (lines.has(n)) wrong.push(`line ${n} was removed and is there`)
  for (const [n, one] of lines)
    if (JSON.stringify(one) !== JSON.stringify(line(n))) wrong.push(`line ${n} is torn`)
  const numbered = new Map(read('numbered').map(({ _id, n }) => [Number(_id), Number(n)]))
  const counted = numbered.get(-1) ?? 0
  if (counted < account.counted || counted > account.counted + 1)
    wrong.push(`counted to ${account.counted}, and ${counted} is stored`)
  account.counted = counted
  const sum = Array.from({ length: accounts }, (_, i) => numbered.get(i) ?? 0).reduce((a, b) => a + b, 0)
  if (sum !== 0) wrong.push(`half a transaction is stored: the accounts are ${sum} apart`)
  now.release()
  await storage.close()
  return wrong
}

/** What a number of kills have shown. */
export interface KillReport {
  kills: number
  acknowledged: number
  wrong: string[]
}

/**
 * Starts the store on one folder again and again, lets many write to it at once, and kills its process with SIGKILL
 * after so many acknowledged writes as `random` says (below 1). Looks at the folder after each.
 */
export async function killAgainAndAgain(kills: number, random: () => number): Promise<KillReport> {
  const directory = mkdtempSync(join(tmpdir(), 'zaofaxian-killed-'))
  const account: Account = {
    inserted: new Set(),
    removed: new Set(),
    removing: new Set(),
    counted: 0,
    moved: 0,
  }
  let last = 0
  let acknowledged = 0
  const wrong: string[] = []
  for (let kill = 0; kill < kills && wrong.length === 0; kill++) {
    const store = await startEmbeddedStore({ directory })
    const client = await MongoClient.connect(store.uri, { retryWrites: false, serverSelectionTimeoutMS: 500 })
    const db = client.db('test')
    await db
      .collection('lines')
      .createIndexes([{ key: { unique: 1 }, unique: true }, { key: { tags: -1, unique: 1 } }])
    const until = acknowledged + 1 + Math.floor(random() * 150)
    await new Promise<void>((killed) => {
      const told = () => {
        if (++acknowledged === until) {
          process.kill(store.pid, 'SIGKILL')
          killed()
        }
      }
      for (const write of writers(client, db, account, () => ++last, told)) write().catch(() => undefined)
    })
    await client.close(true)
    await store.close()
    wrong.push(...(await verify(directory, account)))
  }
  rmSync(directory, { recursive: true, force: true })
  return { kills, acknowledged, wrong }
}
