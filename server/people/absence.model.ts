import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** A time in which somebody of the staff is away; the deputy acts meanwhile (R13). */
export interface AbsenceRecord {
  _id: Types.ObjectId
  account: Types.ObjectId
  from: Date
  until: Date
  recordedBy: Types.ObjectId
  recordedAt: Date
  /** True once the open cases have gone to whoever acts meanwhile. */
  handedOver: boolean
}

const required = true
const schema = new Schema<AbsenceRecord>(
  {
    account: { type: Schema.Types.ObjectId, required },
    from: { type: Date, required },
    until: { type: Date, required },
    recordedBy: { type: Schema.Types.ObjectId, required },
    recordedAt: { type: Date, required },
    handedOver: { type: Boolean, required },
  },
  { collection: 'absences', versionKey: false },
)
schema.index({ account: 1, until: -1 })
schema.index({ handedOver: 1, from: 1 })

export const absenceModel = (db: Connection): Model<AbsenceRecord> =>
  db.model<AbsenceRecord>('Absence', schema)
