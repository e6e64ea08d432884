import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmbeddedStore } from '../../server/database/embedded/embedded-store'

/** What the suite started, for stop-store.ts to end. */
export interface SuiteStore {
  store: EmbeddedStore
  directory: string
}

declare global {
  var suiteStore: SuiteStore | undefined
}

/** Starts one store for the whole suite, unless it is to run against a server that is there already. */
export default async function startStore(): Promise<void> {
  if (process.env.TEST_MONGODB_URI || process.env.MONGODB_URI) return
  const { startEmbeddedStore } = await import('../../server/database/embedded/embedded-store')
  const directory = mkdtempSync(join(tmpdir(), 'zaofaxian-tests-'))
  const store = await startEmbeddedStore({ directory })
  process.env.TEST_MONGODB_URI = store.uri
  globalThis.suiteStore = { store, directory }
}
