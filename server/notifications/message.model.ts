import { type Connection, type Model, Schema, type Types } from 'mongoose'
import { type NoticeKind, noticeKindCodes } from '../../shared/domain/notices'
import { kept } from './notice.model'
import type { Channel } from './senders'

/** How a message ended. `unreachable`: no channel leads to the person, who has the inbox. */
export type Outcome = 'sent' | 'unreachable' | 'given_up'

/** One message outside the app: all that one person was yet to be told about one case. */
export interface MessageRecord {
  /** The key that senders are handed: of the newest notice in it. */
  _id: string
  account: Types.ObjectId
  caseId: Types.ObjectId | null
  /** Of the notice that presses most. */
  kind: NoticeKind
  page: string
  /** How many notices it tells of. */
  count: number
  /** May go out at night. */
  wakes: boolean
  at: Date
  tries: number
  /** When it may be taken up: its turn, the end of the wait after a failure, or of the time its sender was given. Absent once it has ended. */
  nextTry?: Date
  /** Handed to a sender, and not heard of since: it may have gone out, so its key and what it tells stay as they are. */
  sending: boolean
  outcome?: Outcome
  channel?: Channel
}

const required = true
const schema = new Schema<MessageRecord>(
  {
    _id: { type: String, required },
    account: { type: Schema.Types.ObjectId, required },
    caseId: { type: Schema.Types.ObjectId, default: null },
    kind: { type: String, required, enum: noticeKindCodes },
    page: { type: String, required },
    count: { type: Number, required },
    wakes: { type: Boolean, required },
    at: { type: Date, required },
    tries: { type: Number, required },
    nextTry: Date,
    sending: { type: Boolean, required },
    outcome: String,
    channel: String,
  },
  { collection: 'messages', versionKey: false },
)
const underWay = { partialFilterExpression: { nextTry: { $exists: true } } }
schema.index({ wakes: 1, nextTry: 1 }, underWay)
schema.index({ account: 1, caseId: 1 }, underWay)
schema.index({ at: 1 }, { expireAfterSeconds: kept })

export const messageModel = (db: Connection): Model<MessageRecord> =>
  db.model<MessageRecord>('Message', schema)
