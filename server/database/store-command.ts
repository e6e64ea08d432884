import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { mongo } from 'mongoose'
import { type Config, ConfigurationRefused, readConfig } from '../config'
import { openDatabase, storeIn } from './connection'
import { damaged, FolderRefused } from './embedded/folder-claim'
import { copyDatabase, TransferRefused } from './transfer'

const usage = `npm run store -- check [folder]         reads all data and indexes, and names what disagrees
npm run store -- backup <new folder>     copies the data while the server runs, and checks the copy
npm run store -- export <mongodb uri>    copies everything into an empty MongoDB database
npm run store -- import <mongodb uri>    copies everything out of a MongoDB database into the empty DATA_DIR`

class WrongUsage extends Error {}

/** Checks in this process, which pages that are damaged may end. */
async function checkHere(directory: string): Promise<void> {
  const { Storage } = await import('./embedded/storage')
  const { checkStore } = await import('./embedded/check')
  const storage = new Storage(directory, { readOnly: true })
  const found = () => {
    try {
      return checkStore(storage)
    } catch (error) {
      throw damaged(directory, error instanceof Error ? error.message : String(error))
    }
  }
  const { collections, documents, entries, wrong } = found()
  await storage.close()
  for (const one of wrong.slice(0, 100)) console.error(one)
  const held = `${collections} collections, ${documents} documents, ${entries} index entries`
  if (wrong.length > 0) throw damaged(directory, `${wrong.length} things disagree among ${held}`)
  console.log(`The store in ${directory} is whole: ${held}.`)
}

function check(directory: string): void {
  const here = [...process.execArgv, __filename, 'check-here', directory]
  const { status, signal } = spawnSync(process.execPath, here, { stdio: 'inherit' })
  if (signal) throw damaged(directory, `reading them ended with ${signal}`)
  process.exitCode = status ?? 1
}

async function backup(from: string, to: string): Promise<void> {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new FolderRefused(`${to} is not empty. Each backup gets a folder of its own.`)
  const { Storage } = await import('./embedded/storage')
  const storage = new Storage(from, { readOnly: true })
  mkdirSync(to, { recursive: true })
  await storage.backup(to)
  await storage.close()
  const file = openSync(join(to, 'data.mdb'), 'r+')
  fsyncSync(file)
  closeSync(file)
  check(to)
}

/** Copies between the embedded store, which nobody else may run meanwhile, and a MongoDB. */
async function move(config: Config, uri: string, outwards: boolean): Promise<void> {
  if (!/^mongodb(\+srv)?:\/\//.test(uri)) throw new WrongUsage(usage)
  const embedded = await openDatabase({ ...config, mongodbUri: undefined })
  try {
    const mongodb = await openDatabase({ ...config, mongodbUri: uri })
    try {
      const [own, other] = [embedded.connection.db, mongodb.connection.db]
      if (!own || !other) throw new Error('The connection was lost')
      let [collections, documents] = [0, 0]
      await copyDatabase(outwards ? own : other, outwards ? other : own, (moved) => {
        collections++
        documents += moved.documents
        console.log(
          `${moved.collection}: ${moved.documents} documents, ${moved.indexes} indexes, ${moved.hash}`,
        )
      })
      console.log(`Moved, read back and found the same: ${collections} collections, ${documents} documents.`)
    } finally {
      await mongodb.close()
    }
  } finally {
    await embedded.close()
  }
}

/** `npm run store -- …`: looks after the embedded store in DATA_DIR. */
async function main(): Promise<void> {
  const [, , verb, argument] = process.argv
  if (verb === 'check-here' && argument) return checkHere(argument)
  const config = readConfig(process.env)
  const directory = storeIn(config)
  if (verb === 'check') return check(argument ? resolve(argument) : directory)
  if (verb === 'backup' && argument) return backup(directory, resolve(argument))
  if ((verb === 'export' || verb === 'import') && argument) return move(config, argument, verb === 'export')
  throw new WrongUsage(usage)
}

main().catch((error: unknown) => {
  const told = [ConfigurationRefused, FolderRefused, TransferRefused, WrongUsage, mongo.MongoError]
  console.error(told.some((kind) => error instanceof kind) ? (error as Error).message : error)
  process.exitCode = 1
})
