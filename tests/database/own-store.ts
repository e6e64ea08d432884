import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { serveStore } from '../../server/database/embedded/store-server'

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

/** An embedded store in this process, whose clock the test sets on. */
export async function openOwnServer() {
  const directory = mkdtempSync(join(tmpdir(), 'zaofaxian-store-'))
  let passed = 0
  const server = await serveStore(directory, 0, () => Date.now() + passed)
  const uri = `mongodb://127.0.0.1:${server.port}/?directConnection=true`
  const client = await MongoClient.connect(uri)
  return {
    uri,
    client,
    db: client.db('test'),
    /** Lets so many milliseconds pass for the store. */
    passes(milliseconds: number) {
      passed += milliseconds
    },
    async close() {
      await client.close()
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Such a store. */
export type OwnServer = Awaited<ReturnType<typeof openOwnServer>>
