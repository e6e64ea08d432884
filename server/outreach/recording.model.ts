import { type Connection, type Model, type mongo, Schema, type Types } from 'mongoose'
import type { VoiceType } from '../../shared/domain/attachments'
import {
  type SpokenLanguage,
  type SpokenPage,
  spokenLanguageCodes,
  spokenPageCodes,
} from '../../shared/domain/page-scripts'

/** One page read aloud in one language. There is one for each place; `recording` is which one stands there now. */
export interface RecordingRecord {
  /** Township, language and page: the place. */
  _id: string
  recording: Types.ObjectId
  township: string
  language: SpokenLanguage
  page: SpokenPage
  seconds: number
  type: VoiceType
  /** Read by everybody, so not encrypted; small enough to lie in its document. */
  bytes: mongo.Binary
}

const required = true
const schema = new Schema<RecordingRecord>(
  {
    _id: { type: String },
    recording: { type: Schema.Types.ObjectId, required },
    township: { type: String, required },
    language: { type: String, required, enum: spokenLanguageCodes },
    page: { type: String, required, enum: spokenPageCodes },
    seconds: { type: Number, required },
    type: { type: String, required },
    bytes: { type: Buffer, required },
  },
  { collection: 'recordings', versionKey: false },
)
schema.index({ recording: 1 }, { unique: true })
schema.index({ township: 1 })

export const recordingModel = (db: Connection): Model<RecordingRecord> =>
  db.model<RecordingRecord>('Recording', schema)
