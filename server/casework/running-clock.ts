import { unitOf } from '../../shared/domain/clocks'
import type { Deadlines } from '../deadlines/deadlines.service'
import { resumed } from '../deadlines/pause'
import type { CaseRecord, UnderWay } from './case.model'
import type { NextStep } from './move-case'

/**
 * What runs in a case while something is under way in it: the term that comes first, whichever relief item or transfer
 * it belongs to. Once nothing is left, the family is to be told. Goes into the step as it is.
 */
export function runningClock(
  relief: readonly UnderWay[],
  transfers: readonly UnderWay[],
): Required<Pick<NextStep, 'clock'>> & Pick<NextStep, 'due'> {
  const [first] = [...relief, ...transfers]
    .filter(({ endedAt }) => endedAt === null)
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  return first ? { clock: first.clock, due: first.dueAt } : { clock: 'telling' }
}

/**
 * What is under way in a case after all its clocks stood still: each gets back what was left of it, counted as it
 * counts itself here. For the step that sets the case going again at `now`, on the named day or before it.
 */
export async function afterPause(
  deadlines: Pick<Deadlines, 'allowance'>,
  work: Pick<CaseRecord, 'paused' | 'township' | 'urgency' | 'relief' | 'transfers'>,
  now: Date,
): Promise<Partial<Pick<CaseRecord, 'relief' | 'transfers'>>> {
  const { paused: pause, township, urgency, relief, transfers } = work
  if (!pause) return {}
  const goesOn = async <T extends UnderWay>(one: T): Promise<T> => {
    if (one.endedAt !== null) return one
    const unit = unitOf(await deadlines.allowance(township, one.clock, urgency))
    return { ...one, dueAt: resumed({ due: one.dueAt, at: pause.since, until: pause.until, unit }, now) }
  }
  return {
    relief: await Promise.all(relief.map(goesOn)),
    transfers: await Promise.all(transfers.map(goesOn)),
  }
}
