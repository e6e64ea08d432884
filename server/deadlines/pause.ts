import { type AllowanceUnit, allowanceOf, longestPauseDays } from '../../shared/domain/clocks'
import { endOf } from './due-time'
import { dayAfter, dayOf, daysFrom, isWorkingDay } from './working-calendar'

/** A clock that somebody stops for a while, for one of the named reasons. */
export interface Pause {
  /** When it would have run out. */
  due: Date
  /** When it is stopped. */
  at: Date
  /** When it runs again. */
  until: Date
  /** What it counts in: what was left is given back in the same. */
  unit: AllowanceUnit
}

/** Why a clock may not be stopped so, in one plain sentence; null when it may. */
export function pauseFault({ due, at, until }: Omit<Pause, 'unit'>): string | null {
  if (due <= at) return '已经超时了，不能再停'
  if (until <= at) return '停到什么时候，要写以后的日子'
  return daysFrom(dayOf(at), dayOf(until)) > longestPauseDays ? `最多停 ${longestPauseDays} 天` : null
}

/** The days left of a clock as it counts them: without the one on which one asks, the last one included. */
function daysLeft({ due, at, unit }: Omit<Pause, 'until'>): number {
  let left = 0
  for (let date = dayAfter(dayOf(at)); date <= dayOf(due); date = dayAfter(date))
    if (unit === 'days' || isWorkingDay(date)) left += 1
  return left
}

/**
 * When a paused clock runs out. Around the clock it gets back exactly the time that was left. One that counts in days
 * gets back the days that were left and ends as ever at 18:00, a working-day clock on a working day; a pause within
 * one day costs none, and what would have ended on the day it was stopped has the next day that counts. A clock that
 * had already run out gets nothing: what was missed stays missed.
 */
export function paused(pause: Pause): Date {
  const { due, at, until, unit } = pause
  if (until <= at || due <= at) return due
  if (unit === 'hours') return new Date(due.getTime() + until.getTime() - at.getTime())
  if (dayOf(until) === dayOf(at)) return due
  return endOf(allowanceOf(unit, Math.max(1, daysLeft(pause))), until)
}

/**
 * When it runs out after it was set going again at `now`, before the pause was to end: as if no more had been asked
 * for. Set going at once, it runs out when it would have.
 */
export const resumed = (pause: Pause, now: Date): Date =>
  paused({ ...pause, until: now < pause.until ? now : pause.until })
