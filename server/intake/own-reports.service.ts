import type { ClientSession, Types } from 'mongoose'
import type { House } from '../house'
import { type ReportRecord, reportModel } from './report.model'

/** How to reach whoever reports. */
export interface Contact {
  phone?: string | undefined
  name?: string | undefined
}

/** A report as far as it says what is stored of who sent it. */
export type OwnRecord = Pick<
  ReportRecord,
  | '_id'
  | 'receipt'
  | 'case'
  | 'receivedAt'
  | 'consentVersion'
  | 'removed'
  | 'photos'
  | 'voices'
  | 'reporterName'
> & { text: string; phone: string | null; hasPosition: boolean; categories: ReportRecord['categories'] }

/** What somebody's own reports hold of themselves, and what they may have changed in it (PIPL arts. 45–47). */
export interface OwnReports {
  /** All of them, the latest first. */
  of(account: Types.ObjectId): Promise<OwnRecord[]>
  /** Puts right how the reporter of these is reached, inside a transaction. What was said stays as it was said. */
  correct(reports: readonly Types.ObjectId[], contact: Contact, session: ClientSession): Promise<void>
  /** Takes out of these where the phone was. */
  dropPositions(reports: readonly Types.ObjectId[], session: ClientSession): Promise<void>
  /** Has them looked at at once, whether something must go. */
  lookNow(account: Types.ObjectId, at: Date, session: ClientSession): Promise<void>
  /** When the last one was sent, and with which text of consent; null when there is none. */
  lastConsent(account: Types.ObjectId): Promise<{ at: Date; version: string | null } | null>
}

const sentBy = (account: Types.ObjectId) => ({ reporter: account, enteredBy: null })

/** Makes the service. */
export function ownReportsService({ db, cipher }: Pick<House, 'db' | 'cipher'>): OwnReports {
  const reports = reportModel(db)
  return {
    async of(account) {
      const found = await reports.find(sentBy(account)).sort({ receivedAt: -1 }).lean<ReportRecord[]>()
      return found.map((record) => ({
        _id: record._id,
        receipt: record.receipt,
        case: record.case,
        receivedAt: record.receivedAt,
        consentVersion: record.consentVersion,
        removed: record.removed ?? [],
        photos: record.photos,
        voices: record.voices ?? [],
        reporterName: record.reporterName,
        categories: record.categories,
        text: cipher.decrypt('report.text', record.text),
        phone: record.phone && cipher.decrypt('report.phone', record.phone),
        hasPosition: record.position !== null,
      }))
    },
    async correct(ids, { phone, name }, session) {
      await reports.updateMany(
        { _id: { $in: [...ids] } },
        {
          $set: {
            ...(name !== undefined && { reporterName: name }),
            ...(phone !== undefined && {
              phone: cipher.encrypt('report.phone', phone),
              phoneHash: cipher.hash('phone', phone),
            }),
          },
        },
        { session },
      )
    },
    async dropPositions(ids, session) {
      await reports.updateMany(
        { _id: { $in: [...ids] }, position: { $ne: null } },
        { $set: { position: null }, $addToSet: { removed: 'position' } },
        { session },
      )
    },
    async lookNow(account, at, session) {
      await reports.updateMany(sentBy(account), { $set: { looksAt: at } }, { session })
    },
    async lastConsent(account) {
      const last = await reports
        .findOne(sentBy(account), { receivedAt: 1, consentVersion: 1 })
        .sort({ receivedAt: -1 })
        .lean<Pick<ReportRecord, 'receivedAt' | 'consentVersion'>>()
      return last && { at: last.receivedAt, version: last.consentVersion ?? null }
    },
  }
}
