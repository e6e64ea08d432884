import { buildWhenStale } from '../../config/build-when-stale'
import { openProductionHouse, serveUntilDone } from './serve'

/** Where the pages are served. */
export interface PagesServer {
  address: string
}

async function main() {
  const opened = await openProductionHouse(await buildWhenStale('h5'))
  const ready: PagesServer = { address: opened.address }
  serveUntilDone(ready, opened.discard)
}

void main()
