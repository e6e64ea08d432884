import { cursorReply } from './bson-codec'
import { MongoError } from './mongo-error'

/** How long a cursor that nobody reads is kept, in milliseconds (MongoDB: 10 minutes). */
export const cursorPatience = 600_000
/** A batch may be a little larger than MongoDB's largest document. */
const largestBatch = 16 * 1024 * 1024
/** What a first batch holds when the client does not say. */
export const firstBatchSize = 101

interface Cursor {
  ns: string
  documents: Iterator<Buffer>
  /** The document that did not fit into the batch before. */
  waiting?: Buffer
  lastUsed: number
  release(): void
}

/** Answers that are read in batches. Their documents are produced as they are read. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>()
  private lastId = BigInt(Date.now()) * 1000n

  /** `now` gives epoch milliseconds. */
  constructor(private readonly now: () => number = Date.now) {}

  /** The first batch of an answer; the rest is kept for getMore unless all was read. */
  begin(
    ns: string,
    documents: Iterable<Buffer>,
    options: { batchSize?: number; singleBatch?: boolean; release?: () => void } = {},
  ): Buffer {
    const { batchSize = firstBatchSize, singleBatch, release = () => undefined } = options
    const cursor: Cursor = { ns, documents: documents[Symbol.iterator](), lastUsed: this.now(), release }
    try {
      const { batch, done } = this.read(cursor, batchSize)
      if (done || singleBatch) {
        this.end(cursor)
        return cursorReply('firstBatch', batch, 0n, ns)
      }
      const id = ++this.lastId
      this.open.set(id, cursor)
      return cursorReply('firstBatch', batch, id, ns)
    } catch (error) {
      release()
      throw error
    }
  }

  /** @throws MongoError CursorNotFound for one that was read to its end, killed, or left alone for too long. */
  next(id: bigint, batchSize: number | undefined): Buffer {
    this.sweep()
    const cursor = this.open.get(id)
    if (!cursor) throw new MongoError(43, 'CursorNotFound', `cursor id ${id} not found`)
    cursor.lastUsed = this.now()
    try {
      const { batch, done } = this.read(cursor, batchSize || Number.POSITIVE_INFINITY)
      if (done) this.kill(id)
      return cursorReply('nextBatch', batch, done ? 0n : id, cursor.ns)
    } catch (error) {
      this.kill(id)
      throw error
    }
  }

  /** True when there was such a cursor. */
  kill(id: bigint): boolean {
    const cursor = this.open.get(id)
    if (!cursor) return false
    this.open.delete(id)
    this.end(cursor)
    return true
  }

  sweep(): void {
    const oldest = this.now() - cursorPatience
    for (const [id, cursor] of this.open) if (cursor.lastUsed < oldest) this.kill(id)
  }

  private end(cursor: Cursor): void {
    cursor.documents.return?.()
    cursor.release()
  }

  private read(cursor: Cursor, batchSize: number): { batch: Buffer[]; done: boolean } {
    const batch: Buffer[] = []
    let size = 0
    while (batch.length < batchSize) {
      let document = cursor.waiting
      cursor.waiting = undefined
      if (!document) {
        const { done, value } = cursor.documents.next()
        if (done) return { batch, done: true }
        document = value
      }
      if (batch.length > 0 && size + document.length > largestBatch) {
        cursor.waiting = document
        return { batch, done: false }
      }
      batch.push(document)
      size += document.length
    }
    return { batch, done: false }
  }
}
