import { open, type RootDatabase } from 'lmdb'
import type { ByteString } from './key-encoding'

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

/** The ordered, durable key space of one folder. */
export class Storage {
  private readonly db: RootDatabase<Buffer, ByteString>

  constructor(directory: string) {
    this.db = open<Buffer, ByteString>({
      path: directory,
      encoding: 'binary',
      keyEncoder,
      // A commit is reported only once it is on disk. LMDB's default here would report it before.
      overlappingSync: false,
      maxReaders: 4096,
    })
  }

  /**
   * Runs `job` when it is its turn to write; what it puts is on disk when the promise resolves. Jobs that wait at
   * the same time share one commit, and each sees what those before it have put.
   */
  write<T>(job: () => T): Promise<T> {
    return this.db.transaction(job)
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
