/** Remembers values by key for a while. */
export interface ShortMemory<T> {
  /** The value as it was read a moment ago, or read now; `read` is given the last one known. */
  get(key: string, read: (last: T | undefined) => Promise<T>): Promise<T>
  /** Lets go of one key, or of all: something has been written. */
  forget(key?: string): void
}

/**
 * Remembers for `freshness` milliseconds what every report asks for and what seldom changes. That something is not
 * there is never remembered: it may have just been made.
 */
export function shortMemory<T>(now: () => Date, freshness: number): ShortMemory<T> {
  const kept = new Map<string, { value: T; readAt: number }>()
  return {
    async get(key, read) {
      const known = kept.get(key)
      const readAt = now().getTime()
      if (known && Math.abs(readAt - known.readAt) < freshness) return known.value
      const value = await read(known?.value)
      if (value === null) kept.delete(key)
      else kept.set(key, { value, readAt })
      return value
    },
    forget(key) {
      if (key === undefined) kept.clear()
      else kept.delete(key)
    },
  }
}
