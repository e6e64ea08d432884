import { isWorkday } from 'chinese-days'
import { type Allowance, type ClockName, clockRule } from '../../shared/domain/clocks'
import type { Urgency } from '../../shared/domain/urgency'

const hour = 3_600_000
const day = 24 * hour
/** China keeps one time zone, without summer time. */
const chinaOffset = 8 * hour
/** An ordinary clock ends with the office's day. */
const officeCloses = 18 * hour

/** The State Council's calendar: weekends and holidays off, moved working weekends on. */
function isWorking(dayStart: number): boolean {
  const known = workingDays.get(dayStart)
  if (known !== undefined) return known
  const working = isWorkday(new Date(dayStart).toISOString().slice(0, 10))
  workingDays.set(dayStart, working)
  return working
}
/** Days that were looked up: the calendar does not change while we run, and every report asks for the same few. */
const workingDays = new Map<number, boolean>()

/**
 * The moment an allowance runs out. Hours run around the clock. Days and working days are counted without the first
 * day, as the law counts them, and end when the office closes at 18:00, China's time.
 */
export function endOf(allowance: Allowance, from: Date): Date {
  if ('hours' in allowance) return new Date(from.getTime() + allowance.hours * hour)
  // Days are handled as UTC midnights of China's local dates, so that no machine's own time zone enters.
  let dayStart = Math.floor((from.getTime() + chinaOffset) / day) * day
  if ('days' in allowance) return new Date(dayStart + allowance.days * day + officeCloses - chinaOffset)
  for (let left = allowance.workingDays; left > 0; ) {
    dayStart += day
    if (isWorking(dayStart)) left -= 1
  }
  return new Date(dayStart + officeCloses - chinaOffset)
}

/** When a clock that starts now runs out, for an urgent or an ordinary case. */
export function dueAt(clock: ClockName, urgency: Urgency, from: Date): Date {
  const rule = clockRule(clock)
  return endOf(urgency === 'urgent' ? rule.urgent : rule.ordinary, from)
}
