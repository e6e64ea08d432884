import { type Connection, type Model, Schema, type Types } from 'mongoose'
import { type VisitConclusion, visitConclusionCodes } from '../../shared/domain/home-visit'
import type { CaseEvent } from '../../shared/domain/life-cycle'
import type { Actor } from '../people/people.service'
import type { Ciphertext } from '../trust/field-cipher'

/**
 * One home visit, never changed after it is stored. Everything that was written down of the family, its people, their
 * health and means, is one encrypted field: whoever may read one line of it may read the form, and ledgers open what
 * they show. In the clear stands what finds the record and what the case says anyway.
 */
export interface HomeVisitRecord {
  _id: Types.ObjectId
  case: Types.ObjectId
  township: string
  by: Actor
  /** The writer's own key: sent twice, it is stored once. */
  clientKey: string
  /** Keyed hash of what was sent: the same key with other words is another visit. */
  fingerprint: string
  happenedAt: Date
  recordedAt: Date
  conclusion: VisitConclusion
  /** What it caused, and the version of the case after it; null for a visit that moved nothing. */
  event: CaseEvent | null
  movedTo: number | null
  /** Keyed hashes by which the household is known when it comes again. */
  householdHashes: string[]
  photos: Types.ObjectId[]
  /** The family's signature, drawn by finger, where they wanted to. */
  signature: Types.ObjectId | null
  /** Conclusion's words and form, as JSON. */
  sealed: Ciphertext
}

const required = true
const schema = new Schema<HomeVisitRecord>(
  {
    case: { type: Schema.Types.ObjectId, required },
    township: { type: String, required },
    by: {
      type: new Schema<Actor>(
        {
          account: { type: Schema.Types.ObjectId, required },
          role: { type: String, required },
          calledAs: { type: String, required },
          title: { type: String, required },
        },
        { _id: false },
      ),
      required,
    },
    clientKey: { type: String, required },
    fingerprint: { type: String, required },
    happenedAt: { type: Date, required },
    recordedAt: { type: Date, required },
    conclusion: { type: String, required, enum: visitConclusionCodes },
    event: { type: String, default: null },
    movedTo: { type: Number, default: null },
    householdHashes: { type: [String], default: [] },
    photos: { type: [Schema.Types.ObjectId], default: [] },
    signature: { type: Schema.Types.ObjectId, default: null },
    sealed: { type: String, required },
  },
  { collection: 'home_visits', versionKey: false },
)
schema.index({ 'by.account': 1, clientKey: 1 }, { unique: true })
schema.index({ case: 1, happenedAt: 1 })
schema.index({ householdHashes: 1, happenedAt: -1 }, { sparse: true })

export const homeVisitModel = (db: Connection): Model<HomeVisitRecord> =>
  db.model<HomeVisitRecord>('HomeVisit', schema)
