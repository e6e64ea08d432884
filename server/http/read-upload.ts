import busboy from 'busboy'
import type { Context } from 'koa'
import { Problem, wrongField } from './problem'

/** What may be uploaded, and what is said when it is not that. */
export interface Wanted {
  /** In bytes. */
  largest: number
  tooLarge: string
  missing: string
}

const formOverhead = 64 * 1024

/**
 * Reads the one file of a multipart upload into memory, never more than is wanted.
 * @throws Problem unsupported-type, too-large, malformed-body, or invalid-input when there is no file.
 */
export async function readUpload(ctx: Context, { largest, tooLarge, missing }: Wanted): Promise<Buffer> {
  if (!ctx.request.is('multipart')) throw new Problem('unsupported-type', '文件要用表单上传')
  if ((ctx.request.length ?? 0) > largest + formOverhead) throw new Problem('too-large', tooLarge)
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
        limits: { files: 1, fileSize: largest, fields: 10, fieldSize: 1024, parts: 12 },
      })
    } catch {
      ctx.req.resume()
      reject(new Problem('malformed-body'))
      return
    }
    let file: Buffer | undefined
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => fail(new Problem('too-large', tooLarge)))
      stream.on('end', () => {
        if (name === 'file') file = Buffer.concat(chunks)
      })
      stream.on('error', () => fail(new Problem('malformed-body')))
    })
    form.on('error', () => fail(new Problem('malformed-body')))
    form.on('close', () => (file?.length ? resolve(file) : reject(wrongField('file', missing))))
    ctx.req.once('aborted', () => fail(new Problem('malformed-body')))
    ctx.req.pipe(form)
  })
}
