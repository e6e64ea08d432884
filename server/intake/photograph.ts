import sharp from 'sharp'
import { Problem } from '../http/problem'

/** Large enough to read a bill by, small enough for a village's signal. */
const longestSide = 1600
/** A picture of more pixels than any phone takes is an attack on memory. */
const mostPixels = 100_000_000

/** What phones make; drawings, documents and films are something else, whatever they are called. */
const photoFormats: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'heif']

/**
 * Decodes a photograph and encodes it anew, so that only a picture can come in, and no position with it.
 * @throws Problem not-an-attachment for anything that does not decode.
 */
export async function asPhotograph(bytes: Buffer): Promise<Buffer> {
  try {
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
    const { format } = await image.metadata()
    if (!photoFormats.includes(format ?? '')) throw new Problem('not-an-attachment')
    return await image
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 78, mozjpeg: true })
      .toBuffer()
  } catch {
    throw new Problem('not-an-attachment')
  }
}
