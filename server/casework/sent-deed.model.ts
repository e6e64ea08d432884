import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** That somebody's deed of this key was done: sent again, after a lost answer, it is not done twice. */
export interface SentDeedRecord {
  _id: Types.ObjectId
  account: Types.ObjectId
  clientKey: string
  /** Keyed hash of what was sent. */
  fingerprint: string
  case: Types.ObjectId
  at: Date
}

const required = true
const day = 24 * 3600
const schema = new Schema<SentDeedRecord>(
  {
    account: { type: Schema.Types.ObjectId, required },
    clientKey: { type: String, required },
    fingerprint: { type: String, required },
    case: { type: Schema.Types.ObjectId, required },
    at: { type: Date, required },
  },
  { collection: 'sent_deeds', versionKey: false },
)
schema.index({ account: 1, clientKey: 1 }, { unique: true })
// No phone keeps a deed unsent for longer.
schema.index({ at: 1 }, { expireAfterSeconds: 365 * day })

export const sentDeedModel = (db: Connection): Model<SentDeedRecord> =>
  db.model<SentDeedRecord>('SentDeed', schema)
