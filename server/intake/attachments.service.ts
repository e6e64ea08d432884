import { buffer } from 'node:stream/consumers'
import { fileTypeFromBuffer } from 'file-type/core'
import { type ClientSession, mongo, Types } from 'mongoose'
import type { AttachmentKind, VoiceType } from '../../shared/domain/attachments'
import type { House } from '../house'
import { notFound, wrongField } from '../http/problem'
import type { SignedLinks } from '../trust/signed-links'
import { type AttachmentFileRecord, attachmentFileModel, attachmentsBucket } from './attachment-file.model'
import { asPhotograph } from './photograph'
import type { Recording } from './transcriber'
import { asVoice, isSoundOrFilm } from './voice-recording'

/** A recording of a report: its file, and how long it is. */
export interface Voice {
  id: Types.ObjectId
  seconds: number
}

/** What a report, an addition to one, or a visit says was uploaded for it. */
export interface Uploaded {
  photos: readonly Types.ObjectId[]
  voices: readonly Types.ObjectId[]
  /** The family's own at a visit: a picture like the others. */
  signature?: Types.ObjectId | null
}

/** A file as it is shown or played. */
export interface OpenAttachment {
  kind: AttachmentKind
  type: 'image/jpeg' | VoiceType
  bytes: Buffer
}

/**
 * Photographs and recordings that come with reports and visits. Private and encrypted: whoever may see the report gets a link
 * for a few minutes.
 */
export interface Attachments {
  /**
   * Stores a photograph or a recording: which it is tell its bytes, never its name. `seconds` is how long a
   * recording is, as the phone counted.
   * @throws Problem not-an-attachment, too-large, or invalid-input for a recording without a length that can be.
   */
  store(bytes: Buffer, seconds: number | undefined, account: string): Promise<string>
  /**
   * Ties what was uploaded to its report or visit, and gives the recordings with their lengths.
   * @throws Problem invalid-input when something is missing, used or somebody else's.
   */
  claim(
    uploaded: Uploaded,
    account: Types.ObjectId,
    report: Types.ObjectId,
    session: ClientSession,
  ): Promise<Voice[]>
  /** Deletes files for good; one that is gone already is no fault. */
  remove(ids: readonly Types.ObjectId[]): Promise<void>
  /** Deletes what an account uploaded and has tied to nothing. */
  removeUntied(account: Types.ObjectId): Promise<void>
  /** Deletes what was uploaded before this and has been tied to nothing since. Answers how many files went. */
  removeOldUntied(before: Date): Promise<number>
  /** A link for five minutes. */
  linkTo(id: Types.ObjectId): string
  /** One that a machine is to fetch, for so many milliseconds. No second argument of `linkTo`: lists are mapped by that. */
  linkFor(id: Types.ObjectId, time: number): string
  /** A recording for the house's own machines; null when there is none of this id. */
  recording(id: Types.ObjectId): Promise<Recording | null>
  /** @throws Problem not-found for a link that is old or not ours. */
  open(id: string, expires: string, signature: string): Promise<OpenAttachment>
}

/** No report has come for it. */
const untied = { 'metadata.report': null }
/** How many files go in one round. */
const mostAtOnce = 500

/** How far into a file one must look to know what it is. */
const telling = 64 * 1024

const notTied: Record<AttachmentKind, [field: string, message: string]> = {
  photo: ['photos', '有照片没有传好，请重新传'],
  voice: ['voices', '有录音没有传好，请重新录'],
}
const sealedName = (id: Types.ObjectId) => `attachment:${id.toHexString()}`

async function look(
  bytes: Buffer,
  seconds: number | undefined,
): Promise<OpenAttachment & { seconds?: number }> {
  const found = await fileTypeFromBuffer(bytes.subarray(0, telling))
  if (found && isSoundOrFilm(found.mime))
    return { kind: 'voice', bytes, ...asVoice(bytes, found.ext, seconds) }
  return { kind: 'photo', bytes: await asPhotograph(bytes), type: 'image/jpeg' }
}

/** Makes the attachments service on GridFS. */
export function attachmentsService(
  { db, now, cipher }: Pick<House, 'db' | 'now' | 'cipher'>,
  links: SignedLinks,
): Attachments {
  const database = db.db
  if (!database) throw new Error('Attachments need an open database')
  const bucket = new mongo.GridFSBucket(database, { bucketName: attachmentsBucket })
  // The driver's own collection, which GridFS writes to as well.
  const files = database.collection<AttachmentFileRecord>(attachmentFileModel(db).collection.collectionName)
  const chunks = database.collection<{ files_id: Types.ObjectId }>(`${attachmentsBucket}.chunks`)

  const tie = async (
    kind: AttachmentKind,
    ids: readonly Types.ObjectId[],
    account: Types.ObjectId,
    report: Types.ObjectId,
    session: ClientSession,
    [field, message] = notTied[kind],
  ) => {
    if (ids.length === 0) return
    const distinct = [...new Set(ids.map((id) => id.toHexString()))].map((id) => new Types.ObjectId(id))
    const tied = await files.updateMany(
      {
        _id: { $in: distinct },
        'metadata.account': account,
        'metadata.kind': kind === 'voice' ? kind : { $ne: 'voice' },
        ...untied,
      },
      { $set: { 'metadata.report': report } },
      { session },
    )
    if (tied.modifiedCount !== ids.length) throw wrongField(field, message)
  }

  const remove = async (ids: readonly Types.ObjectId[]) => {
    if (ids.length === 0) return
    // The bytes first: killed in between, the file is still found and its rest goes the next time.
    await chunks.deleteMany({ files_id: { $in: [...ids] } })
    await files.deleteMany({ _id: { $in: [...ids] } })
  }
  const removeFound = async (filter: mongo.Filter<AttachmentFileRecord>) => {
    const found = await files
      .find(filter, { projection: { _id: 1 } })
      .limit(mostAtOnce)
      .toArray()
    await remove(found.map(({ _id }) => _id))
    return found.length
  }

  const read = async (id: Types.ObjectId): Promise<(OpenAttachment & { seconds?: number }) | null> => {
    const [file] = await files.find({ _id: id }).toArray()
    if (!file) return null
    const kept = await buffer(bucket.openDownloadStream(file._id))
    const { kind, type = 'image/jpeg', seconds } = file.metadata
    if (!kind) return { kind: 'photo', type, bytes: kept }
    return { kind, type, seconds, bytes: cipher.open(sealedName(file._id), kept) }
  }

  return {
    async store(given, stated, account) {
      const { bytes, ...about } = await look(given, stated)
      const id = new Types.ObjectId()
      const metadata: AttachmentFileRecord['metadata'] = { account: new Types.ObjectId(account), ...about }
      const upload = bucket.openUploadStreamWithId(id, about.kind, { metadata })
      await new Promise<void>((resolve, reject) => {
        upload.once('finish', resolve).once('error', reject)
        upload.end(cipher.seal(sealedName(id), bytes))
      })
      return id.toHexString()
    },
    async claim({ photos, voices, signature }, account, report, session) {
      await tie('photo', photos, account, report, session)
      if (signature)
        await tie('photo', [signature], account, report, session, ['signature', '签名没有传好，请重新签'])
      await tie('voice', voices, account, report, session)
      if (voices.length === 0) return []
      const found = await files.find({ _id: { $in: [...voices] } }, { session }).toArray()
      return voices.map((id) => ({
        id,
        seconds: found.find(({ _id }) => _id.equals(id))?.metadata.seconds ?? 0,
      }))
    },
    remove,
    async removeUntied(account) {
      await removeFound({ ...untied, 'metadata.account': account })
    },
    removeOldUntied: (before) => removeFound({ ...untied, uploadDate: { $lt: before } }),
    linkTo: (id) => links.to(id.toHexString(), now()),
    linkFor: (id, time) => links.to(id.toHexString(), now(), time),
    async recording(id) {
      const file = await read(id)
      return file?.kind === 'voice' && file.type !== 'image/jpeg'
        ? { bytes: file.bytes, type: file.type, seconds: file.seconds ?? 0 }
        : null
    },
    async open(id, expires, signature) {
      if (!links.holds(id, expires, signature, now())) throw notFound('这个链接过期了，请重新打开')
      const file = await read(new Types.ObjectId(id))
      if (!file) throw notFound()
      return file
    },
  }
}
