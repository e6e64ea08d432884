import { type Connection, type Model, Schema, type Types } from 'mongoose'
import {
  type Channel,
  channelCodes,
  type Discoverer,
  discovererCodes,
  type HelpCategory,
  type ReportGrounds,
  reportGroundsCodes,
} from '../../shared/domain/code-lists'
import { type ReportPart, reportPartCodes } from '../../shared/domain/retention'
import type { Ciphertext } from '../trust/field-cipher'
import type { Voice } from './attachments.service'

/**
 * What one person said, once, through one channel. What was said is never changed after it is stored; how to reach who
 * said it can be put right by them, and goes when its time is over.
 */
export interface ReportRecord {
  _id: Types.ObjectId
  /** 收条号: eight digits, told to the reporter. */
  receipt: string
  /** The account it was sent from: the resident's phone, or the one of the staff who wrote it down. */
  reporter: Types.ObjectId
  /** Who of the staff wrote it down for somebody; null when residents sent it themselves. */
  enteredBy: Types.ObjectId | null
  /** The sender's own key for this report: sent twice, it is stored once. */
  clientKey: string
  /** Keyed hash of what was sent: the same key with other words is another matter. */
  fingerprint: string
  case: Types.ObjectId
  receivedAt: Date
  channel: Channel
  township: string
  card: string | null
  forWhom: 'self' | 'other'
  discoverer: Discoverer | null
  /** Not on reports of the first versions. */
  grounds?: ReportGrounds | null
  categories: HelpCategory[]
  text: Ciphertext
  subjectName: string | null
  reporterName: string | null
  statedVillage: string | null
  villageFrom: 'card' | 'reporter' | null
  hamlet: string | null
  placeWords: Ciphertext | null
  /** Where the phone was, when the resident chose to say so: kept with what was said, and read by no screen. */
  position: Ciphertext | null
  phone: Ciphertext | null
  phoneHash: string | null
  /** The household's own phone and its head's identity number, where the clerk was told them. */
  subjectPhone: Ciphertext | null
  idNumber: Ciphertext | null
  photos: Types.ObjectId[]
  voices: Voice[]
  markedUrgent: boolean
  /** Which text of consent the resident agreed to when it was sent; null when the phone did not say. */
  consentVersion?: string | null
  /** What was taken out of it since: its time was over, or the reporter has closed the account. */
  removed?: ReportPart[]
  /** When it is looked at next, whether something of it must go; absent when nothing will any more. */
  looksAt?: Date
}

const required = true
const orNull = { type: String, default: null }

/** A recording as a report keeps it. */
export const voiceSchema = new Schema<Voice>(
  { id: { type: Schema.Types.ObjectId, required }, seconds: { type: Number, required } },
  { _id: false, id: false },
)

const schema = new Schema<ReportRecord>(
  {
    receipt: { type: String, required },
    reporter: { type: Schema.Types.ObjectId, required },
    enteredBy: { type: Schema.Types.ObjectId, default: null },
    clientKey: { type: String, required },
    fingerprint: { type: String, required },
    case: { type: Schema.Types.ObjectId, required },
    receivedAt: { type: Date, required },
    channel: { type: String, required, enum: channelCodes },
    township: { type: String, required },
    card: orNull,
    forWhom: { type: String, required, enum: ['self', 'other'] },
    discoverer: { type: String, enum: [...discovererCodes, null], default: null },
    grounds: { type: String, enum: [...reportGroundsCodes, null], default: null },
    categories: { type: [String], default: [] },
    text: { type: String, required },
    subjectName: orNull,
    reporterName: orNull,
    statedVillage: orNull,
    villageFrom: { type: String, enum: ['card', 'reporter', null], default: null },
    hamlet: orNull,
    placeWords: orNull,
    position: orNull,
    phone: orNull,
    phoneHash: orNull,
    subjectPhone: orNull,
    idNumber: orNull,
    photos: { type: [Schema.Types.ObjectId], default: [] },
    voices: { type: [voiceSchema], default: [] },
    markedUrgent: { type: Boolean, required },
    consentVersion: orNull,
    removed: { type: [String], enum: reportPartCodes, default: undefined } as never,
    looksAt: Date,
  },
  { collection: 'reports', versionKey: false },
)
// Whoever sends it: a report that was begun by somebody who then signed out is sent again in the phone's own name.
schema.index({ clientKey: 1 }, { unique: true })
schema.index({ receipt: 1 }, { unique: true })
schema.index({ reporter: 1, receivedAt: -1 })
/** The few that a resident sent about the own household, among the many that a teacher or a shopkeeper sends. */
schema.index({ reporter: 1, forWhom: 1, receivedAt: -1 }, { partialFilterExpression: { forWhom: 'self' } })
schema.index({ looksAt: 1 }, { partialFilterExpression: { looksAt: { $exists: true } } })
schema.index({ case: 1, receivedAt: 1 })
/** How many came by a card, for whoever hung it up. */
schema.index({ card: 1, receivedAt: 1 })

export const reportModel = (db: Connection): Model<ReportRecord> => db.model<ReportRecord>('Report', schema)
