import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** One sign-in on one device. The refresh token itself is never stored, only its keyed hash. */
export interface SessionRecord {
  _id: Types.ObjectId
  account: Types.ObjectId
  currentHash: string
  /** The token before this one: good for a moment after the change, a sign of theft later. */
  previousHash?: string
  rotatedAt: Date
  /** Which phone or browser, in words for whom it belongs to. */
  device?: string
  /** The WeChat that signed in; a session without one is a browser's. */
  identity?: Types.ObjectId
  startedAt?: Date
  expiresAt: Date
}

const schema = new Schema<SessionRecord>(
  {
    account: { type: Schema.Types.ObjectId, required: true },
    currentHash: { type: String, required: true },
    previousHash: String,
    rotatedAt: { type: Date, required: true },
    device: String,
    identity: Schema.Types.ObjectId,
    startedAt: Date,
    expiresAt: { type: Date, required: true },
  },
  { collection: 'sessions', versionKey: false },
)
schema.index({ currentHash: 1 }, { unique: true })
schema.index({ previousHash: 1 }, { sparse: true })
schema.index({ account: 1 })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export const sessionModel = (db: Connection): Model<SessionRecord> =>
  db.model<SessionRecord>('Session', schema)
