import type { Doc } from './bson-codec'
import type { Catalog, Collection } from './catalog'
import type { ByteString } from './key-encoding'
import { MongoError, noSuchTransaction, writeConflict } from './mongo-error'
import { Overlay } from './overlay'
import type { View } from './query'
import type { Snapshot, Storage } from './storage'

/** How long a transaction may last before it is given up, in milliseconds (MongoDB's transactionLifetimeLimitSeconds). */
export const transactionLifetime = 60_000

/** Thrown inside a write job that needs what an open transaction has claimed: the job runs again when that ends. */
export class Blocked extends Error {
  constructor(readonly by: Transaction) {
    super('blocked by a transaction')
  }
}

/** An open multi-document transaction: a snapshot to read, writes laid over it, and what it has claimed. */
export class Transaction {
  state: 'open' | 'committing' | 'committed' | 'aborted' = 'open'
  /** The commit, once it is under way: who asks again waits for the same one. */
  commitment?: Promise<void>
  readonly claimed: ByteString[] = []
  /** Collections it has written to: no index may be built on them meanwhile. */
  readonly written = new Set<Collection>()
  readonly overlay: Overlay
  readonly ended: Promise<void>
  private end: () => void = () => undefined
  private readonly snapshot: Snapshot
  private readonly version: number

  constructor(
    readonly number: string,
    readonly startedAt: number,
    /** Where it was heard of last: nobody goes on with it once that has hung up. */
    public connection: object | undefined,
    storage: Storage,
    catalog: Catalog,
    claim: (by: Transaction, snapshot: Snapshot, key: ByteString) => void,
  ) {
    this.snapshot = storage.snapshot()
    this.version = catalog.version
    this.overlay = new Overlay(this.snapshot, (key) => claim(this, this.snapshot, key))
    this.ended = new Promise((resolve) => {
      this.end = resolve
    })
  }

  get view(): View {
    return { reader: this.overlay, version: this.version }
  }

  finish(state: 'committed' | 'aborted'): void {
    this.state = state
    this.snapshot.release()
    this.end()
  }
}

/** One indivisible part of a write job: all that it puts is stored, or nothing when it throws. */
export type Atom = <T>(part: (overlay: Overlay) => T) => T

/**
 * Who writes what. A key belongs to the first that writes it: an open transaction until it ends, a plain write until
 * it is on disk. Another transaction that wants it is turned back (its driver runs it again), a plain write waits.
 */
export class Transactions {
  private readonly bySession = new Map<string, Transaction>()
  private readonly holders = new Map<ByteString, Transaction>()
  private readonly onTheirWay = new Map<ByteString, number>()

  constructor(
    private readonly storage: Storage,
    private readonly catalog: Catalog,
    private readonly now: () => number = Date.now,
  ) {}

  /** The transaction a command belongs to, begun if it asks for that; undefined for a plain command. */
  of(body: Doc, session: string | undefined, connection?: object): Transaction | undefined {
    if (body.autocommit !== false) return undefined
    if (session === undefined) throw new MongoError(72, 'InvalidOptions', 'A transaction needs a session')
    const number = String(body.txnNumber)
    this.sweep()
    if (body.startTransaction === true) this.begin(session, number, connection)
    const found = this.bySession.get(session)
    if (found?.number !== number || found.state === 'aborted')
      throw noSuchTransaction(
        `Given transaction number ${number} does not match any in-progress transactions.`,
      )
    if (found.state !== 'open' && !('commitTransaction' in body))
      throw new MongoError(256, 'TransactionCommitted', `Transaction ${number} has been committed`)
    found.connection = connection
    return found
  }

  private begin(session: string, number: string, connection?: object): void {
    const before = this.bySession.get(session)
    if (before?.number === number)
      throw new MongoError(117, 'ConflictingOperationInProgress', `Transaction ${number} was started already`)
    if (before) this.abort(before)
    const claim = this.claimFor.bind(this)
    this.bySession.set(
      session,
      new Transaction(number, this.now(), connection, this.storage, this.catalog, claim),
    )
  }

  private claimFor(by: Transaction, snapshot: Snapshot, key: ByteString): void {
    const holder = this.holders.get(key)
    if (holder === by) return
    if (holder || this.onTheirWay.has(key)) throw writeConflict()
    const [then, now] = [snapshot.get(key), this.storage.newest.get(key)]
    if (then === undefined ? now !== undefined : !now?.equals(then)) throw writeConflict()
    this.holders.set(key, by)
    by.claimed.push(key)
  }

  /** Makes a transaction's writes last. Again after it is done, as a driver does that lost the answer, is harmless. */
  commit(transaction: Transaction): Promise<void> {
    transaction.commitment ??= this.makeLast(transaction)
    return transaction.commitment
  }

  private async makeLast(transaction: Transaction): Promise<void> {
    const { overlay } = transaction
    transaction.state = 'committing'
    try {
      if (!overlay.empty)
        await this.storage.write(() => {
          this.catalog.save()
          overlay.applyTo(this.storage)
        })
      this.finish(transaction, 'committed')
    } catch (error) {
      this.finish(transaction, 'aborted')
      throw error
    }
  }

  /** Forgets what an open transaction wrote; one that is on its way to the disk stays. */
  abort(transaction: Transaction): void {
    if (transaction.state === 'open') this.finish(transaction, 'aborted')
  }

  private finish(transaction: Transaction, state: 'committed' | 'aborted'): void {
    for (const key of transaction.claimed) this.holders.delete(key)
    transaction.finish(state)
  }

  endSession(session: string): void {
    const transaction = this.bySession.get(session)
    if (transaction) this.abort(transaction)
    this.bySession.delete(session)
  }

  /** Gives up what has lasted too long. */
  sweep(): void {
    const oldest = this.now() - transactionLifetime
    for (const transaction of this.bySession.values())
      if (transaction.startedAt < oldest) this.abort(transaction)
  }

  /** Gives up what a connection that is gone had begun: no answer would reach anybody. */
  hangUp(connection: object): void {
    for (const transaction of this.bySession.values())
      if (transaction.connection === connection) this.abort(transaction)
  }

  /** Keeps a change of a collection's shape away from transactions that have written to it. Only in a write job. */
  refuseWhileWritten(collection: Collection): void {
    for (const transaction of this.bySession.values())
      if (transaction.state === 'open' && transaction.written.has(collection)) throw new Blocked(transaction)
  }

  /**
   * Runs a write outside of any transaction; it is on disk when the promise resolves. The job may be run again from
   * its beginning when a transaction stood in its way, so it remembers itself which parts it has done.
   */
  async write(job: (atom: Atom) => void): Promise<void> {
    for (;;) {
      const written: ByteString[] = []
      const failures: unknown[] = []
      try {
        await this.storage.write(() => {
          try {
            job((part) => this.atom(part, written))
          } catch (error) {
            failures.push(error)
          }
          this.catalog.save()
        })
      } finally {
        for (const key of written) this.arrived(key)
      }
      const [failure] = failures
      if (failures.length === 0) return
      if (!(failure instanceof Blocked)) throw failure
      await failure.by.ended
    }
  }

  private atom<T>(part: (overlay: Overlay) => T, written: ByteString[]): T {
    const overlay = new Overlay(this.storage.newest, (key) => {
      const holder = this.holders.get(key)
      if (holder) throw new Blocked(holder)
      this.onTheirWay.set(key, (this.onTheirWay.get(key) ?? 0) + 1)
      written.push(key)
    })
    const result = part(overlay)
    overlay.applyTo(this.storage)
    return result
  }

  private arrived(key: ByteString): void {
    const left = (this.onTheirWay.get(key) ?? 1) - 1
    if (left > 0) this.onTheirWay.set(key, left)
    else this.onTheirWay.delete(key)
  }
}
