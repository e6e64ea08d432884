import { join } from 'node:path'
import { type Benchmark, inOwnProcess, outcome, perSecond } from './benchmark'
import type { CaseworkFigures } from './casework-server'

const measured = <T>(uri: string, use: (found: CaseworkFigures) => Promise<T>) =>
  inOwnProcess<CaseworkFigures, T>(join(__dirname, 'casework-server.ts'), uri, use)

/** One step of a case (guard, write, audit, notices, all in one transaction) against the bare update of its document. */
export const transitionBenchmark: Benchmark = {
  name: 'transition',
  run: (uri) =>
    measured(uri, async ({ transition }) =>
      outcome({
        name: 'transition',
        what: 'a step of a case with its guard, audit entry and notices, against a bare update of one document',
        figures: {
          [`steps, ${transition.atOnce} at once`]: perSecond(transition.moves),
          'bare updates of the same documents': perSecond(transition.bare),
        },
        ratio: transition.ratio,
        goal: { kind: 'at least', value: 0.5 },
      }),
    ),
}

/** The sweep finds and escalates what is due among many that are not. */
export const sweepBenchmark: Benchmark = {
  name: 'sweep',
  run: (uri) =>
    measured(uri, async ({ sweep }) =>
      outcome({
        name: 'sweep',
        what: `${sweep.due.toLocaleString('en')} missed clocks moved up among ${sweep.open.toLocaleString('en')} open cases, in seconds`,
        figures: {
          'moved up': perSecond(sweep.due / sweep.seconds),
          'a sweep that finds nothing': `${sweep.idleMilliseconds.toFixed(1)} ms`,
        },
        ratio: sweep.seconds,
        goal: { kind: 'at most', value: 10 },
      }),
    ),
}
