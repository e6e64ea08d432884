const listeners = new Set<() => void>()

/** Calls back when whoever was signed in on this phone no longer is, or no longer holds a post. */
export const whenSomebodyLeaves = (act: () => void): void => void listeners.add(act)

/** Somebody signed out, their session ended, or a post that they held. */
export function tellLeft(): void {
  for (const listener of [...listeners]) listener()
}
