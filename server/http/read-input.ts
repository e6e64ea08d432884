import { bodyParser } from '@koa/bodyparser'
import type { Context } from 'koa'
import type { z } from 'zod'
import type { FailingField } from '../../shared/contract/problem'
import { plainMessage } from './plain-messages'
import { Problem } from './problem'

/** The largest JSON body: a report with the longest text is well below it. */
const largestJson = '64kb'

const parseJson = bodyParser({
  enableTypes: ['json'],
  jsonLimit: largestJson,
  jsonStrict: true,
  onError(error) {
    throw 'type' in error && error.type === 'entity.too.large'
      ? new Problem('too-large')
      : new Problem('malformed-body')
  },
})

/**
 * Reads a JSON body.
 * @throws Problem unsupported-type for anything else than JSON, malformed-body or too-large for what cannot be read.
 */
export async function readJson(ctx: Context): Promise<unknown> {
  if (!ctx.request.is('json')) throw new Problem('unsupported-type', '请用 JSON 发送')
  await parseJson(ctx, async () => undefined)
  return (ctx.request as { body?: unknown }).body
}

/** The largest text: well above what WeChat pushes. */
const largestText = 64 * 1024

/**
 * Reads a body as text, whatever its sender calls it: WeChat is not of one mind about that.
 * @throws Problem too-large.
 */
export async function readText(ctx: Context): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of ctx.req) {
    length += chunk.length
    if (length > largestText) throw new Problem('too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Checks one part of a request against its schema.
 * @throws Problem invalid-input with every field that fails.
 */
export function validate(part: FailingField['in'], schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value, { error: plainMessage })
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.flatMap((issue): FailingField[] => {
    const named =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return named.map((path) => ({
      in: part,
      // A name made up by the caller is echoed, but not at any length.
      field: path.map(String).join('.').slice(0, 80),
      message: issue.message,
    }))
  })
  throw new Problem('invalid-input', fields[0]?.message, { fields: fields.slice(0, 20) })
}
