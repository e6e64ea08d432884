import { fork } from 'node:child_process'
import autocannon from 'autocannon'

/** What one benchmark found. */
export interface Outcome {
  name: string
  what: string
  /** The measurements behind the ratio, with their units, for people to read. */
  figures: Record<string, string>
  ratio: number
  /** What is compared with the goal where that is no ratio. */
  unit?: string
  goal: { kind: 'at least' | 'at most'; value: number }
  holds: boolean
}

/** One benchmark: sets itself up on the store at `uri`, measures, and leaves nothing behind. */
export interface Benchmark {
  name: string
  run(uri: string): Promise<Outcome | Outcome[]>
}

/** Builds an outcome from its ratio and goal. */
export const outcome = (found: Omit<Outcome, 'holds'>): Outcome => {
  const ratio = Math.round(found.ratio * 100) / 100
  const { kind, value } = found.goal
  return { ...found, ratio, holds: kind === 'at least' ? ratio >= value : ratio <= value }
}

/**
 * Runs a server in a process of its own, so that the load and what is measured do not share an event loop. The
 * file's process sends one message when it is ready, which is the answer, and ends when it is disconnected.
 */
export async function inOwnProcess<Ready, T>(
  file: string,
  uri: string,
  use: (ready: Ready) => Promise<T>,
): Promise<T> {
  const child = fork(file, [uri])
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Ready))
      child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)))
    })
    return await use(ready)
  } finally {
    if (child.connected) child.disconnect()
    await ended
  }
}

/** Requests a second under load. @throws Error when any request fails: a fast refusal is not throughput. */
export async function throughput(options: autocannon.Options): Promise<number> {
  const result = await autocannon(options)
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${failed} requests to ${options.url} failed`)
  return result['2xx'] / result.duration
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * Measures two things by turns and compares round by round, so that what the machine does meanwhile hits both.
 * The first round warms up and is not counted.
 */
export async function byTurns(
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<{ first: number; second: number; ratio: number }> {
  const found: { first: number; second: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const measured = { first: await first(), second: await second() }
    if (round > 0) found.push(measured)
  }
  return {
    first: median(found.map((one) => one.first)),
    second: median(found.map((one) => one.second)),
    ratio: median(found.map((one) => one.first / one.second)),
  }
}

/** A rate, for people to read. */
export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')} /s`
