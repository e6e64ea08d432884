import { type Connection, type Model, Schema } from 'mongoose'

/** How often something was tried, as rate-limiter-flexible counts it; gone by itself when its time is over. */
export interface AttemptRecord {
  /** A hash: the counts must not tell who asked after what. */
  key: string
  points: number
  expire: Date | null
}

const schema = new Schema<AttemptRecord>(
  {
    key: { type: String, required: true },
    points: { type: Number, required: true },
    expire: { type: Date, default: null },
  },
  { collection: 'attempts', versionKey: false },
)
schema.index({ key: 1 }, { unique: true })
schema.index({ expire: -1 }, { expireAfterSeconds: 0 })

export const attemptModel = (db: Connection): Model<AttemptRecord> =>
  db.model<AttemptRecord>('Attempt', schema)
