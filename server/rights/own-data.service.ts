import { Types } from 'mongoose'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import type { ReportersGone } from '../casework/reporters-gone.service'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { Additions, OpenAddition } from '../intake/additions.service'
import type { Contact, OwnRecord, OwnReports } from '../intake/own-reports.service'
import type { Reports } from '../intake/reports.service'
import type { Transcripts, TranscriptTexts } from '../intake/transcripts.service'
import type { Notices } from '../notifications/notices.service'
import type { Permissions } from '../notifications/permissions.service'
import type { AccountRecord } from '../people/account.model'
import type { Leaving } from '../people/leaving.service'
import type { Openids } from '../people/openids.service'
import type { People } from '../people/people.service'
import type { Sessions } from '../people/sessions.service'
import { attemptLimits } from '../trust/attempt-limits'
import type { ConsentRecord } from './consent.model'
import type { Consents } from './consents.service'

/** A report of one's own with what was said later, and whether it is being worked on. */
export interface OwnStored {
  report: OwnRecord
  additions: OpenAddition[]
  /** What a machine wrote down of the recordings. */
  transcripts: TranscriptTexts
  open: boolean
}

/** Everything that is stored about one person as a resident. */
export interface Stored {
  account: AccountRecord
  byWeChat: boolean
  sessionCount: number
  noticeCount: number
  allowedMessages: number
  reports: OwnStored[]
  consents: ConsentRecord[]
  consentStands: boolean
}

/** 我的信息: seeing, putting right and taking along what is stored about oneself (PIPL arts. 45, 46). */
export interface OwnData {
  /** @throws Problem not-found for an account that was closed. */
  of(account: string): Promise<Stored>
  /** The same to be taken along, as `how`: noted in the audit log. @throws Problem too-many for a sixth time in an hour. */
  takeAlong(account: string, how: 'page' | 'sheet'): Promise<Stored>
  /**
   * Puts right one's number or how one is called, in every report that is being worked on; who works on them reads
   * that it has changed. Under the same key it is done once.
   */
  correct(account: string, clientKey: string, contact: Contact): Promise<void>
}

const exports = { points: 5, duration: 3600 }

const correctionInWords = ({ phone, name }: Contact) =>
  `更正：${[phone !== undefined && '我的电话换了，请打新的', name !== undefined && `我叫${name}`]
    .filter(Boolean)
    .join('；')}。`

/** Makes the service. */
export function ownDataService(
  house: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  rooms: {
    people: People
    leaving: Leaving
    sessions: Sessions
    openids: Openids
    permissions: Permissions
    notices: Notices
    ownReports: OwnReports
    reports: Reports
    additions: Additions
    transcripts: Transcripts
    casework: Casework
    joining: Joining
    reportersGone: ReportersGone
    consents: Consents
  },
): OwnData {
  const { db, now, audit } = house
  const { people, leaving, sessions, openids, permissions, notices, ownReports, additions, consents } = rooms
  const mayExport = attemptLimits(house)('own_data.export', exports)

  const reportsOf = async (account: Types.ObjectId): Promise<OwnStored[]> => {
    const own = await ownReports.of(account)
    const ids = own.map(({ _id }) => _id)
    const [works, said, transcripts] = await Promise.all([
      rooms.casework.many(own.map((one) => one.case)),
      additions.of(ids),
      rooms.transcripts.of(ids),
    ])
    const leading = await rooms.joining.leading(works)
    return own.map((report) => ({
      report,
      additions: said.filter((one) => one.report.equals(report._id)),
      transcripts,
      open: leading.get(report.case.toHexString())?.open ?? false,
    }))
  }

  const of = async (id: string): Promise<Stored> => {
    const found = await people.account(id)
    if (!found || found.erasedAt) throw notFound('这个账号已经注销了')
    const account = found._id
    const person = await openids.of(id)
    const [byWeChat, signedIn, noticeCount, allowedMessages, reports, given, consentStands] =
      await Promise.all([
        leaving.isByWeChat(account),
        sessions.ofAccount(id),
        notices.countOf(account),
        person ? permissions.allLeft(person.hash) : 0,
        reportsOf(account),
        consents.of(account),
        consents.stands(account),
      ])
    return {
      account: found,
      byWeChat,
      sessionCount: signedIn.length,
      noticeCount,
      allowedMessages,
      reports,
      consents: given,
      consentStands,
    }
  }

  const note = (action: string, id: string, details: Record<string, unknown>) =>
    audit.note({ actor: id, action, subject: { kind: 'account', id }, details }, now())

  return {
    of,
    async takeAlong(id, how) {
      await mayExport(id)
      const stored = await of(id)
      await note('own_data.export', id, { how, reports: stored.reports.length })
      return stored
    },
    async correct(id, clientKey, contact) {
      const { reports } = await of(id)
      const running = reports.filter(({ open }) => open).map(({ report }) => report)
      await consents.mustStand(new Types.ObjectId(id))
      await inTransaction(db, async (work) => {
        const ids = running.map(({ _id }) => _id)
        await ownReports.correct(ids, contact, work.session)
        if (contact.phone !== undefined)
          await rooms.reportersGone.reachable(
            running.map((one) => one.case),
            work.session,
          )
        audit.record(
          {
            actor: id,
            action: 'own_data.correct',
            subject: { kind: 'account', id },
            details: { what: Object.keys(contact), reports: ids.map((one) => one.toHexString()) },
          },
          now(),
          work,
        )
      })
      const text = correctionInWords(contact)
      for (const { receipt } of running) {
        const report = await rooms.reports.ofReporterByReceipt(id, receipt)
        await additions.add(report, { clientKey: `${clientKey} ${receipt}`, text, photos: [], voices: [] })
      }
    },
  }
}
