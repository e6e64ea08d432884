import { dateOf } from './absence-days'

/**
 * What is counted of a village's leads, by the month they came in. Plain numbers out of the record, each of which opens
 * the leads that it counts: no score, no rank, no other village beside it (国办函〔2026〕12号).
 */
export const villageFigures = {
  received: '收到的',
  accepted_in_time: '按时接的',
  accepted_late: '接晚了的',
  visited_in_time: '按时上门的',
  visited_late: '上门晚了的',
  answered: '结果告诉家里的',
  transferred: '转给别的部门的',
  followed_up: '回访过的',
  open: '还没了结的',
  closed: '办完销案',
  not_eligible: '不符合条件',
  unfounded: '不予受理、情况不实',
  withdrawn: '报的人撤回',
  merged: '和别的并在一起办',
} as const
export type VillageFigure = keyof typeof villageFigures
export const villageFigureCodes = Object.keys(villageFigures) as [VillageFigure, ...VillageFigure[]]

/** The ways in which a lead ended: these and those still open are all that came in. */
export const endings = [
  'closed',
  'not_eligible',
  'unfounded',
  'withdrawn',
  'merged',
] as const satisfies readonly VillageFigure[]

/** So many months the figures look back, the present one counted in. */
export const monthsShown = 12

/** The month of a moment in China, as 2026-11. */
export const monthOf = (at: Date): string => dateOf(at).slice(0, 7)

/** The months that end with the present one, oldest first. */
export function monthsUpTo(now: Date, many = monthsShown): string[] {
  const [year = 0, month = 0] = monthOf(now).split('-').map(Number)
  return Array.from({ length: many }, (_, i) => {
    const index = year * 12 + month - 1 - (many - 1 - i)
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

/** When a month begins and ends in China. */
export function boundsOfMonth(month: string): { from: Date; until: Date } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return { from: new Date(`${month}-01T00:00:00+08:00`), until: new Date(`${next}-01T00:00:00+08:00`) }
}

/** 11月, and with its year where that is another: a month as people say it. */
export function spokenMonth(month: string, now: Date): string {
  const [year, number] = month.split('-')
  return `${year === monthOf(now).slice(0, 4) ? '' : `${year}年`}${Number(number)}月`
}
