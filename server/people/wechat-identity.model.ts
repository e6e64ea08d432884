import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { Ciphertext } from '../trust/field-cipher'

/**
 * One WeChat user of this mini-program, and whom the service takes them for. It stands beside the accounts because one
 * phone can be two: the resident who reports for the family, and the coordinator that the roster names.
 */
export interface WeChatIdentityRecord {
  _id: Types.ObjectId
  /** Keyed hash of the openid: who signs in is found by it. */
  openidHash: string
  /** Encrypted as the field `wechat.openid`. */
  openid: Ciphertext
  /** WeChat's key of the last sign-in, as `wechat.sessionKey`; opens the id of a group. Never leaves the server. */
  sessionKey: Ciphertext
  /** The account under which this person reports. */
  resident: Types.ObjectId
  /** The account of the roster, once the phone number was shown to be theirs. */
  staff?: Types.ObjectId
  seenAt: Date
  createdAt: Date
}

const schema = new Schema<WeChatIdentityRecord>(
  {
    openidHash: { type: String, required: true },
    openid: { type: String, required: true },
    sessionKey: { type: String, required: true },
    resident: { type: Schema.Types.ObjectId, required: true },
    staff: Schema.Types.ObjectId,
    seenAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'wechat_identities', versionKey: false },
)
schema.index({ openidHash: 1 }, { unique: true })
schema.index({ resident: 1 }, { unique: true })
// One person of the roster has one WeChat at a time: whoever binds anew takes the place of the phone before.
schema.index({ staff: 1 }, { unique: true, sparse: true })

export const wechatIdentityModel = (db: Connection): Model<WeChatIdentityRecord> =>
  db.model<WeChatIdentityRecord>('WeChatIdentity', schema)
