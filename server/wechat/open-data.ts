import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { WeChatRefused } from './wechat'

/** What WeChat encrypted on a phone for this service's server: `wx.getGroupEnterInfo`, or the older `getShareInfo`. */
export interface Envelope {
  encryptedData: string
  iv: string
  /** The older interfaces sign what they also say in the clear; newer ones send neither. */
  rawData?: string
  signature?: string
}

/** Whose phone it comes from and whom it is for. */
export interface Reader {
  /** The key of the person's last sign-in. */
  sessionKey: string
  appid: string
}

const inside = z.looseObject({
  watermark: z.object({ appid: z.string(), timestamp: z.coerce.number() }),
})
const group = z.union([
  z.object({ opengid: z.string().min(1).max(128) }).transform(({ opengid }) => opengid),
  // The name that the deprecated interface uses.
  z.object({ openGId: z.string().min(1).max(128) }).transform(({ openGId }) => openGId),
])

const keyLength = 16
/** WeChat's own number for what its key does not open. */
const notOpened = -41003

const changed = () =>
  new WeChatRefused('session-changed', notOpened, 'The key of the last sign-in does not open this envelope')
const malformed = (what: string) =>
  new WeChatRefused('bad-field', 0, `An envelope's ${what} is not as WeChat makes it`)

function bytesOf(what: string, text: string): Buffer {
  if (!/^[0-9A-Za-z+/]+={0,2}$/.test(text)) throw malformed(what)
  return Buffer.from(text, 'base64')
}

function checkSignature({ rawData, signature }: Envelope, sessionKey: string) {
  if (rawData === undefined || signature === undefined) return
  const right = createHash('sha1')
    .update(rawData + sessionKey)
    .digest()
  const given = Buffer.from(signature, 'hex')
  if (right.length !== given.length || !timingSafeEqual(right, given)) throw changed()
}

function decrypt({ encryptedData, iv }: Envelope, sessionKey: string): unknown {
  const [key, start, bytes] = [
    bytesOf('session key', sessionKey),
    bytesOf('iv', iv),
    bytesOf('encryptedData', encryptedData),
  ]
  if (start.length !== keyLength) throw malformed('iv')
  if (bytes.length === 0 || bytes.length % keyLength !== 0) throw malformed('encryptedData')
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, start)
    // Another key now and then leaves what looks like padding, but hardly JSON.
    return JSON.parse(Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8'))
  } catch {
    throw changed()
  }
}

/**
 * Opens the id of the group that a phone was in when it opened the mini-program, and when that was.
 * @throws WeChatRefused `session-changed` when the phone has signed in anew since: it is to sign in and send it again;
 * `bad-field` for what WeChat never makes; `refused` for what was encrypted for another mini-program, or holds no group.
 */
export function groupIn(envelope: Envelope, { sessionKey, appid }: Reader): { group: string; at: Date } {
  checkSignature(envelope, sessionKey)
  const opened = decrypt(envelope, sessionKey)
  const marked = inside.safeParse(opened)
  if (!marked.success) throw malformed('watermark')
  const { watermark } = marked.data
  if (watermark.appid !== appid)
    throw new WeChatRefused('refused', 0, 'The envelope is for another mini-program')
  const named = group.safeParse(opened)
  if (!named.success) throw new WeChatRefused('refused', 0, 'The envelope names no group')
  return { group: named.data, at: new Date(watermark.timestamp * 1000) }
}
