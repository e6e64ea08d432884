import { serveStore } from './store-server'

/**
 * The store's own process, forked by `startEmbeddedStore`: away from the API's event loop, so that neither waits for
 * the other. It ends when its parent does, or tells it to.
 */
async function main() {
  const [, , directory = '', port = '0'] = process.argv
  const server = await serveStore(directory, Number(port))
  // Ctrl-C in a terminal goes to both processes; the parent ends us once its requests are done.
  process.on('SIGINT', () => undefined)
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  process.on('message', (message) => {
    if (message === 'close') end()
  })
  process.send?.({ port: server.port })
}

main().catch((error: unknown) => {
  process.send?.({ failed: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
})
