import { type Connection, type Model, Schema } from 'mongoose'

/** How often a card was opened on one day. It knows of no person and no phone. */
export interface CardOpensRecord {
  /** The card and the day: `demo0203 2026-11-24`. */
  _id: string
  card: string
  day: string
  opens: number
  /** When nobody asks any more. */
  expiresAt: Date
}

const schema = new Schema<CardOpensRecord>(
  {
    _id: { type: String },
    card: { type: String, required: true },
    day: { type: String, required: true },
    opens: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'card_opens', versionKey: false },
)
schema.index({ card: 1, day: 1 })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export const cardOpensModel = (db: Connection): Model<CardOpensRecord> =>
  db.model<CardOpensRecord>('CardOpens', schema)
