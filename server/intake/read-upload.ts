import busboy from 'busboy'
import type { Context } from 'koa'
import { Problem, wrongField } from '../http/problem'

/** The largest photograph taken in, in bytes. */
export const largestPhoto = 10 * 1024 * 1024
const formOverhead = 64 * 1024

/**
 * Reads the one file of a multipart upload into memory, never more than a photograph's size.
 * @throws Problem unsupported-type, too-large, malformed-body, or invalid-input when there is no file.
 */
export async function readUpload(ctx: Context): Promise<Buffer> {
  if (!ctx.request.is('multipart')) throw new Problem('unsupported-type', '照片要用表单上传')
  if ((ctx.request.length ?? 0) > largestPhoto + formOverhead)
    throw new Problem('too-large', '照片最大 10 MB')
  return new Promise((resolve, reject) => {
    const fail = (problem: Problem) => {
      ctx.req.unpipe(form)
      ctx.req.resume()
      reject(problem)
    }
    let form: ReturnType<typeof busboy>
    try {
      form = busboy({
        headers: ctx.req.headers,
        limits: { files: 1, fileSize: largestPhoto, fields: 10, fieldSize: 1024, parts: 12 },
      })
    } catch {
      ctx.req.resume()
      reject(new Problem('malformed-body'))
      return
    }
    let photo: Buffer | undefined
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => fail(new Problem('too-large', '照片最大 10 MB')))
      stream.on('end', () => {
        if (name === 'file') photo = Buffer.concat(chunks)
      })
      stream.on('error', () => fail(new Problem('malformed-body')))
    })
    form.on('error', () => fail(new Problem('malformed-body')))
    form.on('close', () => (photo?.length ? resolve(photo) : reject(wrongField('file', '没有收到照片'))))
    ctx.req.once('aborted', () => fail(new Problem('malformed-body')))
    ctx.req.pipe(form)
  })
}
