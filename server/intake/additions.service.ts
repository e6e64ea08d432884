import { Types } from 'mongoose'
import { isHidden } from '../../shared/domain/code-lists'
import { judgeUrgency } from '../../shared/domain/urgency'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { isOvertaken, Problem } from '../http/problem'
import { type AdditionRecord, additionModel } from './addition.model'
import type { Attachments } from './attachments.service'
import type { ContentChecks } from './content-checks.service'
import type { OpenReport } from './reports.service'
import type { Transcripts } from './transcripts.service'

/** An addition with its words opened. */
export interface OpenAddition extends Omit<AdditionRecord, 'text'> {
  text: string
}

/** What a reporter says later, as it was sent. */
export interface Said {
  clientKey: string
  text: string
  photos: readonly string[]
  voices: readonly string[]
}

/** What reporters say later (R4). */
export interface Additions {
  /**
   * Adds words, pictures and recordings to one's own report and tells the case; words of danger make it urgent. The same key
   * with the same words is stored once. @throws Problem already-sent, invalid-input.
   */
  add(report: OpenReport, said: Said): Promise<void>
  of(reports: readonly Types.ObjectId[]): Promise<OpenAddition[]>
}

const mostAttempts = 5

/** Makes the additions service. */
export function additionsService(
  { db, now, cipher, audit }: Pick<House, 'db' | 'now' | 'cipher' | 'audit'>,
  rooms: {
    casework: Casework
    joining: Joining
    attachments: Attachments
    contentChecks: ContentChecks
    transcripts: Transcripts
  },
): Additions {
  const { casework, joining, attachments, contentChecks, transcripts } = rooms
  const additions = additionModel(db)

  const store = async (
    base: Omit<AdditionRecord, 'voices'>,
    report: OpenReport,
    text: string,
    voices: readonly Types.ObjectId[],
  ) => {
    const [work] = await casework.many([report.case])
    const main = work && (await joining.leading([work])).get(work._id.toHexString())
    const urgency = judgeUrgency({ text, categories: [], markedUrgent: false })
    await inTransaction(db, async (transaction) => {
      const uploaded = { photos: base.photos, voices }
      const claimed = await attachments.claim(uploaded, base.reporter, report._id, transaction.session)
      transaction.insert(additions, { ...base, voices: claimed })
      transcripts.ask({ report: report._id, case: report.case }, claimed, base.at, transaction)
      const sent = { report: report._id, addition: base._id, account: base.reporter }
      // As with the report: what is hidden goes to no other firm's machine.
      if (main && !isHidden(main.track))
        contentChecks.ask({ ...sent, text, ...uploaded }, base.at, transaction)
      if (main?.open) await joining.hear(main, urgency, 'added', base.at, transaction)
      audit.record(
        {
          actor: base.reporter.toHexString(),
          action: 'report.add',
          subject: { kind: 'report', id: report._id.toHexString() },
          details: { photos: base.photos.length, voices: voices.length },
        },
        base.at,
        transaction,
      )
    })
  }

  return {
    async add(report, { clientKey, text, photos, voices }) {
      const fingerprint = cipher.hash('report', JSON.stringify([report.receipt, text, photos, voices]))
      const record: Omit<AdditionRecord, 'voices'> = {
        _id: new Types.ObjectId(),
        report: report._id,
        reporter: report.reporter,
        clientKey,
        fingerprint,
        at: now(),
        text: cipher.encrypt('addition.text', text),
        photos: photos.map((id) => new Types.ObjectId(id)),
      }
      const recordings = voices.map((id) => new Types.ObjectId(id))
      for (let attempt = 1; ; attempt += 1) {
        try {
          await store(record, report, text, recordings)
          audit.sealSoon()
          return
        } catch (error) {
          if (!isDuplicateKey(error) && !(error instanceof Problem)) throw error
          const before = await additions
            .findOne({ reporter: report.reporter, clientKey })
            .lean<AdditionRecord>()
          if (before?.fingerprint === fingerprint) return
          if (before) throw new Problem('already-sent', '这一句已经收到过了')
          // The case was worked on at this very moment: look at it again.
          if (!isOvertaken(error) || attempt === mostAttempts) throw error
        }
      }
    },
    async of(reports) {
      if (reports.length === 0) return []
      const found = await additions
        .find({ report: { $in: [...reports] } })
        .sort({ report: 1, at: 1 })
        .lean<AdditionRecord[]>()
      return found.map((record) => ({
        ...record,
        text: cipher.decrypt('addition.text', record.text),
        voices: record.voices ?? [],
      }))
    },
  }
}
