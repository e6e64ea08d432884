import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'

/** An embedded store of the test's own, which it may kill. */
export async function openOwnStore(directory = mkdtempSync(join(tmpdir(), 'zaofaxian-store-'))) {
  const store = await startEmbeddedStore({ directory })
  const client = await MongoClient.connect(store.uri)
  const db: Db = client.db('test')
  return {
    directory,
    store,
    client,
    db,
    port: Number(new URL(store.uri).port),
    async close() {
      await client.close()
      await store.close()
    },
    forget: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Such a store. */
export type OwnStore = Awaited<ReturnType<typeof openOwnStore>>
