import { type ClientSession, Types } from 'mongoose'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { type ReportRecord, reportModel } from './report.model'

/** A report with its protected words opened, for presenters that decide what is shown. */
export interface OpenReport
  extends Omit<ReportRecord, 'text' | 'placeWords' | 'position' | 'phone' | 'subjectPhone' | 'idNumber'> {
  text: string
  placeWords: string | null
  phone: string | null
  subjectPhone: string | null
  idNumber: string | null
}

/** Reading stored reports. */
export interface Reports {
  ofReporter(account: string): Promise<OpenReport[]>
  ofReporterByReceipt(account: string, receipt: string): Promise<OpenReport>
  /** For the desk that tells a report's stage; null when there is none. */
  byReceipt(receipt: string): Promise<OpenReport | null>
  /** The cases of what a resident reported of the own household before, the latest first. */
  casesOfOwnHousehold(account: string): Promise<Types.ObjectId[]>
  ofCases(cases: readonly Types.ObjectId[]): Promise<OpenReport[]>
  /** What was reported under one account is another's of the same person; what both have sent stays once. */
  become(from: Types.ObjectId, to: Types.ObjectId, session: ClientSession): Promise<void>
  /** How many reports came by each of these cards since then. */
  countByCard(cards: readonly string[], since: Date): Promise<Map<string, number>>
}

const mostOwn = 50
/** Older ones tell no more of where the household lives. */
const mostOfHousehold = 10

/** Makes the service that reads reports. */
export function reportsService({ db, cipher }: Pick<House, 'db' | 'cipher'>): Reports {
  const reports = reportModel(db)
  // Where the phone was has told what it had to tell when the report was routed: nobody reads it again.
  const open = ({ position: _position, ...record }: ReportRecord): OpenReport => ({
    ...record,
    text: cipher.decrypt('report.text', record.text),
    placeWords: record.placeWords && cipher.decrypt('report.placeWords', record.placeWords),
    phone: record.phone && cipher.decrypt('report.phone', record.phone),
    subjectPhone: record.subjectPhone && cipher.decrypt('report.subjectPhone', record.subjectPhone),
    idNumber: record.idNumber && cipher.decrypt('report.idNumber', record.idNumber),
    // Reports of the first versions have none.
    voices: record.voices ?? [],
  })
  return {
    async ofReporter(account) {
      const found = await reports
        .find({ reporter: new Types.ObjectId(account), enteredBy: null })
        .sort({ receivedAt: -1 })
        .limit(mostOwn)
        .lean<ReportRecord[]>()
      return found.map(open)
    },
    async ofReporterByReceipt(account, receipt) {
      const found = await reports
        .findOne({ receipt, reporter: new Types.ObjectId(account) })
        .lean<ReportRecord>()
      if (!found) throw notFound('没有找到这张收条')
      return open(found)
    },
    async byReceipt(receipt) {
      const found = await reports.findOne({ receipt }).lean<ReportRecord>()
      return found && open(found)
    },
    async casesOfOwnHousehold(account) {
      const found = await reports
        .find({ reporter: new Types.ObjectId(account), forWhom: 'self', enteredBy: null }, { case: 1 })
        .sort({ receivedAt: -1 })
        .limit(mostOfHousehold)
        .lean<Pick<ReportRecord, 'case'>[]>()
      return found.map((report) => report.case)
    },
    async become(from, to, session) {
      const sent = await reports
        .find({ reporter: from }, { clientKey: 1 })
        .session(session)
        .lean<Pick<ReportRecord, 'clientKey'>[]>()
      const twice = await reports
        .find({ reporter: to, clientKey: { $in: sent.map(({ clientKey }) => clientKey) } }, { clientKey: 1 })
        .session(session)
        .lean<Pick<ReportRecord, 'clientKey'>[]>()
      await reports.updateMany(
        { reporter: from, clientKey: { $nin: twice.map(({ clientKey }) => clientKey) } },
        { $set: { reporter: to } },
        { session },
      )
    },
    async ofCases(cases) {
      const found = await reports
        .find({ case: { $in: cases } })
        .sort({ case: 1, receivedAt: 1 })
        .lean<ReportRecord[]>()
      return found.map(open)
    },
    async countByCard(cards, since) {
      const counted = await Promise.all(
        cards.map(async (card) => {
          const count = await reports.countDocuments({ card, receivedAt: { $gt: since } })
          return [card, count] as const
        }),
      )
      return new Map(counted)
    },
  }
}
