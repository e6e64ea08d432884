/** Every rule of when people may be told outside our app. In the app itself a notice stands at once. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** China keeps one time zone, without summer time. */
const chinaOffset = 8 * hour

const nightFrom = 21 * hour
const nightUntil = 7.5 * hour

/** From 21:00 to 07:30, China's time: only what is urgent, and can be acted on at night, may ring. */
export function isQuiet(at: Date): boolean {
  const sinceMidnight = (at.getTime() + chinaOffset) % day
  return sinceMidnight >= nightFrom || sinceMidnight < nightUntil
}

/** How long to wait after the first failure, the second, and so on; then always as long as after the last of these. */
const waits = [minute, 5 * minute, 15 * minute, hour]
/** After this long a message outside says nothing new any more: the inbox has it, and the clocks go on. */
const patience = day

/** When a message that was made at `since` and has failed `tries` times is tried again; null when it is given up. */
export function nextTry(since: Date, tries: number, failedAt: Date): Date | null {
  const wait = waits[Math.min(tries, waits.length) - 1] ?? minute
  const next = new Date(failedAt.getTime() + wait)
  return next.getTime() - since.getTime() < patience ? next : null
}
