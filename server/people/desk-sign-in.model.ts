import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** A browser that waits for its person to confirm on the phone. Gone by itself soon after its two minutes. */
export interface DeskSignInRecord {
  /** Stands in the picture that is scanned; who knows it can do no more than confirm. */
  _id: string
  /** Keyed hash of what only the waiting browser knows, and of the six digits on its screen. */
  secretHash: string
  codeHash: string
  browser: string
  startedAt: Date
  expiresAt: Date
  state: 'waiting' | 'confirmed' | 'refused' | 'taken'
  /** Who said that it is them. */
  account?: Types.ObjectId
}

const required = true
const schema = new Schema<DeskSignInRecord>(
  {
    _id: { type: String },
    secretHash: { type: String, required },
    codeHash: { type: String, required },
    browser: { type: String, required },
    startedAt: { type: Date, required },
    expiresAt: { type: Date, required },
    state: { type: String, required },
    account: Schema.Types.ObjectId,
  },
  { collection: 'desk_sign_ins', versionKey: false },
)
schema.index({ codeHash: 1 }, { unique: true })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export const deskSignInModel = (db: Connection): Model<DeskSignInRecord> =>
  db.model<DeskSignInRecord>('DeskSignIn', schema)
