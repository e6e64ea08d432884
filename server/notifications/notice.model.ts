import { type Connection, type Model, Schema, type Types } from 'mongoose'
import { type NoticeKind, noticeKindCodes } from '../../shared/domain/notices'
import { retentions } from '../../shared/domain/retention'
import type { Ciphertext } from '../trust/field-cipher'

/** What waits to be told outside the app: at once, even at night, or by day. */
export type Waiting = 'at_once' | 'by_day'

/** One thing told to one person. It stands in their inbox from the moment of the event. */
export interface NoticeRecord {
  /** A hash of what it tells to whom (see notices.service): told again, it is the same notice. */
  _id: string
  account: Types.ObjectId
  kind: NoticeKind
  caseId: Types.ObjectId | null
  at: Date
  /** By time, then by id: one string, so that one index gives the inbox's pages. */
  order: string
  urgent: boolean
  words: Ciphertext
  page: string
  /** Absent once it was read. */
  unread?: true
  /** Absent once a message outside tells of it, or it was read, or when it is not for outside at all. */
  waiting?: Waiting
}

/** How long notices and the record of messages are kept, in seconds. The case's own history keeps all that counts. */
export const kept = retentions.notices.days * 24 * 3600

const required = true
const schema = new Schema<NoticeRecord>(
  {
    _id: { type: String, required },
    account: { type: Schema.Types.ObjectId, required },
    kind: { type: String, required, enum: noticeKindCodes },
    caseId: { type: Schema.Types.ObjectId, default: null },
    at: { type: Date, required },
    order: { type: String, required },
    urgent: { type: Boolean, required },
    words: { type: String, required },
    page: { type: String, required },
    unread: Boolean,
    waiting: String,
  },
  { collection: 'notices', versionKey: false },
)
schema.index({ account: 1, order: -1 })
schema.index({ account: 1, unread: 1 }, { partialFilterExpression: { unread: true } })
schema.index(
  { waiting: 1, account: 1, caseId: 1 },
  { partialFilterExpression: { waiting: { $exists: true } } },
)
schema.index({ at: 1 }, { expireAfterSeconds: kept })

export const noticeModel = (db: Connection): Model<NoticeRecord> => db.model<NoticeRecord>('Notice', schema)
