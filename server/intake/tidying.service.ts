import type { Types } from 'mongoose'
import { isHidden } from '../../shared/domain/code-lists'
import { hasFile, type ReportPart, retentions, tidyingOf } from '../../shared/domain/retention'
import type { CaseRecord } from '../casework/case.model'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import type { ReportersGone } from '../casework/reporters-gone.service'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, Problem } from '../http/problem'
import type { Leaving } from '../people/leaving.service'
import { type AdditionRecord, additionModel } from './addition.model'
import type { Attachments } from './attachments.service'
import { type ReportRecord, reportModel } from './report.model'
import type { Transcripts } from './transcripts.service'

/** What of stored reports goes by itself: by the periods in `shared/domain/retention`, or because its sender has left. */
export interface Tidying {
  /**
   * Looks at every report whose time has come, and at uploads that came to nothing. Any number of processes may do so
   * at once: each report is taken by one of them. Answers how many had something taken out.
   */
  round(): Promise<number>
  /** The same at once for the reports of one account, which has just been closed. */
  ofAccount(account: Types.ObjectId): Promise<number>
}

/** How many reports one round looks at: what is left is the next minute's. */
const mostInRound = 500
/** How long whoever takes a report up has it to itself, in milliseconds. */
const claimed = 10 * 60_000
const day = 24 * 3_600_000

/** When a case was over: its last step, so that nothing goes early. */
const endOf = ({ open, history }: CaseRecord): Date | null => (open ? null : (history.at(-1)?.at ?? null))

/** Makes the service. */
export function tidyingService(
  { db, now, cipher, audit }: Pick<House, 'db' | 'now' | 'cipher' | 'audit'>,
  rooms: {
    casework: Casework
    joining: Joining
    attachments: Attachments
    transcripts: Transcripts
    leaving: Leaving
    reportersGone: ReportersGone
  },
): Tidying {
  const { casework, joining, attachments, transcripts, leaving, reportersGone } = rooms
  const reports = reportModel(db)
  const additions = additionModel(db)

  const claim = (which: { reporter?: Types.ObjectId }) =>
    reports
      .findOneAndUpdate(
        { ...which, looksAt: { $lte: now() } },
        { $set: { looksAt: new Date(now().getTime() + claimed) } },
        { sort: { looksAt: 1 }, returnDocument: 'after' },
      )
      .lean<ReportRecord>()

  /** Files first: killed after it, the next look takes out of the report what is no longer there. */
  const removeFiles = async (report: ReportRecord) => {
    const more = await additions.find({ report: report._id }).lean<AdditionRecord[]>()
    const all = [report, ...more]
    await attachments.remove(
      all.flatMap(({ photos, voices }) => [...photos, ...(voices ?? []).map(({ id }) => id)]),
    )
    await transcripts.remove(report._id)
  }

  const without = (parts: readonly ReportPart[]): Partial<ReportRecord> => ({
    ...(parts.includes('position') && { position: null }),
    ...(parts.includes('contact') && { phone: null, phoneHash: null, reporterName: null }),
    ...(parts.includes('files') && { photos: [], voices: [] }),
    ...(parts.includes('words') && {
      text: cipher.encrypt('report.text', ''),
      subjectName: null,
      hamlet: null,
      placeWords: null,
      subjectPhone: null,
      idNumber: null,
    }),
  })

  /** Looks at one claimed report; true when something was taken out of it. */
  const look = async (report: ReportRecord): Promise<boolean> => {
    const [own] = await casework.many([report.case])
    const main = own && (await joining.leading([own])).get(own._id.toHexString())
    if (!own || !main) throw new Error(`Report ${report.receipt} stands without its case`)
    const erased = report.enteredBy
      ? false
      : (await leaving.erasedAmong([report.reporter])).has(report.reporter.toHexString())
    const hidden = isHidden(main.track) || isHidden(own.track)
    const removed = report.removed ?? []
    const { remove, next } = tidyingOf(
      {
        receivedAt: report.receivedAt,
        endedAt: endOf(main),
        hidden,
        hasFile: hasFile(main.state, hidden),
        erased,
        removed,
      },
      now(),
    )
    if (remove.includes('files')) await removeFiles(report)
    await inTransaction(db, async (work) => {
      const { session } = work
      const { matchedCount } = await reports.updateOne(
        { _id: report._id, looksAt: report.looksAt },
        {
          $set: {
            ...without(remove),
            ...(remove.length > 0 && { removed: [...removed, ...remove] }),
            ...(next && { looksAt: next }),
          },
          ...(!next && { $unset: { looksAt: 1 } }),
        },
        { session },
      )
      if (matchedCount === 0) throw changedMeanwhile('别处正在看这一件')
      if (remove.length === 0) return
      if (remove.includes('files') || remove.includes('words'))
        await additions.updateMany(
          { report: report._id },
          {
            $set: {
              ...(remove.includes('files') && { photos: [], voices: [] }),
              ...(remove.includes('words') && { text: cipher.encrypt('addition.text', '') }),
            },
          },
          { session },
        )
      if (remove.includes('contact') || remove.includes('words'))
        reportersGone.anonymise(own, remove.includes('words'), work)
      audit.record(
        {
          actor: null,
          action: 'report.tidy',
          subject: { kind: 'report', id: report._id.toHexString() },
          details: { removed: remove, erased },
        },
        now(),
        work,
      )
    })
    return remove.length > 0
  }

  const lookAt = async (which: { reporter?: Types.ObjectId }) => {
    let done = 0
    for (let looked = 0; looked < mostInRound; looked += 1) {
      const report = await claim(which)
      if (!report) break
      try {
        if (await look(report)) done += 1
      } catch (error) {
        // Somebody works on its case right now: it is looked at again when the claim has run out.
        if (!(error instanceof Problem)) throw error
      }
    }
    if (done > 0) audit.sealSoon()
    return done
  }

  return {
    async round() {
      await attachments.removeOldUntied(new Date(now().getTime() - retentions.uploads.days * day))
      return lookAt({})
    },
    ofAccount: (reporter) => lookAt({ reporter }),
  }
}
