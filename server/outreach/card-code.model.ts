import { type Connection, type Model, Schema } from 'mongoose'

/** A mini-program code as WeChat drew it: it holds for ever, and WeChat counts how often it is asked for one. */
export interface CardCodeRecord {
  /** The card, the mini-program and which of its versions the code opens. */
  _id: string
  png: Buffer
  drawnAt: Date
}

const schema = new Schema<CardCodeRecord>(
  {
    _id: { type: String },
    png: { type: Buffer, required: true },
    drawnAt: { type: Date, required: true },
  },
  { collection: 'card_codes', versionKey: false },
)

export const cardCodeModel = (db: Connection): Model<CardCodeRecord> =>
  db.model<CardCodeRecord>('CardCode', schema)
