import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'

/** A database that no other test uses. */
export interface TestDatabase {
  uri: string
  dbName: string
}

/** Names a fresh database on the store the suite runs against (see start-store.ts). */
export function testDatabase(): TestDatabase {
  const uri = process.env.TEST_MONGODB_URI ?? process.env.MONGODB_URI
  if (!uri) throw new Error('No store is running: the suite starts one in tests/setup/start-store.ts')
  return { uri, dbName: `zfx_test_${randomBytes(6).toString('hex')}` }
}

/** Drops a test's database when its file is done. */
export async function dropDatabase({ uri, dbName }: TestDatabase): Promise<void> {
  const client = await MongoClient.connect(uri)
  try {
    await client.db(dbName).dropDatabase()
  } finally {
    await client.close()
  }
}
