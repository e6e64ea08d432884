import { type Allowance, type ClockName, clockRule } from '../../shared/domain/clocks'
import type { Urgency } from '../../shared/domain/urgency'
import { closingOf, dayAfter, dayOf, isWorkingDay } from './working-calendar'

const hour = 3_600_000

/**
 * The moment an allowance runs out. Hours run around the clock. Days and working days are counted without the first
 * day, as the law counts them, and end when the office closes at 18:00, China's time.
 */
export function endOf(allowance: Allowance, from: Date): Date {
  // Minutes are fractions of an hour, and a fraction must not cost a millisecond.
  if ('hours' in allowance) return new Date(from.getTime() + Math.round(allowance.hours * hour))
  const working = 'workingDays' in allowance
  let date = dayOf(from)
  for (let left = working ? allowance.workingDays : allowance.days; left > 0; ) {
    date = dayAfter(date)
    if (!working || isWorkingDay(date)) left -= 1
  }
  return closingOf(date)
}

/** When a clock that starts now runs out by its default, for an urgent or an ordinary case. */
export const dueAt = (clock: ClockName, urgency: Urgency, from: Date): Date =>
  endOf(clockRule(clock)[urgency], from)
