import { type Connection, type Model, Schema } from 'mongoose'

/** A natural hamlet (自然村、寨) with the other ways people write it. */
export interface HamletRecord {
  name: string
  aliases: string[]
}

/** A village group (村民小组). */
export interface GroupRecord {
  number: number
  hamlets: HamletRecord[]
}

/** A township or a village, by its division code. */
export interface PlaceRecord {
  _id: string
  kind: 'township' | 'village'
  name: string
  /** Other spellings: old ones, and what voice transcripts make of the name. */
  aliases: string[]
  groups: GroupRecord[]
  /** A township's version of its gazetteer: decisions keep it, so that a change never moves old cases. */
  version: number
  hotline?: string
  officeHours?: string
  /** What help exists, in three plain lines for the card (R14). */
  help: string[]
  /** Names of places outside the township that are easily taken for ones inside. */
  lookalikes: { name: string; where: string }[]
}

const schema = new Schema<PlaceRecord>(
  {
    _id: { type: String },
    kind: { type: String, required: true, enum: ['township', 'village'] },
    name: { type: String, required: true },
    aliases: { type: [String], default: [] },
    groups: {
      type: [
        new Schema<GroupRecord>(
          {
            number: { type: Number, required: true },
            hamlets: {
              type: [
                new Schema<HamletRecord>(
                  { name: { type: String, required: true }, aliases: { type: [String], default: [] } },
                  { _id: false },
                ),
              ],
              default: [],
            },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    version: { type: Number, default: 1 },
    hotline: String,
    officeHours: String,
    help: { type: [String], default: [] },
    lookalikes: {
      type: [
        new Schema(
          { name: { type: String, required: true }, where: { type: String, required: true } },
          { _id: false },
        ),
      ],
      default: [],
    },
  },
  { collection: 'places', versionKey: false },
)

export const placeModel = (db: Connection): Model<PlaceRecord> => db.model<PlaceRecord>('Place', schema)
