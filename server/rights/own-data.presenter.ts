import type { z } from 'zod'
import type { ownData } from '../../shared/contract/own-data'
import { helpCategoriesInWords } from '../../shared/domain/code-lists'
import { maskPhone } from '../trust/masking'
import type { OwnStored, Stored } from './own-data.service'

const aboutLength = 24

/** What a report is about, in as few words as tell it apart from the others. */
export const aboutOf = ({ text, categories, removed }: OwnStored['report']): string => {
  if (removed?.includes('words')) return '（话已经删去）'
  return [...(text.replace(/\s+/g, ' ') || helpCategoriesInWords(categories) || '录音、照片')]
    .slice(0, aboutLength)
    .join('')
}

/** Every consent given and taken back, the latest first. */
export const consentLog = ({ reports, consents }: Stored) =>
  [
    // First, so that of two at one moment what was said of consent alone is the later word.
    ...consents.map(({ at, kind, version }) => ({ at, kind, version, receipt: null })),
    ...reports.map(({ report }) => ({
      at: report.receivedAt,
      kind: 'given' as const,
      version: report.consentVersion ?? null,
      receipt: report.receipt,
    })),
  ].sort((one, other) => other.at.getTime() - one.at.getTime())

/** 我的信息 as its page shows it: in numbers, with the phone masked, because somebody may look over the shoulder. */
export function presentOwnData(stored: Stored): z.input<typeof ownData> {
  const { account, reports } = stored
  return {
    since: account.createdAt.toISOString(),
    byWeChat: stored.byWeChat,
    sessionCount: stored.sessionCount,
    noticeCount: stored.noticeCount,
    allowedMessages: stored.allowedMessages,
    postTitles: account.posts.map(({ title }) => title),
    reports: reports.map(({ report, additions, open }) => ({
      receipt: report.receipt,
      sentAt: report.receivedAt.toISOString(),
      open,
      about: aboutOf(report),
      phone: report.phone && maskPhone(report.phone),
      name: report.reporterName,
      hasPosition: report.hasPosition,
      photoCount: additions.reduce((sum, { photos }) => sum + photos.length, report.photos.length),
      voiceCount: additions.reduce((sum, { voices }) => sum + voices.length, report.voices.length),
      additionCount: additions.length,
      removed: [...(report.removed ?? [])],
    })),
    consents: consentLog(stored).map(({ at, ...event }) => ({ at: at.toISOString(), ...event })),
    consentStands: stored.consentStands,
  }
}
