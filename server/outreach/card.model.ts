import { type Connection, type Model, Schema } from 'mongoose'
import { type CardKind, cardKindCodes } from '../../shared/domain/code-lists'

/** A hotline card as it hangs in a group chat, on a notice board or at a window (R4, R14). */
export interface CardRecord {
  /** Eight letters and digits: the `c` of the card's address. */
  _id: string
  kind: CardKind
  township: string
  /** Null for the township's own window. */
  village: string | null
  createdAt: Date
}

const schema = new Schema<CardRecord>(
  {
    _id: { type: String },
    kind: { type: String, required: true, enum: cardKindCodes },
    township: { type: String, required: true },
    village: { type: String, default: null },
    createdAt: { type: Date, required: true },
  },
  { collection: 'cards', versionKey: false },
)
schema.index({ township: 1, village: 1 })

export const cardModel = (db: Connection): Model<CardRecord> => db.model<CardRecord>('Card', schema)
