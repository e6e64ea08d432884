import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { MongoClient } from 'mongodb'
import { area, Catalog, rangeOf } from '../../server/database/embedded/catalog'
import { checkStore } from '../../server/database/embedded/check'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { FolderRefused } from '../../server/database/embedded/folder-claim'
import { Storage } from '../../server/database/embedded/storage'
import { testDatabase } from '../setup/database'
import { type OwnStore, openOwnStore } from './own-store'

const repository = join(__dirname, '../..')

/** Runs `npm run store -- …` on a data directory; answers what it says and its exit code. */
async function command(dataDirectory: string, ...words: string[]) {
  const file = join(repository, 'server/database/store-command.ts')
  const { MONGODB_URI: _, ...rest } = process.env
  const env = { ...rest, DATA_DIR: dataDirectory }
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', file, ...words], {
    cwd: repository,
    env,
  })
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }) => ({ code: Number(code), said: String(stdout) + String(stderr) }),
  )
}

/** In the database that a data directory's own store holds. */
const peopleOf = ({ client }: OwnStore) => client.db('zaofaxian').collection('people')

describe('looking after the embedded store', () => {
  const home = mkdtempSync(join(tmpdir(), 'zaofaxian-upkeep-'))
  const directory = join(home, 'store')
  let own: OwnStore | undefined

  beforeAll(async () => {
    mkdirSync(directory)
    own = await openOwnStore(directory)
    await peopleOf(own).createIndexes([
      { key: { n: 1 }, name: 'by_n', unique: true },
      { key: { tags: 1 }, name: 'by_tag' },
      { key: { late: -1 }, name: 'late_only', partialFilterExpression: { late: { $exists: true } } },
    ])
    const people = Array.from({ length: 3000 }, (_, n) => ({
      n,
      tags: [n % 3, 'x'],
      ...(n % 9 ? {} : { late: n }),
    }))
    await peopleOf(own).insertMany(people)
  })
  afterAll(async () => {
    await own?.close()
    rmSync(home, { recursive: true, force: true })
  })

  test('a backup taken while it is written to opens, is whole, and holds what was acknowledged before', async () => {
    const people = own && peopleOf(own)
    let going = true
    const writing = (async () => {
      for (let n = 10_000; going; n++) await people?.insertOne({ n, tags: ['later'] })
    })()
    const target = join(home, 'backups', 'today')
    const { said, code } = await command(home, 'backup', target)
    going = false
    await writing
    expect(said).toMatch(/The store in .*today is whole: 1 collections, 3\d\d\d documents/)
    expect(code).toBe(0)
    const restored = await openOwnStore(target)
    expect(await peopleOf(restored).countDocuments({ n: { $lt: 10_000 } })).toBe(3000)
    expect(await peopleOf(restored).findOne({ n: 2999 })).toMatchObject({ tags: [2, 'x'] })
    await restored.close()
    const again = await command(home, 'backup', target)
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') })
  })

  test('a check names each document and each index that disagree', async () => {
    const { mended } = await brokenCopy('disagree', (storage) => {
      const people = new Catalog(storage).require('zaofaxian.people')
      const first = (space: string) =>
        [...storage.newest.entries(rangeOf(space))][0] ?? { key: '', value: Buffer.alloc(0) }
      const byTag = people.indexes.find(({ name }) => name === 'by_tag')
      const byN = people.indexes.find(({ name }) => name === 'by_n')
      storage.remove(first(byTag?.space ?? '').key)
      storage.put(`${byN?.space}zzz`, first(byN?.space ?? '').value)
      storage.put(`${people.space}\x46half`, first(people.space).value.subarray(0, 20))
      storage.put(`${area.data}\0\0\x09\x09lost`, Buffer.from('lost'))
    })
    const storage = new Storage(mended, { readOnly: true })
    const { wrong } = checkStore(storage)
    await storage.close()
    expect(wrong.sort()).toEqual([
      '1 keys belong to no collection',
      expect.stringMatching(/zaofaxian\.people: a document is torn/),
      expect.stringMatching(/zaofaxian\.people: index by_n has \d+ entries where the documents have \d+/),
      expect.stringMatching(/zaofaxian\.people: index by_tag does not lead to document \{"\$oid"/),
      expect.stringMatching(/zaofaxian\.people: index by_tag has \d+ entries where the documents have \d+/),
    ])
  })

  /** A copy of the folder's data in which something is put wrong. */
  async function brokenCopy(name: string, breaking: (storage: Storage) => void) {
    const mended = join(home, name)
    mkdirSync(mended)
    const source = new Storage(directory, { readOnly: true })
    await source.backup(mended)
    await source.close()
    const storage = new Storage(mended)
    await storage.write(() => breaking(storage))
    await storage.close()
    return { mended }
  }

  const refusal = (folder: string) => {
    try {
      new Storage(folder)
    } catch (error) {
      return error instanceof FolderRefused ? error.message : error
    }
    return 'opened'
  }

  test('a folder of a newer format is refused, and what to do is said', async () => {
    const { mended } = await brokenCopy('newer', (storage) => storage.put('\x01format', Buffer.from([2])))
    expect(refusal(mended)).toMatch(/written by a newer version \(format 2.*Start the newer version again/)
  })

  const damagedCopy = (name: string, damage: (file: string) => void) => {
    const folder = join(home, name)
    mkdirSync(folder)
    copyFileSync(join(home, 'backups', 'today', 'data.mdb'), join(folder, 'data.mdb'))
    damage(join(folder, 'data.mdb'))
    return folder
  }
  const whatToDo = /The data in .* are damaged: .*put the last backup in its place/

  test.each<[string, (file: string) => void]>([
    ['of another program', (file) => writeFileSync(file, 'SQLite format 3\0'.repeat(1000))],
    ['emptied', (file) => writeFileSync(file, '')],
  ])('a folder whose data are %s is refused, and what to do is said', (name, damage) => {
    expect(refusal(damagedCopy(name, damage))).toMatch(whatToDo)
  })

  test('a folder whose data are cut short is refused, and what to do is said', async () => {
    const folder = damagedCopy('short', (file) => truncateSync(file, 40_960))
    await expect(startEmbeddedStore({ directory: folder })).rejects.toThrow(whatToDo)
  })

  test('everything goes to another database by one command', async () => {
    const count = own && (await peopleOf(own).countDocuments())
    await own?.close()
    own = undefined
    const { uri, dbName } = testDatabase()
    const target = await MongoClient.connect(uri)
    try {
      const { said } = await command(home, 'export', uri.replace(/(:\/\/[^/]*\/?)[^?]*/, `$1${dbName}`))
      expect(said).toContain(`Moved, read back and found the same: 1 collections, ${count} documents.`)
    } finally {
      await target.db(dbName).dropDatabase()
      await target.close()
    }
  })
})
