import { unitOf } from '../../shared/domain/clocks'
import type { Deadlines } from '../deadlines/deadlines.service'
import { resumed } from '../deadlines/pause'
import type { CaseRecord, UnderWay } from './case.model'
import type { NextStep } from './move-case'
import type { Publication } from './relief-item'

/** What hangs on the notice board until a day that nobody has been told of yet. */
type Hanging = { publication?: Pick<Publication, 'until' | 'overAt'> | null }

/** When the publication of an item under way ends that nobody has been told of yet; null where nothing hangs. */
export const publicationEnd = ({ endedAt, publication }: Pick<UnderWay, 'endedAt'> & Hanging): Date | null =>
  endedAt === null && publication && !publication.overAt ? publication.until : null

/** When the next publication of a case ends; null where nothing hangs on the notice board. */
export const nextPublicationEnd = (relief: readonly (UnderWay & Hanging)[]): Date | null =>
  relief.flatMap((item) => publicationEnd(item) ?? []).sort((a, b) => a.getTime() - b.getTime())[0] ?? null

/**
 * What runs in a case while something is under way in it: the term that comes first, whichever relief item or transfer
 * it belongs to, or the end of what hangs on the notice board. Once nothing is left, the family is to be told. Goes into the step as it is.
 */
export function runningClock(
  relief: readonly (UnderWay & Hanging)[],
  transfers: readonly UnderWay[],
): Required<Pick<NextStep, 'clock'>> & Pick<NextStep, 'due'> {
  const hangsUntil = nextPublicationEnd(relief)
  const hanging = hangsUntil ? [{ clock: 'publication', dueAt: hangsUntil } as const] : []
  const [first] = [...[...relief, ...transfers].filter(({ endedAt }) => endedAt === null), ...hanging].sort(
    (a, b) => a.dueAt.getTime() - b.dueAt.getTime(),
  )
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

/**
 * How a case goes on after a pause: its clock gets back what was left; what hangs on the notice board went on hanging,
 * so that clock is found anew.
 */
export async function goingOn(
  deadlines: Pick<Deadlines, 'allowance'>,
  work: Pick<CaseRecord, 'paused' | 'township' | 'urgency' | 'relief' | 'transfers' | 'clock'>,
  due: Date | undefined,
  now: Date,
): Promise<Pick<NextStep, 'clock' | 'due' | 'set'>> {
  const after = await afterPause(deadlines, work, now)
  const { relief = work.relief, transfers = work.transfers } = after
  return {
    ...(work.clock === 'publication' ? runningClock(relief, transfers) : due && { due }),
    set: { paused: null, ...after },
  }
}
