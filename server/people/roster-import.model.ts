import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { Ciphertext } from '../trust/field-cipher'

/** A list of cadres that was looked at and not yet taken in: what was shown is what will be done, or nothing. */
export interface RosterImportRecord {
  _id: Types.ObjectId
  township: string
  by: Types.ObjectId
  /** What is to be done, with names and numbers, as encrypted JSON. */
  plan: Ciphertext
  expiresAt: Date
}

const required = true
const schema = new Schema<RosterImportRecord>(
  {
    township: { type: String, required },
    by: { type: Schema.Types.ObjectId, required },
    plan: { type: String, required },
    expiresAt: { type: Date, required },
  },
  { collection: 'roster_imports', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export const rosterImportModel = (db: Connection): Model<RosterImportRecord> =>
  db.model<RosterImportRecord>('RosterImport', schema)
