import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { startEmbeddedStore } from '../../server/database/embedded/embedded-store'
import { Framing } from '../../server/database/embedded/wire'
import { wordsOfMessage } from './words'

const list = join(__dirname, 'used.json')

/**
 * `node --import tsx tests/conformance/record.ts <folder>` starts a store on the folder and prints the URI of a
 * listener in front of it. Whatever runs with MONGODB_URI set to that (the suite, the benchmarks, `npm start`) has
 * its words written to used.json when this is ended with Ctrl-C; what is there already stays.
 */
async function main(directory: string) {
  const store = await startEmbeddedStore({ directory })
  const words = new Set<string>(JSON.parse(readFileSync(list, 'utf8')))
  const listener = createServer((client) => {
    const server = connect(Number(new URL(store.uri).port), '127.0.0.1')
    const framing = new Framing()
    client.on('data', (chunk: Buffer) => {
      server.write(chunk)
      for (const { bytes, sequences } of framing.add(chunk))
        for (const word of wordsOfMessage(bytes, sequences)) words.add(word)
    })
    server.on('data', (chunk) => client.write(chunk))
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  })
  listener.listen(0, '127.0.0.1', () => {
    const { port } = listener.address() as AddressInfo
    process.stdout.write(`mongodb://127.0.0.1:${port}/?directConnection=true\n`)
  })
  process.on('SIGINT', async () => {
    writeFileSync(list, `${JSON.stringify([...words].sort(), null, 2)}\n`)
    await store.close()
    process.exit(0)
  })
}

const [, , directory] = process.argv
if (!directory) throw new Error('Name a folder for the store')
void main(directory)
