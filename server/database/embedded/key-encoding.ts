import { createHash } from 'node:crypto'
import { BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import type { Doc } from './bson-codec'

/**
 * BSON values as byte strings that sort the way MongoDB compares the values ("Comparison/Sort Order" in its
 * manual), across types and numeric kinds. A byte string here is a JavaScript string with one character per byte:
 * it concatenates, compares and hashes faster than a Buffer. Each encoding ends itself, so that concatenated
 * fields compare field by field, and never contains a type tag of 0x00 or 0xff, so that `key + '\xff'` lies behind
 * everything that starts with `key`.
 */
export type ByteString = string

export const tag = {
  minKey: '\x05',
  undefined: '\x08',
  null: '\x0a',
  number: '\x14',
  string: '\x1e',
  object: '\x28',
  array: '\x32',
  binary: '\x3c',
  objectId: '\x46',
  boolean: '\x50',
  date: '\x5a',
  timestamp: '\x5f',
  regex: '\x64',
  code: '\x6e',
  maxKey: '\xf0',
} as const

export const latin1 = (bytes: Uint8Array): ByteString =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

const scratch = Buffer.alloc(10)

/** Eight bytes that sort as the double does, then two that tell apart what rounds to the same double. */
function numberBytes(value: number, remainder = 0): ByteString {
  if (Number.isNaN(value)) return '\0\0\0\0\0\0\0\0\0\0'
  scratch.writeDoubleBE(value === 0 ? 0 : value, 0)
  if ((scratch[0] ?? 0) & 0x80) for (let i = 0; i < 8; i++) scratch[i] = 255 - (scratch[i] ?? 0)
  else scratch[0] = (scratch[0] ?? 0) | 0x80
  scratch.writeUInt16BE(0x8000 + remainder, 8)
  return scratch.toString('latin1', 0, 10)
}

function longBytes(value: bigint): ByteString {
  const rounded = Number(value)
  return numberBytes(rounded, Number(value - BigInt(rounded)))
}

/** Compares a decimal's text with the double nearest to it, exactly: -1, 0 or 1. */
function decimalRemainder(text: string, nearest: number): number {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(text) ?? []
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n)
  const scale = Number(exponent) - fraction.length
  // a double is an integer times a power of two, so both sides scale up to integers
  let mantissa = nearest
  let twos = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    twos++
  }
  const left = digits * 10n ** BigInt(Math.max(scale, 0)) * 2n ** BigInt(twos)
  const right = BigInt(mantissa) * 10n ** BigInt(Math.max(-scale, 0))
  return left < right ? -1 : left > right ? 1 : 0
}

function decimalBytes(value: Decimal128): ByteString {
  const text = value.toString()
  const nearest = Number(text)
  if (!Number.isFinite(nearest) || nearest === 0) return numberBytes(nearest)
  return numberBytes(nearest, decimalRemainder(text, nearest))
}

/** ASCII without control characters: the bytes are the characters. */
const plainAscii = /^(?:(?!\p{Cc})\p{ASCII})*$/u
/**
 * A string ends with 0x00, so a 0x00 in it is written otherwise. No string is then the beginning of another, turned
 * round for a descending field or not.
 */
const stringBytes = (value: string): ByteString =>
  plainAscii.test(value)
    ? `${value}\0`
    : `${Buffer.from(value, 'utf8').toString('latin1').replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01')}\0`

function binaryBytes(bytes: Uint8Array, subtype: number): ByteString {
  scratch.writeUInt32BE(bytes.length, 0)
  scratch[4] = subtype
  return scratch.toString('latin1', 0, 5) + latin1(bytes)
}

function documentBytes(value: Doc): ByteString {
  let out = ''
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue
    const encoded = encodeValue(field)
    out += encoded.slice(0, 1) + stringBytes(key) + encoded.slice(1)
  }
  return `${out}\0`
}

function objectBytes(value: object): ByteString {
  if (value instanceof ObjectId) return tag.objectId + latin1(value.id)
  if (value instanceof Date) return tag.date + numberBytes(value.getTime())
  if (Array.isArray(value)) return `${tag.array}${value.map(encodeValue).join('')}\0`
  if (value instanceof Timestamp) {
    scratch.writeBigUInt64BE(value.toBigInt(), 0)
    return tag.timestamp + scratch.toString('latin1', 0, 8)
  }
  if (value instanceof Long) return tag.number + longBytes(value.toBigInt())
  if (value instanceof Double || value instanceof Int32) return tag.number + numberBytes(value.value)
  if (value instanceof Decimal128) return tag.number + decimalBytes(value)
  if (value instanceof Uint8Array) return tag.binary + binaryBytes(value, 0)
  if ('_bsontype' in value && value._bsontype === 'Binary') {
    const binary = value as unknown as { value(): Uint8Array; sub_type: number }
    return tag.binary + binaryBytes(binary.value(), binary.sub_type)
  }
  if (value instanceof RegExp) return tag.regex + stringBytes(value.source) + stringBytes(value.flags)
  if (value instanceof BSONRegExp) return tag.regex + stringBytes(value.pattern) + stringBytes(value.options)
  if (value instanceof MinKey) return tag.minKey
  if (value instanceof MaxKey) return tag.maxKey
  if ('_bsontype' in value) return tag.code + stringBytes(JSON.stringify(value))
  return tag.object + documentBytes(value as Doc)
}

/** The sortable bytes of one value. */
export function encodeValue(value: unknown): ByteString {
  switch (typeof value) {
    case 'string':
      return tag.string + stringBytes(value)
    case 'number':
      return tag.number + numberBytes(value)
    case 'boolean':
      return tag.boolean + (value ? '\x02' : '\x01')
    case 'bigint':
      return tag.number + longBytes(value)
    case 'undefined':
      return tag.undefined
    default:
      return value === null ? tag.null : objectBytes(value as object)
  }
}

/** Turns the order round, for a descending field of an index or a sort. */
export function inverted(bytes: ByteString): ByteString {
  const buffer = Buffer.from(bytes, 'latin1')
  for (let i = 0; i < buffer.length; i++) buffer[i] = 255 - (buffer[i] ?? 0)
  return buffer.toString('latin1')
}

/** Bytes of a key that are kept as they are; the store's limit on a key's size is a little higher. */
export const keyLimit = 1400

/** A key that fits: a longer one keeps its beginning and a digest, so that it stays unique and roughly in place. */
export const fitted = (key: ByteString): ByteString =>
  key.length <= keyLimit
    ? key
    : key.slice(0, keyLimit) + latin1(createHash('sha256').update(key, 'latin1').digest())
