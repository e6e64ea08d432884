import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MongoServerError } from 'mongodb'
import { checkStore } from '../../server/database/embedded/check'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { Storage } from '../../server/database/embedded/storage'
import { openOwnStore } from './own-store'

/** What was seen on a disk that filled up and was then made read-only. */
export interface SmallDisk {
  fullCodes: unknown[]
  acknowledged: number
  readWhileFull: number
  afterRoom: { documents: number; arrays: number }
  startOnReadOnly: string
  readOnReadOnly: { documents: number; wrong: string[] }
}

const codeOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof MongoServerError ? error.code : String(error)),
  )

/** Plays the whole story on a small disk of its own, mounted where only this process and its children see it. */
async function main(disk: string): Promise<SmallDisk> {
  mkdirSync(join(disk, 'store'))
  const filler = join(disk, 'filler')
  writeFileSync(filler, Buffer.alloc(3_000_000))
  const own = await openOwnStore(join(disk, 'store'))
  const notes = own.db.collection('notes')
  await notes.createIndex({ tag: 1 })
  let acknowledged = 0
  const write = async () => {
    const done = await codeOf(notes.insertOne({ tag: acknowledged, text: 'x'.repeat(20_000) }))
    if (done === 'done') acknowledged++
    return done
  }
  let last = await write()
  while (last === 'done') last = await write()
  // an array would have made the index remember that it holds arrays, had it been stored
  const array = { tag: [-1, -2], text: 'x'.repeat(20_000) }
  const fullCodes = [last, ...(await Promise.all([write(), codeOf(notes.insertOne(array)), write()]))]
  const readWhileFull = (await notes.find().toArray()).length
  rmSync(filler)
  await notes.insertOne(array)
  acknowledged++
  await own.db.collection('other').insertOne({ a: 1 })
  const arrays = await notes.countDocuments({ tag: -2 })
  const afterRoom = { documents: await notes.countDocuments(), arrays }
  await own.close()

  execFileSync('mount', ['-o', 'remount,ro', disk])
  const startOnReadOnly = await startEmbeddedStore({ directory: own.directory }).then(
    () => 'started',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const storage = new Storage(own.directory, { readOnly: true })
  const { documents, wrong } = checkStore(storage)
  await storage.close()
  return {
    fullCodes,
    acknowledged,
    readWhileFull,
    afterRoom,
    startOnReadOnly,
    readOnReadOnly: { documents, wrong },
  }
}

main(process.argv[2] ?? '').then(
  (seen) => process.stdout.write(JSON.stringify(seen)),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
