import type { Readable } from 'node:stream'
import { type ClientSession, mongo, Types } from 'mongoose'
import sharp from 'sharp'
import type { House } from '../house'
import { notFound, Problem, wrongField } from '../http/problem'
import type { SignedLinks } from '../trust/signed-links'

/** Photographs that come with reports. Private: whoever may see the report gets a link for a few minutes. */
export interface Attachments {
  /**
   * Stores a photograph: decoded and encoded anew, so that only a picture can come in, and no position with it.
   * @throws Problem not-a-photo for anything that does not decode.
   */
  store(bytes: Buffer, account: string): Promise<string>
  /** Ties photographs to their report. @throws Problem invalid-input when one is missing, used or somebody else's. */
  claim(
    ids: readonly Types.ObjectId[],
    account: Types.ObjectId,
    report: Types.ObjectId,
    session: ClientSession,
  ): Promise<void>
  linkTo(id: Types.ObjectId): string
  /** @throws Problem not-found for a link that is old or not ours. */
  open(id: string, expires: string, signature: string): Promise<Readable>
}

/** Large enough to read a bill by, small enough for a village's signal. */
const longestSide = 1600
/** A picture of more pixels than any phone takes is an attack on memory. */
const mostPixels = 100_000_000

/** What phones make; drawings, documents and films are something else, whatever they are called. */
const photoFormats: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'heif']

async function asPhoto(bytes: Buffer): Promise<Buffer> {
  try {
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
    const { format } = await image.metadata()
    if (!photoFormats.includes(format ?? '')) throw new Problem('not-a-photo')
    return await image
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 78, mozjpeg: true })
      .toBuffer()
  } catch {
    throw new Problem('not-a-photo')
  }
}

/** Makes the attachments service on GridFS. */
export function attachmentsService({ db, now }: Pick<House, 'db' | 'now'>, links: SignedLinks): Attachments {
  const database = db.db
  if (!database) throw new Error('Attachments need an open database')
  const bucket = new mongo.GridFSBucket(database, { bucketName: 'attachments' })
  const files = database.collection('attachments.files')
  return {
    async store(bytes, account) {
      const photo = await asPhoto(bytes)
      const upload = bucket.openUploadStream('photo.jpg', {
        metadata: { account: new Types.ObjectId(account) },
      })
      await new Promise<void>((resolve, reject) => {
        upload.once('finish', resolve).once('error', reject)
        upload.end(photo)
      })
      return upload.id.toHexString()
    },
    async claim(ids, account, report, session) {
      const distinct = [...new Set(ids.map((id) => id.toHexString()))].map((id) => new Types.ObjectId(id))
      const claimed = await files.updateMany(
        { _id: { $in: distinct }, 'metadata.account': account, 'metadata.report': { $exists: false } },
        { $set: { 'metadata.report': report } },
        { session },
      )
      if (claimed.modifiedCount !== ids.length) throw wrongField('photos', '有照片没有传好，请重新传')
    },
    linkTo: (id) => links.to(id.toHexString(), now()),
    async open(id, expires, signature) {
      if (!links.holds(id, expires, signature, now())) throw notFound('这个链接过期了，请重新打开')
      const [file] = await bucket.find({ _id: new Types.ObjectId(id) }).toArray()
      if (!file) throw notFound()
      return bucket.openDownloadStream(file._id)
    },
  }
}
