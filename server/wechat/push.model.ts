import { type Connection, type Model, Schema } from 'mongoose'

/** A push that was taken, so that the same one sent again does nothing. */
export interface PushRecord {
  /** A hash of the message. */
  _id: string
  at: Date
}

const schema = new Schema<PushRecord>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { collection: 'wechat_pushes', versionKey: false },
)
/** Longer than a push is taken at all (see push.service). */
schema.index({ at: 1 }, { expireAfterSeconds: 3 * 24 * 3600 })

export const pushModel = (db: Connection): Model<PushRecord> => db.model<PushRecord>('WeChatPush', schema)
