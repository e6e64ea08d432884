import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Who works on a folder: one line in a file beside the data. The port is 0 while the store starts. */
export interface Holder {
  pid: number
  port: number
}

const patience = 10_000
const step = 100

const fileIn = (directory: string) => join(directory, 'running.json')

function read(file: string): Holder | null {
  try {
    const { pid, port } = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return { pid: Number(pid), port: Number(port) }
  } catch {
    return null
  }
}

const lives = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const answers = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answered: boolean) => {
      socket.destroy()
      done(answered)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })

/** True while that process is at work: after a restart of the machine its number may be somebody else's. */
const isHeld = async ({ pid, port }: Holder) => lives(pid) && (port === 0 || (await answers(port)))

/** The store at work on a folder, or null. */
export async function findRunning(directory: string): Promise<Holder | null> {
  const holder = read(fileIn(directory))
  return holder && holder.port > 0 && (await isHeld(holder)) ? holder : null
}

/** The data of a folder cannot be used as they are; the message says why, and what to do. */
export class FolderRefused extends Error {}

/** For data that are not what the store has written. */
export const damaged = (directory: string, how: string) =>
  new FolderRefused(
    `The data in ${directory} are damaged: ${how}. Keep the folder as it is, and put the last backup in its place (docs/embedded-store.md, "Restore").`,
  )

/** A folder that is ours. */
export interface Claim {
  /** Says who works on it, for others to find. */
  held(by: Holder): void
  release(): void
}

/**
 * Claims a folder for one store: two on the same data would destroy it. A store whose server was killed needs a
 * moment to end, which is waited for.
 * @throws FolderRefused naming the process that works on the folder, or why it cannot be written.
 */
export async function claimFolder(directory: string): Promise<Claim> {
  const file = fileIn(directory)
  const mine: Holder = { pid: process.pid, port: 0 }
  for (let waited = 0; ; waited += step) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx' })
      break
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST')
        throw new FolderRefused(
          `The folder ${directory} cannot be written (${message}). Make room on its disk, let this user write there, or choose another DATA_DIR. Nothing is lost: "npm run store -- check" and "backup" read it all the same.`,
        )
      const holder = read(file)
      if (!holder || !(await isHeld(holder))) rmSync(file, { force: true })
      else if (waited >= patience)
        throw new FolderRefused(
          `Another server (process ${holder.pid}) works on the data in ${directory}. Stop it first, or choose another DATA_DIR.`,
        )
      else await wait(step)
    }
  }
  return {
    held(by) {
      // written beside and moved over, so that nobody reads half a line
      writeFileSync(`${file}.new`, JSON.stringify(by))
      renameSync(`${file}.new`, file)
    },
    release: () => rmSync(file, { force: true }),
  }
}
