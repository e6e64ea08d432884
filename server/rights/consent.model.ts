import { type Connection, type Model, Schema, type Types } from 'mongoose'

/**
 * Somebody took their consent back, or gave it anew without reporting. Every report stores of itself which text was
 * agreed to when it was sent; the two together are the log of consent.
 */
export interface ConsentRecord {
  _id: Types.ObjectId
  account: Types.ObjectId
  kind: 'given' | 'withdrawn'
  at: Date
  /** Which text was shown; null for a withdrawal. */
  version: string | null
}

const required = true
const schema = new Schema<ConsentRecord>(
  {
    account: { type: Schema.Types.ObjectId, required },
    kind: { type: String, required, enum: ['given', 'withdrawn'] },
    at: { type: Date, required },
    version: { type: String, default: null },
  },
  { collection: 'consents', versionKey: false },
)
schema.index({ account: 1, at: -1 })

export const consentModel = (db: Connection): Model<ConsentRecord> =>
  db.model<ConsentRecord>('Consent', schema)
