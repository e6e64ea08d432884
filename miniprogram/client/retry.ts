/** How long is waited after the first, second, third and every later try that did not get through, in milliseconds. */
const pauses = [5, 15, 60, 300].map((seconds) => seconds * 1000)
/** By how much a pause may be shorter or longer: phones that lost the same mast must not all come back at once. */
const spread = 0.25
const longest = Math.max(...pauses) * (1 + spread)

/** When something is tried again after so many tries, by this phone's own clock. */
export function nextTryAfter(tries: number, now = Date.now()): number {
  const pause = pauses[Math.min(tries, pauses.length) - 1] ?? 0
  return now + Math.round(pause * (1 - spread + 2 * spread * Math.random()))
}

/**
 * How long it is until then. Never longer than the longest pause: a moment further off was set by a clock that has
 * been put back since.
 */
export function untilTry(nextTry: number, now = Date.now()): number {
  const ahead = nextTry - now
  return ahead > longest ? 0 : Math.max(0, ahead)
}
