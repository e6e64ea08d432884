import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { CheckedPart } from '../../shared/domain/content-check'
import { retentions } from '../../shared/domain/retention'
import type { Signed } from '../people/signed'

/** Why something could not be checked; nothing is held back for it. */
export type Unchecked =
  /** Its writer did not come by WeChat. */
  | 'not-wechat'
  /** Its writer was not in the mini-program in the two hours before. */
  | 'inactive'
  /** WeChat cannot fetch the file: the service has no address outside (PUBLIC_URL), or it was not reached there. */
  | 'no-link'
  | 'not-fetched'
  | 'no-verdict'
  | 'refused'
  | 'given-up'

/** One text, photograph or recording that a resident sent by WeChat, and what WeChat's check says to it. */
export interface ContentCheckRecord {
  _id: Types.ObjectId
  report: Types.ObjectId
  /** Where it was said later; null for the report's own. */
  addition: Types.ObjectId | null
  account: Types.ObjectId
  part: CheckedPart
  /** The file; null for a text. */
  file: Types.ObjectId | null
  at: Date
  tries: number
  /** When it may be taken up, or is taken up again when no verdict has come. Absent once it has ended. */
  nextTry?: Date
  /** WeChat's id of a check whose verdict comes as a push. */
  traceId?: string
  outcome?: 'pass' | 'review' | 'risky' | 'unchecked'
  label?: number
  why?: Unchecked
  /** Who of the township looked at what was pointed at, and decided what it is. */
  looked?: ContentLook
}

/** Somebody's look at a flag. */
export interface ContentLook extends Signed {
  at: Date
}

/** A verdict that WeChat pushed. It may come before the check that it answers is written down. */
export interface ContentVerdictRecord {
  /** The trace id. */
  _id: string
  /** Null: the file could not be fetched. */
  suggest: 'pass' | 'review' | 'risky' | null
  label: number
  at: Date
}

const required = true
const day = 24 * 3600
const schema = new Schema<ContentCheckRecord>(
  {
    report: { type: Schema.Types.ObjectId, required },
    addition: { type: Schema.Types.ObjectId, default: null },
    account: { type: Schema.Types.ObjectId, required },
    part: { type: String, required },
    file: { type: Schema.Types.ObjectId, default: null },
    at: { type: Date, required },
    tries: { type: Number, required },
    nextTry: Date,
    traceId: String,
    outcome: String,
    label: Number,
    why: String,
    looked: Schema.Types.Mixed,
  },
  { collection: 'content_checks', versionKey: false },
)
schema.index({ nextTry: 1 }, { partialFilterExpression: { nextTry: { $exists: true } } })
schema.index({ report: 1 })
schema.index({ traceId: 1 }, { unique: true, partialFilterExpression: { traceId: { $exists: true } } })
schema.index({ at: 1 }, { expireAfterSeconds: retentions.checks.days * day })

const verdictSchema = new Schema<ContentVerdictRecord>(
  {
    _id: { type: String, required },
    suggest: { type: String, default: null },
    label: { type: Number, required },
    at: { type: Date, required },
  },
  { collection: 'content_verdicts', versionKey: false },
)
verdictSchema.index({ at: 1 }, { expireAfterSeconds: 2 * day })

export const contentCheckModel = (db: Connection): Model<ContentCheckRecord> =>
  db.model<ContentCheckRecord>('ContentCheck', schema)
export const contentVerdictModel = (db: Connection): Model<ContentVerdictRecord> =>
  db.model<ContentVerdictRecord>('ContentVerdict', verdictSchema)
