/** How it came: they signed out, their session is over, or a post that they held is no longer theirs. */
export type Leaving = 'signed-out' | 'session-over' | 'post-ended'

const listeners = new Set<(how: Leaving) => void>()

/**
 * Calls back when whoever was signed in on this phone no longer is, or no longer holds a post. What it gives ends that.
 */
export function whenSomebodyLeaves(act: (how: Leaving) => void): () => void {
  listeners.add(act)
  return () => void listeners.delete(act)
}

/** Somebody signed out, their session ended, or a post that they held. */
export function tellLeft(how: Leaving): void {
  for (const listener of [...listeners]) listener(how)
}
