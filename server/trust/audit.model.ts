import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** What somebody did, when, to what. Written with the deed in one transaction, never changed but for its seal. */
export interface AuditRecord {
  _id: Types.ObjectId
  at: Date
  /** The account that did it; null for the system itself. */
  actor: string | null
  action: string
  subjectKind: string
  subjectId: string
  /** What was recorded, as JSON text: it enters the hash as it stands. Holds no personal data. */
  details: string
  /** Keyed, made with the entry: it cannot be forged by who can only write to the database. */
  mac: string
  /** Stands until the entry is sealed, and is what the sealer looks for. */
  waiting?: true
  /** The seal: place in the chain, hash of the entry before, own hash. */
  sequence?: number
  previous?: string
  hash?: string
}

/** Where the chain ends. One document; who moves it seals. */
export interface AuditHead {
  _id: 'head'
  sequence: number
  hash: string
}

const entrySchema = new Schema<AuditRecord>(
  {
    at: { type: Date, required: true },
    actor: { type: String, default: null },
    action: { type: String, required: true },
    subjectKind: { type: String, required: true },
    subjectId: { type: String, required: true },
    details: { type: String, required: true },
    mac: { type: String, required: true },
    waiting: Boolean,
    sequence: Number,
    previous: String,
    hash: String,
  },
  { collection: 'audit_entries', versionKey: false },
)
entrySchema.index({ sequence: 1 }, { unique: true, partialFilterExpression: { sequence: { $exists: true } } })
entrySchema.index({ waiting: 1, _id: 1 }, { partialFilterExpression: { waiting: true } })
entrySchema.index({ subjectKind: 1, subjectId: 1, at: 1 })

const headSchema = new Schema<AuditHead>(
  {
    _id: { type: String },
    sequence: { type: Number, required: true },
    hash: { type: String, required: true },
  },
  { collection: 'audit_head', versionKey: false },
)

export const auditEntryModel = (db: Connection): Model<AuditRecord> =>
  db.model<AuditRecord>('AuditEntry', entrySchema)
export const auditHeadModel = (db: Connection): Model<AuditHead> =>
  db.model<AuditHead>('AuditHead', headSchema)
