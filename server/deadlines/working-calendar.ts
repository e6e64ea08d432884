import { getHolidaysInRange, isWorkday } from 'chinese-days'

const day = 86_400_000
/** China keeps one time zone, without summer time. */
const chinaOffset = 8 * 3_600_000
/** The office's day ends at 18:00, and with it every clock that counts in days. */
const officeCloses = 18 * 3_600_000

/** A date in China, as the milliseconds of its midnight in UTC: no machine's own time zone enters. */
export type OfficeDay = number

/** The date in China on which a moment lies. */
export const dayOf = (at: Date): OfficeDay => Math.floor((at.getTime() + chinaOffset) / day) * day

export const dayAfter = (date: OfficeDay): OfficeDay => date + day

/** How many days lie between two dates. */
export const daysFrom = (from: OfficeDay, to: OfficeDay): number => (to - from) / day

/** When the office closes on this date. */
export const closingOf = (date: OfficeDay): Date => new Date(date + officeCloses - chinaOffset)

export const yearOf = (date: OfficeDay): number => new Date(date).getUTCFullYear()

/** The State Council publishes a year's days off in the November before it. National Day is among them in every year. */
const isPublished = (year: number) => getHolidaysInRange(`${year}-10-01`, `${year}-10-07`, false).length > 0

/** The last year whose holidays and moved weekends are known here: that of the installed version of chinese-days. */
export const lastPublishedYear: number = (() => {
  // The version named in package.json knows this one; a newer one knows more.
  let year = 2026
  while (isPublished(year + 1)) year += 1
  return year
})()

/** Days that were looked up: the calendar does not change while we run, and every report asks for the same few. */
const lookedUp = new Map<OfficeDay, boolean>()

/**
 * The State Council's calendar: weekends and holidays off, moved working weekends on. In a year that it has not
 * published yet the weekend alone decides.
 */
export function isWorkingDay(date: OfficeDay): boolean {
  const known = lookedUp.get(date)
  if (known !== undefined) return known
  const weekday = new Date(date).getUTCDay()
  const working =
    yearOf(date) > lastPublishedYear
      ? weekday >= 1 && weekday <= 5
      : isWorkday(new Date(date).toISOString().slice(0, 10))
  lookedUp.set(date, working)
  return working
}
