import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** A way in for one person, once; gone when it was used, when a newer one was made, and soon after its time. */
export interface SignInLinkRecord {
  _id: Types.ObjectId
  account: Types.ObjectId
  /** Keyed hash of the code; the code itself is kept nowhere. */
  codeHash: string
  /**
   * The account as it stood: every change of posts, name or number makes what was handed out void, so that nobody comes
   * in by it into a post that whoever made it could not give.
   */
  accountVersion: number
  issuedAt: Date
  expiresAt: Date
}

const required = true
const schema = new Schema<SignInLinkRecord>(
  {
    account: { type: Schema.Types.ObjectId, required },
    codeHash: { type: String, required },
    accountVersion: { type: Number, required },
    issuedAt: { type: Date, required },
    expiresAt: { type: Date, required },
  },
  { collection: 'sign_in_links', versionKey: false },
)
schema.index({ account: 1 }, { unique: true })
schema.index({ codeHash: 1 }, { unique: true })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export const signInLinkModel = (db: Connection): Model<SignInLinkRecord> =>
  db.model<SignInLinkRecord>('SignInLink', schema)
