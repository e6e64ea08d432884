import { join } from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import type { Config } from '../config'

/** The database the server works on, whichever store runs underneath. */
export interface Database {
  connection: Connection
  kind: 'embedded' | 'mongodb'
  /** True when a question to the store is answered now. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

const defaultName = 'zaofaxian'

const connect = (uri: string, dbName?: string) =>
  mongoose
    .createConnection(uri, {
      ...(dbName ? { dbName } : {}),
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: 5000,
      maxPoolSize: 32,
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise()

/** Where the embedded store keeps its data. */
export const storeIn = (config: Config) => join(config.dataDirectory, 'store')

/** Loaded only where it is used: a server on MongoDB needs nothing of the embedded store. */
async function startStore(config: Config) {
  const { startEmbeddedStore } = await import('./embedded/embedded-store')
  return startEmbeddedStore({ directory: storeIn(config) })
}

async function runningStore(config: Config) {
  const { findRunningStore } = await import('./embedded/embedded-store')
  return findRunningStore(storeIn(config))
}

/** What tests and tools ask of the database. */
export interface DatabaseOptions {
  dbName?: string
  /** A tool beside the server joins the store that the server runs; without one it starts its own. */
  beside?: boolean
}

/** Connects to MongoDB at MONGODB_URI, or starts the embedded store in the data directory and connects to that. */
export async function openDatabase(
  config: Config,
  { dbName, beside = false }: DatabaseOptions = {},
): Promise<Database> {
  const there = config.mongodbUri ?? (beside ? await runningStore(config) : null)
  const store = there === null ? await startStore(config) : null
  const uri = there ?? store?.uri ?? ''
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]/.test(uri)
  const connection = await connect(uri, dbName ?? (named ? undefined : defaultName)).catch(async (error) => {
    await store?.close()
    throw error
  })
  return {
    connection,
    kind: config.mongodbUri === undefined ? 'embedded' : 'mongodb',
    async answers() {
      try {
        await connection.db?.command({ ping: 1 }, { timeoutMS: 2000 })
        return connection.readyState === mongoose.ConnectionStates.connected
      } catch {
        return false
      }
    },
    async close() {
      await connection.close()
      await store?.close()
    },
  }
}
