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
  /** The village's group (村民小组) where it hangs, if it is one group's. */
  group: number | null
  /** Where it hangs, in the words of who made it. */
  hangs: string
  createdAt: Date
  /** Who made it, as they are called; null for those that came with the installation. */
  createdBy: string | null
  /** From then on it says no more which village it is for; its telephone holds. */
  withdrawnAt: Date | null
  /** The card to which whoever opens this one is led. */
  replacedBy: string | null
  /** On the one poster that was made for a village together with all others': two who press at once make it once. */
  firstOf?: string
}

const orNull = { type: String, default: null }

const schema = new Schema<CardRecord>(
  {
    _id: { type: String },
    kind: { type: String, required: true, enum: cardKindCodes },
    township: { type: String, required: true },
    village: orNull,
    group: { type: Number, default: null },
    hangs: { type: String, default: '' },
    createdAt: { type: Date, required: true },
    createdBy: orNull,
    withdrawnAt: { type: Date, default: null },
    replacedBy: orNull,
    firstOf: String,
  },
  { collection: 'cards', versionKey: false },
)
schema.index({ township: 1, village: 1 })
schema.index({ firstOf: 1 }, { unique: true, sparse: true })

export const cardModel = (db: Connection): Model<CardRecord> => db.model<CardRecord>('Card', schema)
