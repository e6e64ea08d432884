import { type Connection, type Model, Schema } from 'mongoose'
import type { Fen } from '../../shared/domain/money'
import type { ReliefType } from '../../shared/domain/relief'
import type { Material } from '../../shared/domain/relief-materials'

/** What a township has set of its relief; a township that has changed nothing has none. */
export interface ReliefSettingsRecord {
  /** The township's code. */
  _id: string
  version: number
  changedBy: string
  monthlyStandard: Fen
  advanceLimit: Fen
  publicationDays: Partial<Record<ReliefType, number>>
  materials: Partial<Record<ReliefType, Material[]>>
}

const required = true
const schema = new Schema<ReliefSettingsRecord>(
  {
    _id: { type: String },
    version: { type: Number, required },
    changedBy: { type: String, required },
    monthlyStandard: { type: Number, required },
    advanceLimit: { type: Number, required },
    publicationDays: { type: Schema.Types.Mixed, required },
    materials: { type: Schema.Types.Mixed, required },
  },
  { collection: 'relief_settings', versionKey: false },
)

export const reliefSettingsModel = (db: Connection): Model<ReliefSettingsRecord> =>
  db.model<ReliefSettingsRecord>('ReliefSettings', schema)
