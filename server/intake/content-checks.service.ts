import { type QueryFilter, Types } from 'mongoose'
import type { CheckedPart } from '../../shared/domain/content-check'
import { townshipRoles } from '../../shared/domain/roles'
import { inTransaction, type Work } from '../database/transaction'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { signedBy } from '../people/signed'
import { postsFor, type Viewer } from '../trust/policy'
import {
  type ContentCheckRecord,
  type ContentLook,
  type ContentVerdictRecord,
  contentCheckModel,
  contentVerdictModel,
} from './content-check.model'

/** What somebody sent, as far as it is to be checked. */
export interface ToCheck {
  report: Types.ObjectId
  addition: Types.ObjectId | null
  account: Types.ObjectId
  text: string
  photos: readonly Types.ObjectId[]
  voices: readonly Types.ObjectId[]
}

/** Something that WeChat's check pointed at: for the staff to look at, and to decide. */
export interface ContentFlag {
  id: Types.ObjectId
  report: Types.ObjectId
  addition: Types.ObjectId | null
  part: CheckedPart
  label: number
  /** Who has looked at it; null while nobody has. */
  looked: ContentLook | null
}

/** The queue of what residents sent and WeChat is to look at. Nothing waits for it, and nothing is dropped by it. */
export interface ContentChecks {
  /** Puts what was sent into the queue, inside the transaction that stores it. Does nothing where there is no WeChat. */
  ask(toCheck: ToCheck, at: Date, work: Work): void
  flagsOf(reports: readonly Types.ObjectId[]): Promise<ContentFlag[]>
  /**
   * Writes down that the township's desk has looked at a flag of one of these reports; the first look stays.
   * @throws Problem not-found where these reports have no such flag.
   */
  look(flag: string, of: { case: string; reports: readonly Types.ObjectId[] }, viewer: Viewer): Promise<void>
  /** Keeps a verdict that WeChat pushed, and ends the check that it answers. */
  told(traceId: string, verdict: Pick<ContentVerdictRecord, 'suggest' | 'label'>): Promise<void>
  /** Ends the check with this trace id, if its verdict has come. */
  settle(traceId: string): Promise<void>
}

/** Makes the content checks service. */
export function contentChecksService({
  db,
  now,
  wechat,
  audit,
}: Pick<House, 'db' | 'now' | 'wechat' | 'audit'>): ContentChecks {
  const checks = contentCheckModel(db)
  const verdicts = contentVerdictModel(db)

  const settle = async (traceId: string) => {
    const verdict = await verdicts.findById(traceId).lean<ContentVerdictRecord>()
    if (!verdict) return
    const { suggest, label } = verdict
    await checks.updateOne(
      // One that comes after it was no longer waited for counts too.
      { traceId, outcome: { $nin: ['pass', 'review', 'risky'] } },
      {
        $set: suggest ? { outcome: suggest, label } : { outcome: 'unchecked', why: 'not-fetched' },
        $unset: { nextTry: 1, ...(suggest && { why: 1 }) },
      },
    )
  }

  return {
    settle,
    ask({ text, photos, voices, ...of }, at, work) {
      if (!wechat) return
      const put = (part: CheckedPart, file: Types.ObjectId | null) =>
        work.insert(checks, { _id: new Types.ObjectId(), ...of, part, file, at, tries: 0, nextTry: at })
      if (text) put('text', null)
      for (const photo of photos) put('photo', photo)
      for (const voice of voices) put('voice', voice)
    },
    async flagsOf(reports) {
      if (reports.length === 0) return []
      const found = await checks
        .find({ report: { $in: [...reports] }, outcome: { $in: ['review', 'risky'] } })
        .sort({ at: 1 })
        .lean<ContentCheckRecord[]>()
      return found.map(({ _id, report, addition, part, label = 0, looked = null }) => ({
        id: _id,
        report,
        addition,
        part,
        label,
        looked,
      }))
    },
    async look(flag, { case: caseId, reports }, viewer) {
      const pointedAt: QueryFilter<ContentCheckRecord> = {
        _id: flag,
        report: { $in: [...reports] },
        outcome: { $in: ['review', 'risky'] },
      }
      const [post] = postsFor(viewer, townshipRoles)
      const by: ContentLook = { ...signedBy(viewer, post), at: now() }
      await inTransaction(db, async (work) => {
        const options = { session: work.session }
        const first = await checks.updateOne(
          { ...pointedAt, looked: { $exists: false } },
          { $set: { looked: by } },
          options,
        )
        if (first.matchedCount === 0) {
          if (!(await checks.exists(pointedAt).session(work.session))) throw notFound('没有这条提示')
          return
        }
        audit.record(
          {
            actor: viewer.account,
            action: 'content_flag.look',
            subject: { kind: 'case', id: caseId },
            details: { check: flag },
          },
          by.at,
          work,
        )
      })
      audit.sealSoon()
    },
    async told(traceId, verdict) {
      await verdicts.updateOne({ _id: traceId }, { $set: { ...verdict, at: now() } }, { upsert: true })
      await settle(traceId)
    },
  }
}
