import { randomBytes } from 'node:crypto'
import { linkDays } from '../../shared/domain/transfers'
import type { FieldCipher } from '../trust/field-cipher'
import type { TransferLink } from './transfer'

/** A one-time link as it is told once: the token is nowhere else. */
export interface FreshLink {
  token: string
  expiresAt: Date
}

const tokenBytes = 32
const day = 24 * 3_600_000

/** What is kept of a token: enough to know it again, and not to make it. */
export const tokenHash = (token: string, cipher: Pick<FieldCipher, 'hash'>): string =>
  cipher.hash('link', token)

const endOf = (at: Date) => new Date(at.getTime() + linkDays * day)

/** A link that holds as long as one that is made now; it never holds for less than it did. */
export const prolonged = (link: TransferLink, at: Date): TransferLink => ({ ...link, expiresAt: endOf(at) })

/** Makes a one-time link: what is kept of it, and what is handed out. */
export function freshLink(
  at: Date,
  cipher: Pick<FieldCipher, 'hash'>,
): { link: TransferLink; fresh: FreshLink } {
  const token = randomBytes(tokenBytes).toString('base64url')
  const expiresAt = endOf(at)
  return {
    link: { hash: tokenHash(token, cipher), madeAt: at, expiresAt },
    fresh: { token, expiresAt },
  }
}
