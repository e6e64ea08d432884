import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, ConfigurationRefused } from '../config'

/** One encryption key with the short name that stands in what it encrypted. */
export interface EncryptionKey {
  id: string
  secret: Buffer
}

/** The deployment's keys, each for one purpose only. */
export interface Keyring {
  /** The first encrypts; all decrypt. */
  encryption: EncryptionKey[]
  hash: Buffer
  token: Buffer
  audit: Buffer
}

const keyLength = 32

/** A key as text: 32 bytes in base64. Repeated bytes are somebody's placeholder, not a key. */
function readKey(name: string, text: string): Buffer {
  const secret = Buffer.from(text, 'base64')
  if (secret.length !== keyLength)
    throw new ConfigurationRefused(`${name} must be 32 random bytes in base64: openssl rand -base64 32`)
  if (new Set(secret).size < 16)
    throw new ConfigurationRefused(`${name} is not random enough: make it with openssl rand -base64 32`)
  return secret
}

function readEncryptionKeys(text: string): EncryptionKey[] {
  const keys = text.split(',').map((entry) => {
    const found = /^([\w-]{1,16}):(.+)$/.exec(entry.trim())
    if (!found?.[1] || !found[2])
      throw new ConfigurationRefused(
        'ENCRYPTION_KEYS is a list of id:base64 with commas, the current key first',
      )
    return { id: found[1], secret: readKey('ENCRYPTION_KEYS', found[2]) }
  })
  if (new Set(keys.map((key) => key.id)).size !== keys.length)
    throw new ConfigurationRefused('ENCRYPTION_KEYS names a key twice')
  return keys
}

interface KeyTexts {
  encryption: string
  hash: string
  token: string
  audit: string
}

/** Outside production, keys that nobody set are made once and kept beside the data, so that a restart reads it. */
function keysKeptBesideTheData(directory: string): KeyTexts {
  const file = join(directory, 'demo-keys.json')
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true })
    const fresh = () => randomBytes(keyLength).toString('base64')
    const made: KeyTexts = { encryption: `demo:${fresh()}`, hash: fresh(), token: fresh(), audit: fresh() }
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8')) as KeyTexts
}

/**
 * Reads the keys from the configuration.
 * @throws ConfigurationRefused in production when a key is missing, and anywhere when one is weak or used twice.
 */
export function readKeyring(config: Config): Keyring {
  const { encryption, hash, token, audit } = config.keyTexts
  const missing = Object.entries({
    ENCRYPTION_KEYS: encryption,
    HASH_KEY: hash,
    TOKEN_KEY: token,
    AUDIT_KEY: audit,
  }).flatMap(([name, text]) => (text ? [] : [name]))
  if (config.production && missing.length > 0)
    throw new ConfigurationRefused(
      `In production these keys must be set: ${missing.join(', ')}. See docs/operation.md`,
    )
  const kept = missing.length > 0 ? keysKeptBesideTheData(config.dataDirectory) : undefined
  const keyring: Keyring = {
    encryption: readEncryptionKeys(encryption ?? kept?.encryption ?? ''),
    hash: readKey('HASH_KEY', hash ?? kept?.hash ?? ''),
    token: readKey('TOKEN_KEY', token ?? kept?.token ?? ''),
    audit: readKey('AUDIT_KEY', audit ?? kept?.audit ?? ''),
  }
  const secrets = [...keyring.encryption.map((key) => key.secret), keyring.hash, keyring.token, keyring.audit]
  const prints = secrets.map((secret) => createHash('sha256').update(secret).digest('hex'))
  if (new Set(prints).size !== prints.length)
    throw new ConfigurationRefused('Every key must be its own: one key serves two purposes here')
  return keyring
}
