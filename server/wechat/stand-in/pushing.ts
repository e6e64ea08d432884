import { createCipheriv, createHash, randomBytes } from 'node:crypto'

/** A push as WeChat sends it in 安全模式 with JSON. */
export interface SealedPush {
  query: Record<string, string>
  body: string
}

const sha1 = (parts: readonly string[]) =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')

/** Seals a message: random bytes, its length, itself, the appid, padded to blocks of 32, encrypted and signed. */
export function sealPush(
  { token, aesKey, appid }: { token: string; aesKey: string; appid: string },
  message: string,
  at: Date,
): SealedPush {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(appid)])
  const padding = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)])
  const Encrypt = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const nonce = String(randomBytes(4).readUInt32BE(0))
  return {
    query: {
      signature: sha1([token, timestamp, nonce]),
      timestamp,
      nonce,
      encrypt_type: 'aes',
      msg_signature: sha1([token, timestamp, nonce, Encrypt]),
    },
    body: JSON.stringify({ ToUserName: 'gh_standin00000', Encrypt }),
  }
}
