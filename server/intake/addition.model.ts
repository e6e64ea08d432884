import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { Ciphertext } from '../trust/field-cipher'
import type { Voice } from './attachments.service'
import { voiceSchema } from './report.model'

/** What a reporter said later. Its own record: what was said before is never changed. */
export interface AdditionRecord {
  _id: Types.ObjectId
  report: Types.ObjectId
  reporter: Types.ObjectId
  /** The sender's own key: sent twice, it is stored once. */
  clientKey: string
  fingerprint: string
  at: Date
  text: Ciphertext
  photos: Types.ObjectId[]
  voices: Voice[]
}

const required = true
const schema = new Schema<AdditionRecord>(
  {
    report: { type: Schema.Types.ObjectId, required },
    reporter: { type: Schema.Types.ObjectId, required },
    clientKey: { type: String, required },
    fingerprint: { type: String, required },
    at: { type: Date, required },
    text: { type: String, required },
    photos: { type: [Schema.Types.ObjectId], default: [] },
    voices: { type: [voiceSchema], default: [] },
  },
  { collection: 'additions', versionKey: false },
)
schema.index({ reporter: 1, clientKey: 1 }, { unique: true })
schema.index({ report: 1, at: 1 })

export const additionModel = (db: Connection): Model<AdditionRecord> =>
  db.model<AdditionRecord>('Addition', schema)
