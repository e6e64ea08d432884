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

/** Loaded only where it is used: a server on MongoDB needs nothing of the embedded store. */
async function startStore(config: Config) {
  const { startEmbeddedStore } = await import('./embedded/embedded-store')
  return startEmbeddedStore({ directory: join(config.dataDirectory, 'store') })
}

/** Connects to MongoDB at MONGODB_URI, or starts the embedded store in the data directory and connects to that. */
export async function openDatabase(config: Config, dbName?: string): Promise<Database> {
  const store = config.mongodbUri ? null : await startStore(config)
  const uri = config.mongodbUri ?? store?.uri ?? ''
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]/.test(uri)
  const connection = await connect(uri, dbName ?? (named ? undefined : defaultName)).catch(async (error) => {
    await store?.close()
    throw error
  })
  return {
    connection,
    kind: store ? 'embedded' : 'mongodb',
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
