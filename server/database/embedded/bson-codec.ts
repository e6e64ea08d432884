import { Double, deserialize, Int32, serialize } from 'bson'

/** A decoded document. Values stay `unknown`: what a client sent is judged where it is used. */
export type Doc = Record<string, unknown>

const promoted = { promoteBuffers: false, validation: { utf8: false } } as const
const unpromoted = { ...promoted, promoteValues: false } as const

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Decodes for reading: numbers of every kind become JavaScript numbers where that loses nothing. */
export const decode = (bytes: Uint8Array): Doc => deserialize(bytes, promoted)

const isInt32 = (value: number) => value === (value | 0) && !Object.is(value, -0)

/** Leaves a number boxed only where writing it back as a plain number would change its BSON type. */
function unbox(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Int32) return value.value
  if (value instanceof Double) return isInt32(value.value) ? value : value.value
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = unbox(value[i])
  } else if (isDoc(value)) {
    for (const key in value) value[key] = unbox(value[key])
  }
  return value
}

/** Decodes for writing back: a double 5.0 and a 64-bit 5 keep their type through an update of another field. */
export const decodeExact = (bytes: Uint8Array, rawField?: string): Doc =>
  unbox(
    deserialize(bytes, rawField ? { ...unpromoted, fieldsAsRaw: { [rawField]: true } } : unpromoted),
  ) as Doc

export const encode = (doc: Doc): Buffer => {
  const bytes = serialize(doc)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A reply's batch from documents that are already BSON, so that reading does not decode what it only passes on. */
export function cursorReply(field: string, batch: Uint8Array[], id: bigint, ns: string): Buffer {
  const names = batch.map((_, i) => Buffer.from(`\x03${i}\0`, 'latin1'))
  let arraySize = 5
  for (let i = 0; i < batch.length; i++) arraySize += (names[i]?.length ?? 0) + (batch[i]?.length ?? 0)
  const head = Buffer.from(`\x04${field}\0`, 'latin1')
  const nsBytes = Buffer.from(`${ns}\0`)
  const cursorSize = 4 + head.length + arraySize + 1 + 3 + 8 + 1 + 3 + 4 + nsBytes.length + 1
  const total = 4 + 8 + cursorSize + 1 + 3 + 8 + 1
  const out = Buffer.allocUnsafe(total)
  let at = out.writeInt32LE(total, 0)
  at += out.write('\x03cursor\0', at, 'latin1')
  at = out.writeInt32LE(cursorSize, at)
  at += head.copy(out, at)
  at = out.writeInt32LE(arraySize, at)
  for (let i = 0; i < batch.length; i++) {
    at += names[i]?.copy(out, at) ?? 0
    out.set(batch[i] ?? [], at)
    at += batch[i]?.length ?? 0
  }
  out[at++] = 0
  at += out.write('\x12id\0', at, 'latin1')
  at = out.writeBigInt64LE(id, at)
  at += out.write('\x02ns\0', at, 'latin1')
  at = out.writeInt32LE(nsBytes.length, at)
  at += nsBytes.copy(out, at)
  out[at++] = 0
  at += out.write('\x01ok\0', at, 'latin1')
  at = out.writeDoubleLE(1, at)
  out[at] = 0
  return out
}
