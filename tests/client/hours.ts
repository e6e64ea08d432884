/** Time as a test wants it: it stands still until the next thing is due. */
export interface Hours {
  /** What time it really is, in milliseconds. */
  now(): number
  /** Does something after a while; returns how to call it off. */
  after(milliseconds: number, act: () => void): () => void
  /** Time goes by, and whatever became due in it is not done yet. */
  pass(milliseconds: number): void
  /** Goes on to what is due next and does it; false when nothing is. */
  toNext(): boolean
}

interface Due {
  at: number
  order: number
  act: () => void
}

/** Begins time at this moment; `onPass` is told whenever it has moved. */
export function hoursFrom(start: number, onPass: (now: number) => void): Hours {
  let now = start
  let order = 0
  const waiting = new Set<Due>()
  const move = (to: number) => {
    now = Math.max(now, to)
    onPass(now)
  }
  return {
    now: () => now,
    after(milliseconds, act) {
      order += 1
      const due = { at: now + Math.max(0, milliseconds), order, act }
      waiting.add(due)
      return () => void waiting.delete(due)
    },
    pass: (milliseconds) => move(now + milliseconds),
    toNext() {
      const [first] = [...waiting].sort((a, b) => a.at - b.at || a.order - b.order)
      if (!first) return false
      waiting.delete(first)
      move(first.at)
      first.act()
      return true
    },
  }
}
