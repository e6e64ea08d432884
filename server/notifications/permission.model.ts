import { type Connection, type Model, Schema } from 'mongoose'

/** What one person allows to be sent by one of the mini-program's templates. */
export interface PermissionRecord {
  /** Keyed hash of the openid, and the template. */
  _id: string
  /** How many messages may still be sent; of a long-term template, any number while it is above nothing. */
  left: number
  /** The last tap on 允许 that was counted, and by whose word: the phone's and WeChat's tell of the same tap. */
  grantedAt: Date
  grantedBy: 'phone' | 'push' | 'both'
}

const required = true
const schema = new Schema<PermissionRecord>(
  {
    _id: { type: String, required },
    left: { type: Number, required },
    grantedAt: { type: Date, required },
    grantedBy: { type: String, required },
  },
  { collection: 'message_permissions', versionKey: false },
)
// WeChat forgets one-time permissions itself in time; nobody is waited for longer than this.
schema.index({ grantedAt: 1 }, { expireAfterSeconds: 2 * 365 * 24 * 3600 })

export const permissionModel = (db: Connection): Model<PermissionRecord> =>
  db.model<PermissionRecord>('MessagePermission', schema)
