import { type Connection, type Model, Schema } from 'mongoose'
import type { DivisionCode } from '../../shared/domain/territory'

/** A township's register of transfers: how its numbers begin, and the last one of each year. */
export interface TransferRegisterRecord {
  _id: DivisionCode
  /** Null until the township has set its own. */
  prefix: string | null
  /** By the year in China. */
  last: Record<string, number>
}

const schema = new Schema<TransferRegisterRecord>(
  {
    _id: { type: String },
    prefix: { type: String, default: null },
    last: { type: Schema.Types.Mixed, default: {} } as never,
  },
  { collection: 'transfer_registers', versionKey: false, minimize: false },
)

export const transferRegisterModel = (db: Connection): Model<TransferRegisterRecord> =>
  db.model<TransferRegisterRecord>('TransferRegister', schema)
