import type { AllowanceUnit } from './clocks'
import {
  type Allowance,
  type Allowances,
  allowanceOf,
  amountOf,
  type ClockName,
  clockRule,
  unitOf,
} from './clocks'
import { allowanceInWords } from './spoken-time'
import { type Urgency, urgencyCodes } from './urgency'

/** The least and the most that a township may set: below it nobody can act, beyond it a clock is none. */
export const shortestMinutes = 5
export const longestDays = 60

/** An office day ends at 18:00, so a day that is not the first brings at least this many hours. */
const untilClosing = 18

/** Words for what an allowance is counted in. */
const counted: Record<AllowanceUnit, string> = { hours: '小时', days: '天', workingDays: '工作日' }

/**
 * The most of `unit` that never ends later than `rule`, whatever moment both start at; 0 where there is none. Days are
 * counted without the first one and end at 18:00: one day lasts between 18 and 42 hours, and a working day before a
 * holiday may last for ten, so that nothing but working days is sure to be no longer than working days the other way.
 */
export function longestWithin(rule: Allowance, unit: AllowanceUnit): number {
  const amount = amountOf(rule)
  const of = unitOf(rule)
  if (unit === of) return amount
  if (unit === 'workingDays') return 0
  if (unit === 'hours') return (amount - 1) * 24 + untilClosing
  return of === 'workingDays' ? amount : Math.max(0, Math.floor((amount - untilClosing) / 24))
}

/** About how many hours it is, to tell a slow clock from a quick one. */
const roughHours = (allowance: Allowance) => amountOf(allowance) * (unitOf(allowance) === 'hours' ? 1 : 24)

const outOfRange = (allowance: Allowance): string | null => {
  if (roughHours(allowance) > longestDays * 24) return `最长 ${longestDays} 天`
  const amount = amountOf(allowance)
  if (unitOf(allowance) !== 'hours')
    return amount < 1 ? '最少 1 天' : Number.isInteger(amount) ? null : '天数要写整数'
  const minutes = amount * 60
  if (minutes < shortestMinutes - 1e-6) return `最短 ${shortestMinutes} 分钟`
  return Math.abs(minutes - Math.round(minutes)) < 1e-6 ? null : '要写到整分钟'
}

/** A published rule may be kept more strictly, never more loosely. */
const beyondTheRule = (published: Allowance, wanted: Allowance): string | null => {
  const unit = unitOf(wanted)
  const longest = longestWithin(published, unit)
  if (amountOf(wanted) <= longest) return null
  const rule = `规定的是 ${allowanceInWords(published)}，只能改短，不能改长`
  if (unit === unitOf(published)) return rule
  return longest === 0
    ? `${rule}，也不能换成${counted[unit]}`
    : `${rule}；按${counted[unit]}算，最多 ${allowanceInWords(allowanceOf(unit, longest))}`
}

/** What is wrong with what a township wants of a clock, one plain sentence for each that is; empty when it may be so. */
export function faultsOf(clock: ClockName, wanted: Allowances): Partial<Record<Urgency, string>> {
  const rule = clockRule(clock)
  const faults: Partial<Record<Urgency, string>> = {}
  for (const urgency of urgencyCodes) {
    const fault =
      outOfRange(wanted[urgency]) ??
      (rule.nature === 'statutory' ? beyondTheRule(rule[urgency], wanted[urgency]) : null)
    if (fault) faults[urgency] = fault
  }
  const slow = roughHours(wanted.urgent) > roughHours(wanted.ordinary)
  if (slow && !faults.urgent && !faults.ordinary) faults.urgent = '紧急的不能比一般的还慢'
  return faults
}
