import { rmSync } from 'node:fs'
import './start-store'

/** Ends the suite's store and takes its data away. */
export default async function stopStore(): Promise<void> {
  const started = globalThis.suiteStore
  await started?.store.close()
  if (started) rmSync(started.directory, { recursive: true, force: true })
}
