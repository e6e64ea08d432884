import type { Context } from 'koa'

/** One range of bytes, as players ask for it: from–to, from–, or the last so many. */
const oneRange = /^bytes=(\d*)-(\d*)$/

function rangeIn(asked: string, length: number): { from: number; to: number } | null {
  const [, from = '', to = ''] = oneRange.exec(asked) ?? []
  if (from === '' && to === '') return null
  const range =
    from === ''
      ? { from: Math.max(0, length - Number(to)), to: length - 1 }
      : { from: Number(from), to: to === '' ? length - 1 : Math.min(Number(to), length - 1) }
  return range.from <= range.to ? range : null
}

/**
 * Answers with bytes of this kind, or with the one part of them that was asked for: Safari plays no sound from a
 * server that cannot give parts. What is asked otherwise (several ranges, none that is there, a condition on a tag
 * we never gave) is answered with the whole, as RFC 9110 allows.
 */
export function answerBytes(ctx: Context, type: string, bytes: Buffer): void {
  ctx.type = type
  ctx.set('Accept-Ranges', 'bytes')
  const range = ctx.get('If-Range') === '' ? rangeIn(ctx.get('Range'), bytes.length) : null
  if (!range) {
    ctx.body = bytes
    return
  }
  ctx.status = 206
  ctx.set('Content-Range', `bytes ${range.from}-${range.to}/${bytes.length}`)
  ctx.body = bytes.subarray(range.from, range.to + 1)
}
