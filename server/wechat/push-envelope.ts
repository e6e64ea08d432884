import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** What WeChat signs each call of the push address with. */
export interface PushSignature {
  timestamp: string
  nonce: string
}

/** The keys of the push address, as they are set in WeChat's console (安全模式). */
export interface PushKeys {
  token: string
  aesKey: string
  appid: string
}

/** What was sent to the push address is not what WeChat sends there. */
export class NotFromWeChat extends Error {}

const blockLength = 32
const randomLength = 16
const lengthLength = 4
const body = z.object({ Encrypt: z.base64().min(1) })

const signatureOf = (parts: readonly string[]) =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest()

function isSigned(given: string, parts: readonly string[]): boolean {
  const right = signatureOf(parts)
  const bytes = Buffer.from(given, 'hex')
  return bytes.length === right.length && timingSafeEqual(bytes, right)
}

/** Whether WeChat itself asks, when somebody saves the push address in its console. */
export const isVerification = (
  { token }: Pick<PushKeys, 'token'>,
  { timestamp, nonce }: PushSignature,
  signature: string,
): boolean => isSigned(signature, [token, timestamp, nonce])

/** WeChat pads to blocks of 32, which Node's own padding takes for a mistake. */
function withoutPadding(bytes: Buffer): Buffer {
  const length = bytes.at(-1) ?? 0
  const padding = bytes.subarray(-length)
  if (
    length < 1 ||
    length > blockLength ||
    bytes.length % blockLength !== 0 ||
    padding.some((byte) => byte !== length)
  )
    throw new NotFromWeChat('padding')
  return bytes.subarray(0, -length)
}

function decrypt(encrypted: string, aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  try {
    return Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()])
  } catch {
    throw new NotFromWeChat('block length')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotFromWeChat('no JSON: the console must be set to JSON')
  }
}

/**
 * Opens one push: checks its signature first, then what is inside.
 * @returns the message as text, always the same for the same message however often it is sent.
 * @throws NotFromWeChat whatever is wrong; the caller is told no more than that.
 */
export function openPush(
  { token, aesKey, appid }: PushKeys,
  { timestamp, nonce, signature }: PushSignature & { signature: string },
  said: string,
): string {
  const read = body.safeParse(parse(said))
  if (!read.success) throw new NotFromWeChat('not encrypted: the console must be set to 安全模式')
  const { Encrypt: encrypted } = read.data
  if (!isSigned(signature, [token, timestamp, nonce, encrypted])) throw new NotFromWeChat('signature')
  const plain = withoutPadding(decrypt(encrypted, aesKey)).subarray(randomLength)
  const length = plain.length >= lengthLength ? plain.readUInt32BE(0) : Number.POSITIVE_INFINITY
  const end = lengthLength + length
  if (end > plain.length) throw new NotFromWeChat('length')
  if (plain.toString('utf8', end) !== appid) throw new NotFromWeChat('appid')
  return plain.toString('utf8', lengthLength, end)
}
