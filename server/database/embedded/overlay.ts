import type { ByteString } from './key-encoding'
import type { Entry, KeyRange, Reader, Storage } from './storage'

/** Writes that are not stored yet, laid over a state of the data: who reads through it sees its own writes. */
export class Overlay implements Reader {
  private readonly writes = new Map<ByteString, Buffer | null>()
  private sorted: ByteString[] | undefined

  constructor(
    private readonly base: Reader,
    /** To call before writing what other writers may want too: a document, a unique entry. Throws to refuse. */
    readonly claim: (key: ByteString) => void,
  ) {}

  get empty(): boolean {
    return this.writes.size === 0
  }

  get(key: ByteString): Buffer | undefined {
    const own = this.writes.get(key)
    return own === undefined ? this.base.get(key) : (own ?? undefined)
  }

  put(key: ByteString, value: Buffer | null): void {
    if (this.sorted && !this.writes.has(key)) this.sorted = undefined
    this.writes.set(key, value)
  }

  private keysWithin({ start, end }: KeyRange): ByteString[] {
    this.sorted ??= [...this.writes.keys()].sort((a, b) => (a < b ? -1 : 1))
    const from = firstAtLeast(this.sorted, start)
    return this.sorted.slice(from, firstAtLeast(this.sorted, end))
  }

  *entries(range: KeyRange, reverse = false): Iterable<Entry> {
    if (this.empty) return yield* this.base.entries(range, reverse)
    const own = this.keysWithin(range)
    if (reverse) own.reverse()
    let next = 0
    const before = (a: ByteString, b: ByteString) => (reverse ? a > b : a < b)
    for (const entry of this.base.entries(range, reverse)) {
      let key = own[next]
      while (key !== undefined && before(key, entry.key)) {
        const value = this.writes.get(key)
        if (value) yield { key, value }
        key = own[++next]
      }
      if (key === entry.key) {
        const value = this.writes.get(key)
        if (value) yield { key, value }
        next++
      } else yield entry
    }
    for (let key = own[next]; key !== undefined; key = own[++next]) {
      const value = this.writes.get(key)
      if (value) yield { key, value }
    }
  }

  count(range: KeyRange): number {
    let count = this.base.count(range)
    for (const key of this.keysWithin(range)) {
      const existed = this.base.get(key) !== undefined
      const exists = this.writes.get(key) !== null
      count += Number(exists) - Number(existed)
    }
    return count
  }

  /** Stores the writes. Only inside a write job. */
  applyTo(storage: Storage): void {
    for (const [key, value] of this.writes) value ? storage.put(key, value) : storage.remove(key)
  }
}

function firstAtLeast(sorted: readonly ByteString[], key: ByteString): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
