/** China keeps one time zone, without summer time. */
const offset = 8 * 3_600_000
const day = 86_400_000

/** The date of a moment in China, as 2026-11-24. Dates written so stand in their own order. */
export const dateOf = (at: Date): string => new Date(at.getTime() + offset).toISOString().slice(0, 10)

const startOf = (date: string) => new Date(`${date}T00:00:00+08:00`)

/** 11月24日: a date as people say it; with the year where it is not this one. */
export function spokenDate(date: string, now: Date): string {
  const [year, month, dayOfMonth] = date.split('-')
  const other = year === dateOf(now).slice(0, 4) ? '' : `${year}年`
  return `${other}${Number(month)}月${Number(dayOfMonth)}日`
}

/** An absence from one day to another, both counted in, as the moments between which somebody is not there. */
export const absenceOver = (first: string, last: string): { from: string; until: string } => ({
  from: startOf(first).toISOString(),
  until: new Date(startOf(last).getTime() + day).toISOString(),
})

/** 11月24日 到 11月30日, or 11月24日 alone: the whole days of an absence as people say them. */
export function spokenAbsence({ from, until }: { from: string; until: string }, now: Date): string {
  const first = dateOf(new Date(from))
  const last = dateOf(new Date(new Date(until).getTime() - 1))
  return first === last ? spokenDate(first, now) : `${spokenDate(first, now)} 到 ${spokenDate(last, now)}`
}
