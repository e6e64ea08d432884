import { type Connection, type Model, Schema } from 'mongoose'
import type { Ciphertext } from '../trust/field-cipher'

/** The one token under which all processes of this service speak to WeChat. */
export interface AccessTokenRecord {
  /** The mini-program's id. */
  _id: string
  token?: Ciphertext
  /** A hash of the token, by which a process says which one WeChat refused. */
  print?: string
  /** From then on WeChat would give another one, and still takes this one. */
  renewAt?: Date
  goodUntil?: Date
  /** Until then one process is fetching a token. */
  claimedUntil: Date
  /** When a new token was forced, in the last day: WeChat allows few. */
  forcedAt: Date[]
}

const schema = new Schema<AccessTokenRecord>(
  {
    _id: { type: String, required: true },
    token: String,
    print: String,
    renewAt: Date,
    goodUntil: Date,
    claimedUntil: { type: Date, required: true },
    forcedAt: { type: [Date], default: [] },
  },
  { collection: 'wechat_access_tokens', versionKey: false },
)

export const accessTokenModel = (db: Connection): Model<AccessTokenRecord> =>
  db.model<AccessTokenRecord>('WeChatAccessToken', schema)
