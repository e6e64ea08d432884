import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** 注销: that an account was closed by its owner. Holds no word of who that was. */
export interface ErasureRecord {
  _id: Types.ObjectId
  account: Types.ObjectId
  /** 注销回执号: the day and six digits. */
  number: string
  at: Date
}

const required = true
const schema = new Schema<ErasureRecord>(
  {
    account: { type: Schema.Types.ObjectId, required },
    number: { type: String, required },
    at: { type: Date, required },
  },
  { collection: 'erasures', versionKey: false },
)
schema.index({ account: 1 }, { unique: true })
schema.index({ number: 1 }, { unique: true })

export const erasureModel = (db: Connection): Model<ErasureRecord> =>
  db.model<ErasureRecord>('Erasure', schema)
