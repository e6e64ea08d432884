import { createServer } from 'node:http'
import { resolve } from 'node:path'
import { createApp } from './app'
import { type Config, ConfigurationRefused, readConfig } from './config'
import { FolderRefused } from './database/embedded/folder-claim'
import { startClockwork } from './deadlines/clockwork'
import { loadDemo } from './demo/load-demo'
import { openHouse } from './open-house'
import type { StandIn } from './wechat/stand-in/stand-in'
import { welcome } from './welcome'

/** How long requests under way may take to end when the server is told to stop. */
const patience = 10_000

/** A trial without a mini-program of its own speaks with a stand-in of WeChat. */
async function standInFor(config: Config): Promise<StandIn | null> {
  if (!config.demo || config.wechat) return null
  const { startStandIn } = await import('./wechat/stand-in/stand-in')
  return startStandIn()
}

/** The stand-in runs on the same machine, so that it can fetch files where a browser here would. */
const withStandIn = (read: Config, { config }: StandIn): Config => ({
  ...read,
  wechat: config,
  publicUrl: read.publicUrl ?? (read.port === 0 ? undefined : `http://localhost:${read.port}`),
})

async function start() {
  const read = readConfig(process.env)
  const standIn = await standInFor(read)
  const config = standIn ? withStandIn(read, standIn) : read
  const opened = await openHouse(config)
  const { house, rooms, database } = opened
  if (config.demo) await loadDemo(house, rooms)
  await house.audit.seal()
  const clockwork = startClockwork(house.log, [
    rooms.overdue.sweep,
    rooms.assignment.sweep,
    rooms.transferReminders.sweep,
    rooms.notices.deliver,
    rooms.checkContents,
    rooms.tidying.round,
  ])
  // By itself: a transcriber that takes its time must not hold up the clocks.
  const transcription = startClockwork(house.log, [rooms.transcribe])
  const app = createApp(house, rooms, database, resolve(__dirname, '../dist/h5'))
  const server = createServer(app.callback())
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(config.port, config.host, listening)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  standIn?.serves(config.publicUrl ?? `http://localhost:${port}`)
  console.log(await welcome(config, rooms, database.kind, port, standIn?.config.baseUrl))

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    const cut = setTimeout(() => server.closeAllConnections(), patience)
    server.closeIdleConnections()
    await new Promise((closed) => server.close(closed))
    clearTimeout(cut)
    await Promise.all([clockwork.stop(), transcription.stop()])
    await opened.close()
    await standIn?.close()
    console.log('早发现 has stopped. All data is stored.')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stop().catch((error) => {
        console.error(error)
        process.exitCode = 1
      })
    })
}

start().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof ConfigurationRefused || error instanceof FolderRefused)
    console.error(`早发现 does not start. ${error.message}`)
  else if (code === 'EADDRINUSE')
    console.error('早发现 does not start: the port is in use. Choose another: PORT=3001 npm start')
  else console.error('早发现 does not start.', error)
  process.exit(1)
})
