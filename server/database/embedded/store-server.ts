import { createServer, type Server, type Socket } from 'node:net'
import { Catalog } from './catalog'
import type { Store } from './command'
import { Cursors } from './cursors'
import { type Dispatch, dispatcher } from './dispatch'
import { removeExpired } from './expiry'
import { Storage } from './storage'
import { Transactions } from './transactions'
import { Framing, Malformed, type Message, replyBytes } from './wire'

/** How often cursors, transactions and expired documents are looked after, in milliseconds. */
const housekeeping = 10_000
const expiryEvery = 6

/** Answers one connection's commands, one after another as they came. */
function serve(socket: Socket, dispatch: Dispatch): void {
  const framing = new Framing()
  let turn = Promise.resolve()
  const reply = async (message: Message) => {
    const answer = await dispatch(message, socket)
    if (!message.silent && socket.writable) socket.write(replyBytes(answer, message))
  }
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    try {
      for (const message of framing.add(chunk)) turn = turn.then(() => reply(message))
    } catch (error) {
      // Who sends this speaks another protocol; there is nothing that could be answered.
      if (!(error instanceof Malformed)) throw error
      socket.destroy()
    }
  })
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
