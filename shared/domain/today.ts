import type { ClockName } from './clocks'
import { sameDay } from './spoken-time'
import type { Urgency } from './urgency'

/** What somebody of the village has to do with a case today, in the words of the day's list. */
export const todayKinds = {
  accept: '等您接',
  visit: '等您上门',
  report_up: '等您报给乡里',
  joint_visit: '县、乡、村一起上门',
  follow_up: '该回访了',
  other: '等您办',
} as const
export type TodayKind = keyof typeof todayKinds
export const todayKindCodes = Object.keys(todayKinds) as [TodayKind, ...TodayKind[]]

const kindsOfClocks: Partial<Record<ClockName, TodayKind>> = {
  acknowledgement: 'accept',
  home_visit: 'visit',
  report_up: 'report_up',
  joint_visit: 'joint_visit',
  follow_up: 'follow_up',
}

/** What the running clock asks for. */
export const todayKindOf = (clock: ClockName | null): TodayKind => (clock && kindsOfClocks[clock]) || 'other'

/** So many days ahead the list of the day looks. */
export const daysAhead = 7

/** The parts of the day's list, in the order they stand in. */
export const todayParts = {
  pressing: '要紧的，先办',
  overdue: '超时的',
  today: '今天到时候的',
  coming: '这几天的',
} as const
export type TodayPart = keyof typeof todayParts
export const todayPartCodes = Object.keys(todayParts) as [TodayPart, ...TodayPart[]]

/** What a task of the day is placed by. */
export interface Timed {
  dueAt: string
  urgency: Urgency
}

/** Where a task stands in the list at this moment: what is urgent and not for a later day comes before all. */
export function todayPartOf({ dueAt, urgency }: Timed, now: Date): TodayPart {
  const due = new Date(dueAt)
  const soon = due <= now || sameDay(due, now)
  if (urgency === 'urgent' && soon) return 'pressing'
  if (due <= now) return 'overdue'
  return soon ? 'today' : 'coming'
}

/**
 * The list of the day by its parts, each in the order of its clocks; empty parts are left out. Made where it is shown,
 * so that a list that the phone kept without signal is still placed by the hour it is looked at.
 */
export function byParts<T extends Timed>(tasks: readonly T[], now: Date): { part: TodayPart; tasks: T[] }[] {
  const inOrder = [...tasks].sort((one, other) => one.dueAt.localeCompare(other.dueAt))
  return todayPartCodes
    .map((part) => ({ part, tasks: inOrder.filter((task) => todayPartOf(task, now) === part) }))
    .filter(({ tasks: there }) => there.length > 0)
}
