import { type Connection, type Model, Schema, type Types } from 'mongoose'
import type { AttachmentKind } from '../../shared/domain/attachments'
import type { OpenAttachment } from './attachments.service'

/** An uploaded file as GridFS lists it, which writes these documents itself. */
export interface AttachmentFileRecord {
  _id: Types.ObjectId
  uploadDate: Date
  metadata: {
    account: Types.ObjectId
    /** Photographs of the first versions name neither kind nor type, and are not encrypted. */
    kind?: AttachmentKind
    type?: OpenAttachment['type']
    seconds?: number
    /** Absent until the report that it belongs to has come. */
    report?: Types.ObjectId
  }
}

/** The bucket of GridFS that uploads lie in. */
export const attachmentsBucket = 'attachments'

const schema = new Schema<AttachmentFileRecord>(
  {},
  { collection: `${attachmentsBucket}.files`, strict: false, versionKey: false },
)
/** The few that no report has come for, among all that were ever uploaded. */
schema.index({ 'metadata.report': 1, uploadDate: 1 })

export const attachmentFileModel = (db: Connection): Model<AttachmentFileRecord> =>
  db.model<AttachmentFileRecord>('AttachmentFile', schema)
