import type { House } from '../house'

/** Work that time itself brings: what has begun since it was done last. Safe for any number of processes at once. */
export type PeriodicTask = () => Promise<unknown>

const everyMinute = 60_000

/**
 * Does periodic work every minute, one round after the other, and never lets a failure end it: what failed is done in
 * the next round. The caller ends it, and waits for the round under way.
 */
export function startClockwork(log: House['log'], tasks: readonly PeriodicTask[]): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()
  let stopped = false
  const run = async () => {
    for (const task of tasks) {
      try {
        await task()
      } catch (error) {
        log.error({ err: error }, 'periodic work failed; it is done again in a minute')
      }
    }
    if (!stopped) timer = setTimeout(begin, everyMinute)
  }
  const begin = () => {
    round = run()
  }
  begin()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
