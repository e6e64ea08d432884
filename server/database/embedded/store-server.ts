import { createServer, type Server, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { Catalog } from './catalog'
import type { Store } from './command'
import { Cursors } from './cursors'
import { type Dispatch, dispatcher } from './dispatch'
import { removeExpired } from './expiry'
import { Storage } from './storage'
import { Transactions } from './transactions'
import { Framing, replyBytes } from './wire'

/** How often cursors, transactions and expired documents are looked after, in milliseconds. */
const housekeeping = 10_000
const expiryEvery = 6

/** Answers one connection's commands, one after another as they came, and no faster than the answers are taken. */
function serve(socket: Socket, dispatch: Dispatch): void {
  const framing = new Framing()
  socket.setNoDelay(true)
  async function* answers(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks)
      for (const message of framing.add(chunk)) {
        const answer = await dispatch(message, socket)
        if (!message.silent) yield replyBytes(answer, message)
      }
  }
  // Who hangs up, or speaks another protocol, loses this connection; there is nothing that could be answered.
  pipeline(socket, answers, socket).catch(() => socket.destroy())
}

/** The store, answering on loopback. */
export interface StoreServer {
  port: number
  close(): Promise<void>
}

/** Opens the data in a folder and answers MongoDB's protocol on a loopback port. `now` gives epoch milliseconds. */
export async function serveStore(directory: string, port: number, now = Date.now): Promise<StoreServer> {
  const storage = new Storage(directory)
  const catalog = new Catalog(storage)
  const transactions = new Transactions(storage, catalog, now)
  const store: Store = { storage, catalog, transactions, cursors: new Cursors(now) }
  let address = ''
  const { dispatch, sweep } = dispatcher(store, () => address, now)
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      transactions.hangUp(socket)
    })
    serve(socket, dispatch)
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', listening)
  })
  const bound = server.address()
  const at = typeof bound === 'object' && bound ? bound.port : port
  address = `127.0.0.1:${at}`
  let rounds = 0
  const timer = setInterval(() => {
    store.cursors.sweep()
    transactions.sweep()
    sweep()
    rounds += 1
    if (rounds % expiryEvery === 0)
      removeExpired(store, new Date(now())).catch((error: unknown) =>
        console.error('Expired documents stay for now', error),
      )
  }, housekeeping)
  timer.unref()
  return {
    port: at,
    async close() {
      clearInterval(timer)
      const closed = new Promise((done) => server.close(done))
      for (const socket of sockets) socket.destroy()
      await closed
      await storage.close()
    },
  }
}
