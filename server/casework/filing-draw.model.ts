import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { Signed } from '../people/signed'

/** Filed cases that chance picked for a spot check, with all that it takes to draw the same again. */
export interface FilingDrawRecord {
  _id: Types.ObjectId
  township: string
  /** The month that was filed for, as 2026-11. */
  period: string
  seed: string
  /** From how many it was drawn. */
  among: number
  cases: Types.ObjectId[]
  at: Date
  by: Signed
}

const required = true
const person = new Schema<Signed>(
  { account: Schema.Types.ObjectId, calledAs: String, title: String },
  { _id: false },
)
const schema = new Schema<FilingDrawRecord>(
  {
    township: { type: String, required },
    period: { type: String, required },
    seed: { type: String, required },
    among: { type: Number, required },
    cases: { type: [Schema.Types.ObjectId], required },
    at: { type: Date, required },
    by: { type: person, required },
  },
  { collection: 'filing_draws', versionKey: false },
)
schema.index({ township: 1, period: 1, at: 1 })

export const filingDrawModel = (db: Connection): Model<FilingDrawRecord> =>
  db.model<FilingDrawRecord>('FilingDraw', schema)
