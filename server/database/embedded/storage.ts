import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { damaged, FolderRefused } from './folder-claim'
import type { ByteString } from './key-encoding'
import { MongoError } from './mongo-error'

export interface Entry {
  key: ByteString
  value: Buffer
}

/** Keys from `start` up to, but without, `end`. */
export interface KeyRange {
  start: ByteString
  end: ByteString
}

/** A state of the data to read from: the newest, a snapshot, or either with a transaction's own writes on top. */
export interface Reader {
  get(key: ByteString): Buffer | undefined
  entries(range: KeyRange, reverse?: boolean): Iterable<Entry>
  count(range: KeyRange): number
}

/** A reader that stays at one moment until it is released. */
export interface Snapshot extends Reader {
  release(): void
}

const keyEncoder = {
  writeKey: (key: ByteString, target: Buffer, start: number) => start + target.write(key, start, 'latin1'),
  readKey: (source: Buffer, start: number, end: number) => source.toString('latin1', start, end),
}

const lmdbRange = ({ start, end }: KeyRange, reverse: boolean) =>
  reverse
    ? { start: end, end: start, reverse: true, exclusiveStart: true, inclusiveEnd: true }
    : { start, end }

/** How a folder's data are laid out. A store that writes them in another way gets the next number. */
const format = 1
const formatKey = '\x01format'

/** How LMDB marks its files. */
const magic = 0xbeefc0de

/** Looks at the file's two heads before LMDB does, which takes them at their word and would crash. */
function refuseWithoutHeads(directory: string): void {
  const file = join(directory, 'data.mdb')
  if (!existsSync(file)) return
  const head = Buffer.alloc(64)
  const handle = openSync(file, 'r')
  try {
    // the second lies one page behind the first, which says how long a page is
    for (let page = 0; page < 2; page++)
      if (readSync(handle, head, 0, 64, page * head.readUInt32LE(48)) < 64 || head.readUInt32LE(24) !== magic)
        throw damaged(directory, 'data.mdb does not begin like a store')
  } finally {
    closeSync(handle)
  }
}

/** The ordered, durable key space of one folder. */
export class Storage {
  private readonly db: RootDatabase<Buffer, ByteString>

  /**
   * Opens the folder; `readOnly` does so beside a running store, and on a disk that cannot be written.
   * @throws FolderRefused for data that are damaged or of a newer format.
   */
  constructor(
    private readonly directory: string,
    { readOnly = false } = {},
  ) {
    if (readOnly && !existsSync(join(directory, 'data.mdb')))
      throw new FolderRefused(`There is no store in ${directory}. Is DATA_DIR set as it is for the server?`)
    refuseWithoutHeads(directory)
    try {
      this.db = open<Buffer, ByteString>({
        path: directory,
        encoding: 'binary',
        keyEncoder,
        readOnly,
        // A commit is reported only once it is on disk. LMDB's default here would report it before.
        overlappingSync: false,
        // With it, a commit that fails rejects a promise that nobody holds, which ends the process.
        eventTurnBatching: false,
        maxReaders: 4096,
      } as Parameters<typeof open>[0])
      this.refuseStrange(readOnly)
    } catch (error) {
      if (error instanceof FolderRefused || !(error instanceof Error)) throw error
      if (error.message.startsWith('MDB_')) throw damaged(directory, error.message)
      throw new FolderRefused(`The store in ${directory} cannot be opened: ${error.message}`)
    }
  }

  private refuseStrange(readOnly: boolean): void {
    const { lastPageNumber, pageSize } = this.db.getStats() as { lastPageNumber: number; pageSize: number }
    // A file may lack pages that were never used; when it lacks others, this reading ends the process.
    if (statSync(join(this.directory, 'data.mdb')).size < (lastPageNumber + 1) * pageSize)
      for (const _ of this.db.getRange({ start: '\0' }));
    const written = this.db.get(formatKey)?.[0]
    if (written && written > format)
      throw new FolderRefused(
        `The data in ${this.directory} were written by a newer version (format ${written}, this one knows ${format}). Start the newer version again, or put a backup of the older one in its place.`,
      )
    if (!written && !readOnly) this.db.putSync(formatKey, Buffer.from([format]))
  }

  /**
   * Runs `job` when it is its turn to write; what it puts is on disk when the promise resolves. Jobs that wait at
   * the same time share one commit, and each sees what those before it have put.
   * @throws MongoError 14031 when the disk does not take it: nothing of that commit is stored, by any of its jobs.
   */
  async write<T>(job: () => T): Promise<T> {
    try {
      return await this.db.transaction(job)
    } catch (error) {
      if (!(error instanceof Error && 'commitError' in error)) throw error
      const cause = await Promise.resolve(error.commitError).catch((reason: unknown) => String(reason))
      throw new MongoError(
        14031,
        'OutOfDiskSpace',
        `The disk did not take the write, and nothing of it is stored: is it full or read-only? (${cause})`,
      )
    }
  }

  /** Has `restore` run before any further write job when a commit fails, for what jobs have changed in memory. */
  onFailedCommit(restore: () => void): void {
    const afterCommit = ({ txnId }: { txnId?: number }) => {
      if (txnId !== undefined) return
      this.db.resetReadTxn()
      restore()
    }
    this.db.on('aftercommit', afterCommit)
  }

  /** Copies the data as they are at one moment into another folder, while they are written to. */
  backup(to: string): Promise<void> {
    return this.db.backup(to, true)
  }

  /** Reads the newest state; inside a write job that includes what the job has put. */
  readonly newest: Reader = {
    get: (key) => this.db.get(key),
    entries: (range, reverse = false) => this.db.getRange(lmdbRange(range, reverse)),
    count: (range) => this.db.getKeysCount(lmdbRange(range, false)),
  }

  /** Only inside a write job. */
  put(key: ByteString, value: Buffer): void {
    this.db.put(key, value)
  }

  /** Only inside a write job. */
  remove(key: ByteString): void {
    this.db.remove(key)
  }

  /** Only inside a write job. */
  removeAll(range: KeyRange): void {
    for (const key of [...this.db.getKeys(lmdbRange(range, false))]) this.db.remove(key)
  }

  snapshot(): Snapshot {
    // biome-ignore lint/correctness/useHookAtTopLevel: LMDB's own name, nothing of React's
    const transaction = this.db.useReadTransaction()
    return {
      get: (key) => this.db.get(key, { transaction }),
      entries: (range, reverse = false) =>
        this.db.getRange({ ...lmdbRange(range, reverse), transaction }) as Iterable<Entry>,
      count: (range) => this.db.getKeysCount({ ...lmdbRange(range, false), transaction }),
      release: () => transaction.done(),
    }
  }

  close(): Promise<void> {
    return this.db.close()
  }
}
