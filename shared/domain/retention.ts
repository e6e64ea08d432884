import type { CaseState } from './case-states'

const day = 24 * 3_600_000

/**
 * How long a kind of record is kept, in days, and from when. The periods are this service's own and no law's: long
 * enough for an objection, a follow-up and the county's sampling, and then no longer (PIPL art. 19).
 */
export interface Retention {
  /** What it is, in the words of the person it is about. */
  label: string
  days: number
  /** `received`: from the day it came; `ended`: from the day the case it belongs to was over. */
  from: 'received' | 'ended'
}

/**
 * What goes by itself when its time is over. What is not named here is the relief archive: who, where, what trouble,
 * visits, what was given. Its period is set by the county's archive rules, and nothing here deletes it.
 */
export const retentions = {
  position: { label: '报的时候手机在哪', days: 30, from: 'received' },
  contact: { label: '报的人的电话和称呼', days: 180, from: 'ended' },
  files: { label: '随报的事发来的照片、录音', days: 3 * 365, from: 'ended' },
  uploads: { label: '传上来、没有发出去的照片和录音', days: 180, from: 'received' },
  notices: { label: '消息', days: 180, from: 'received' },
  checks: { label: '微信内容检查的结果', days: 365, from: 'received' },
} as const satisfies Record<string, Retention>

/** What can be taken out of a stored report; `words` only for who has closed the account, and where no file was made. */
export type ReportPart = 'position' | 'contact' | 'files' | 'words'
export const reportPartCodes: readonly ReportPart[] = ['position', 'contact', 'files', 'words']

/** Ended without anything that the archive would hold: nobody was found in need, or the reporter took it back. */
const withoutFile: readonly CaseState[] = ['unfounded', 'withdrawn']

/** True when a case in this state belongs to the relief archive. What is kept apart is evidence, however it ended. */
export const hasFile = (state: CaseState, hidden: boolean): boolean => hidden || !withoutFile.includes(state)

/** What is known of a report when it is looked at. */
export interface TidyFacts {
  receivedAt: Date
  /** When the case it is worked in was over; null while somebody's help is under way. */
  endedAt: Date | null
  /** Suspected abuse or a complaint: nothing of it goes while it is open, and its files do not go by themselves. */
  hidden: boolean
  hasFile: boolean
  /** The reporter has closed the account. */
  erased: boolean
  /** What was taken out before. */
  removed: readonly ReportPart[]
}

const never = null
const after = (from: Date, { days }: Retention) => new Date(from.getTime() + days * day)

/** When a part must go; null when no day is known for it. */
function dueAt(part: ReportPart, { receivedAt, endedAt, hidden, hasFile, erased }: TidyFacts): Date | null {
  switch (part) {
    case 'position':
      if (hidden) return endedAt
      return erased ? receivedAt : after(receivedAt, retentions.position)
    case 'contact':
      if (!endedAt) return never
      return erased ? endedAt : after(endedAt, retentions.contact)
    case 'files':
      if (!endedAt || hidden) return never
      return erased && !hasFile ? endedAt : after(endedAt, retentions.files)
    case 'words':
      return endedAt && erased && !hasFile ? endedAt : never
  }
}

/** An open case is looked at again after this long: a week late is early enough for a period of months. */
const againWhileOpen = 7 * day
/** The same for who has closed the account and was promised that it goes when the case is over. */
const againForErased = 3_600_000

/** What of a report must go now, and when it is to be looked at again; null when nothing of it will go any more. */
export function tidyingOf(facts: TidyFacts, now: Date): { remove: ReportPart[]; next: Date | null } {
  const left = reportPartCodes.filter((part) => !facts.removed.includes(part))
  const remove = left.filter((part) => {
    const due = dueAt(part, facts)
    return due !== null && due <= now
  })
  const later = left
    .filter((part) => !remove.includes(part))
    .flatMap((part) => dueAt(part, facts)?.getTime() ?? [])
  if (!facts.endedAt) later.push(now.getTime() + (facts.erased ? againForErased : againWhileOpen))
  return { remove, next: later.length > 0 ? new Date(Math.min(...later)) : null }
}

/** When a new report is looked at for the first time: nothing of it goes earlier. */
export const firstLook = (receivedAt: Date): Date => after(receivedAt, retentions.position)

/** 30 天、半年、3 年: a period as one says it. */
export const periodInWords = ({ days }: Retention): string =>
  days % 365 === 0 ? `${days / 365} 年` : days === 180 ? '半年' : `${days} 天`
