import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { Allowance, Allowances, ClockName } from '../../shared/domain/clocks'
import type { Ciphertext } from '../trust/field-cipher'

/** The last change that a township made to one clock; what it was before stands in the audit log. */
export interface ClockChange {
  clock: ClockName
  /** Null: the default was put back. */
  allowances: Allowances | null
  by: { account: Types.ObjectId; calledAs: string; title: string }
  at: Date
  reason: Ciphertext
}

/** What a township has set of its clocks. A township that has set none has no document, and version 0. */
export interface TownshipClocksRecord {
  _id: string
  version: number
  /** In the order in which they were made. */
  changes: ClockChange[]
}

const required = true
const allowance = new Schema<Allowance>({ hours: Number, days: Number, workingDays: Number }, { _id: false })
const schema = new Schema<TownshipClocksRecord>(
  {
    _id: { type: String },
    version: { type: Number, required },
    changes: [
      new Schema<ClockChange>(
        {
          clock: { type: String, required },
          allowances: {
            type: new Schema<Allowances>(
              { urgent: { type: allowance, required }, ordinary: { type: allowance, required } },
              { _id: false },
            ),
            default: null,
          },
          by: {
            type: new Schema<ClockChange['by']>(
              {
                account: { type: Schema.Types.ObjectId, required },
                calledAs: { type: String, required },
                title: { type: String, default: '' },
              },
              { _id: false },
            ),
            required,
          },
          at: { type: Date, required },
          reason: { type: String, required },
        },
        { _id: false },
      ),
    ],
  },
  { collection: 'township_clocks', versionKey: false },
)

export const townshipClocksModel = (db: Connection): Model<TownshipClocksRecord> =>
  db.model<TownshipClocksRecord>('TownshipClocks', schema)
