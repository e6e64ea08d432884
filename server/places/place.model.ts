import { type Connection, type Model, Schema } from 'mongoose'

/** A natural hamlet (自然村、寨) with the other ways people write it. */
export interface HamletRecord {
  name: string
  aliases: string[]
  /** Where it lies, in degrees by the GCJ-02 datum: what 高德 and 腾讯 show of a point that is picked there. */
  position?: { lat: number; lng: number }
}

/** A village group (村民小组). */
export interface GroupRecord {
  number: number
  hamlets: HamletRecord[]
}

/**
 * What a word means here, learned from where a person placed a lead, or that it does not mean it, learned when a
 * village returned one (R4; design: routing).
 */
export interface LearnedName {
  text: string
  village: string
  says: 'is' | 'is_not'
  /** Who taught it, and when. */
  by: string
  at: Date
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
  /** One line in the township's own languages, for its posters. */
  ownWords?: string
  /** How often the four lines above were set; none until the township has done so. */
  wordsVersion?: number
  /** A township's words for its places as its triage desk taught them. */
  learned: LearnedName[]
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
                  {
                    name: { type: String, required: true },
                    aliases: { type: [String], default: [] },
                    position: {
                      type: new Schema({ lat: Number, lng: Number }, { _id: false }),
                      required: false,
                    },
                  },
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
    ownWords: String,
    wordsVersion: Number,
    learned: {
      type: [
        new Schema<LearnedName>(
          {
            text: { type: String, required: true },
            village: { type: String, required: true },
            says: { type: String, required: true, enum: ['is', 'is_not'] },
            by: { type: String, required: true },
            at: { type: Date, required: true },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
  },
  { collection: 'places', versionKey: false },
)

export const placeModel = (db: Connection): Model<PlaceRecord> => db.model<PlaceRecord>('Place', schema)
