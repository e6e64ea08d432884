import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { createApp } from '../../server/app'
import { readConfig } from '../../server/config'
import { demoCards, demoPeople } from '../../server/demo/demo-people'
import { demoPlaces } from '../../server/demo/demo-township'
import { openHouse } from '../../server/open-house'
import { testKeys } from '../setup/test-house'

/** The store's address, given to the process by the benchmark that started it. */
export const storeUri = (): string => {
  const [, , uri] = process.argv
  if (!uri) throw new Error('A benchmark starts this file with the address of its store')
  return uri
}

/** Listens on a free port of this machine only, and answers its address. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The whole server as it runs in production, on a database of its own with the demo's places and people. */
export async function openProductionHouse(pages = '/nowhere') {
  const config = readConfig({
    NODE_ENV: 'production',
    MONGODB_URI: storeUri(),
    LOG_LEVEL: 'error',
    ...testKeys,
  })
  const dbName = `zfx_bench_${randomBytes(6).toString('hex')}`
  const opened = await openHouse(config, { dbName, log: pino({ level: 'error' }) })
  const { house, rooms, database } = opened
  await rooms.places.put(demoPlaces)
  await rooms.people.putDemoPeople(demoPeople)
  await rooms.cards.put(demoCards)
  const address = await listen(createApp(house, rooms, database, pages).callback())
  return {
    ...opened,
    address,
    async discard() {
      await opened.house.db.dropDatabase()
      await opened.close()
    },
  }
}

/** Tells the benchmark what it needs to know, and tidies up when it is done with us. */
export function serveUntilDone(ready: object, discard: () => Promise<void>): void {
  process.once('disconnect', () => {
    discard().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
  process.send?.(ready)
}
