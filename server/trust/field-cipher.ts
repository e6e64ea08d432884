import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto'
import type { Keyring } from './keyring'

/** What a field holds when it is encrypted: key id, nonce, tag and ciphertext, in one string. */
export type Ciphertext = string

/** What kind of value a keyed hash is of, so that equal values of different kinds never meet. */
export type HashedKind =
  | 'phone'
  | 'identity'
  | 'name'
  | 'home'
  | 'device'
  | 'refresh'
  | 'report'
  | 'visit'
  | 'deed'
  | 'attempt'
  | 'link'
  | 'openid'
  | 'group'

/** Encrypts single fields and files, and hashes fields for equality search (design: security). */
export interface FieldCipher {
  /** Encrypts a value for one field of one kind of record; it cannot be read back as another field. */
  encrypt(field: string, plain: string): Ciphertext
  /** @throws Error when the text was changed, belongs to another field, or its key is gone. */
  decrypt(field: string, cipher: Ciphertext): string
  /** The same for the bytes of a file; `name` is what it is read back as, and as nothing else. */
  seal(name: string, plain: Buffer): Buffer
  /** @throws Error as `decrypt` does. */
  open(name: string, sealed: Buffer): Buffer
  /** A keyed hash: equal for equal values, and of no use without the key. */
  hash(kind: HashedKind, value: string): string
}

const nonceLength = 12
const tagLength = 16

/** Fresh nonces, drawn from the system's randomness some hundred at a time: one by one they cost more than the cipher. */
function nonces(): () => Buffer {
  const pool = Buffer.alloc(nonceLength * 256)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += nonceLength
    return Buffer.from(pool.subarray(used - nonceLength, used))
  }
}

/** Makes the field cipher: AES-256-GCM with the key's id in front, so that keys can be rotated. */
export function fieldCipher(keys: Pick<Keyring, 'encryption' | 'hash'>): FieldCipher {
  const current = keys.encryption[0]
  if (!current) throw new Error('There is no encryption key')
  const nextNonce = nonces()
  const byId = new Map(keys.encryption.map((key) => [key.id, key.secret]))
  const lock = (name: string, plain: Buffer): Buffer => {
    const nonce = nextNonce()
    const cipher = createCipheriv('aes-256-gcm', current.secret, nonce).setAAD(Buffer.from(name))
    const sealed = [cipher.update(plain), cipher.final()]
    return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed])
  }
  const unlock = (name: string, keyId: string, bytes: Buffer): Buffer => {
    const secret = byId.get(keyId)
    if (!secret) throw new Error(`The key "${keyId}" that encrypted this field is not in ENCRYPTION_KEYS`)
    const opened = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, nonceLength))
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
    return Buffer.concat([opened.update(bytes.subarray(nonceLength + tagLength)), opened.final()])
  }
  return {
    encrypt: (field, plain) => `${current.id}.${lock(field, Buffer.from(plain)).toString('base64url')}`,
    decrypt(field, text) {
      const dot = text.indexOf('.')
      return unlock(field, text.slice(0, dot), Buffer.from(text.slice(dot + 1), 'base64url')).toString('utf8')
    },
    seal: (name, plain) => Buffer.concat([Buffer.from(`${current.id}.`), lock(name, plain)]),
    open(name, sealed) {
      const dot = sealed.indexOf('.')
      return unlock(name, sealed.toString('utf8', 0, dot), sealed.subarray(dot + 1))
    },
    hash: (kind, value) => createHmac('sha256', keys.hash).update(`${kind}:${value}`).digest('base64url'),
  }
}
