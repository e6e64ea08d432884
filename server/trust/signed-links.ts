import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Keyring } from './keyring'

const lifetime = 5 * 60_000

/** Makes and checks links to private files that work for a few minutes (design: attachments). */
export interface SignedLinks {
  /** A link to an attachment, valid from `now` for five minutes, or for as long as is said, or a little more. */
  to(attachment: string, now: Date, time?: number): string
  holds(attachment: string, expires: string, signature: string, now: Date): boolean
}

/** Signs with a key derived for links alone. */
export function signedLinks(keys: Pick<Keyring, 'token'>): SignedLinks {
  const key = Buffer.from(hkdfSync('sha256', keys.token, '', 'attachment links', 32))
  const sign = (attachment: string, expires: string) =>
    createHmac('sha256', key).update(`${attachment}:${expires}`).digest('base64url')
  return {
    to(attachment, now, time = lifetime) {
      // Rounded up to the minute, so that a page opened twice shows the same link and the phone keeps its picture.
      const expires = String(Math.ceil((now.getTime() + time) / 60_000) * 60_000)
      return `/api/attachments/${attachment}?expires=${expires}&signature=${sign(attachment, expires)}`
    },
    holds(attachment, expires, signature, now) {
      const right = Buffer.from(sign(attachment, expires))
      const given = Buffer.from(signature)
      return right.length === given.length && timingSafeEqual(right, given) && Number(expires) > now.getTime()
    },
  }
}
