import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { claimFolder, damaged, FolderRefused, findRunning } from './folder-claim'

/** A running embedded store. */
export interface EmbeddedStore {
  /** For mongoose and the official driver; names no database. */
  uri: string
  pid: number
  close(): Promise<void>
}

const uriOf = (port: number) => `mongodb://127.0.0.1:${port}/?directConnection=true`

/** The store that another process of this machine runs on this folder, or null. */
export async function findRunningStore(directory: string): Promise<string | null> {
  const running = await findRunning(directory)
  return running ? uriOf(running.port) : null
}

/** The child runs as we do: from TypeScript through tsx, or compiled. */
function forkStore(directory: string, port: number): ChildProcess {
  const typescript = __filename.endsWith('.ts')
  return fork(join(__dirname, `store-process${typescript ? '.ts' : '.js'}`), [directory, String(port)], {
    execArgv: typescript ? ['--import', require.resolve('tsx')] : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/**
 * Starts the embedded store on a folder, in a process of its own, on a free loopback port.
 * @throws FolderRefused when the folder is in use, damaged, of a newer format, or cannot be written.
 */
export async function startEmbeddedStore(options: {
  directory: string
  port?: number
}): Promise<EmbeddedStore> {
  const { directory, port = 0 } = options
  mkdirSync(directory, { recursive: true })
  const claim = await claimFolder(directory)
  const child = forkStore(directory, port)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    const bound = await new Promise<number>((ready, failed) => {
      child.once('message', (message: { port?: number; failed?: string }) => {
        if (message.port) ready(message.port)
        else failed(new FolderRefused(message.failed))
      })
      child.once('error', failed)
      child.once('exit', (code, signal) =>
        failed(
          signal && signal !== 'SIGKILL' && signal !== 'SIGTERM'
            ? damaged(directory, `reading them ended with ${signal}`)
            : new Error(`The store's process ended with ${signal ?? code} before it was ready`),
        ),
      )
    })
    const pid = child.pid ?? 0
    claim.held({ pid, port: bound })
    return {
      uri: uriOf(bound),
      pid,
      async close() {
        if (child.connected) child.send('close')
        await ended
        claim.release()
      },
    }
  } catch (error) {
    child.kill()
    await ended
    claim.release()
    throw error
  }
}
