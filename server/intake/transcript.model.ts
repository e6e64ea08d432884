import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { Ciphertext } from '../trust/field-cipher'

/** Why a recording was not written down. */
export type NotTranscribed =
  /** What it belongs to is hidden from all but two, and the transcriber is somebody else's machine. */
  | 'hidden'
  | 'refused'
  | 'given-up'
  /** The recording is not to be read any more. */
  | 'gone'

/** One recording that is written down by a machine, or waits for it. The recording itself is never changed. */
export interface TranscriptRecord {
  /** The recording's own file: written down once. */
  _id: Types.ObjectId
  report: Types.ObjectId
  /** The case that its report opened. */
  case: Types.ObjectId
  at: Date
  tries: number
  /** When it may be taken up. Absent once it has ended. */
  nextTry?: Date
  /** What the machine understood. */
  text?: Ciphertext
  why?: NotTranscribed
}

const required = true
const schema = new Schema<TranscriptRecord>(
  {
    _id: { type: Schema.Types.ObjectId, required },
    report: { type: Schema.Types.ObjectId, required },
    case: { type: Schema.Types.ObjectId, required },
    at: { type: Date, required },
    tries: { type: Number, required },
    nextTry: Date,
    text: String,
    why: String,
  },
  { collection: 'transcripts', versionKey: false },
)
schema.index({ nextTry: 1 }, { partialFilterExpression: { nextTry: { $exists: true } } })
schema.index({ report: 1 })

export const transcriptModel = (db: Connection): Model<TranscriptRecord> =>
  db.model<TranscriptRecord>('Transcript', schema)
