import { Double, deserialize, Int32, onDemand, serialize } from 'bson'

/** A decoded document. Values stay `unknown`: what a client sent is judged where it is used. */
export type Doc = Record<string, unknown>

const promoted = { promoteBuffers: false, validation: { utf8: false } } as const
const unpromoted = { ...promoted, promoteValues: false } as const

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Decodes for reading: numbers of every kind become JavaScript numbers where that loses nothing. */
export const decode = (bytes: Uint8Array): Doc => deserialize(bytes, promoted)

/** Decodes a document's own fields, and leaves each document inside it as BSON. */
export const decodeShallow = (bytes: Uint8Array): Doc => deserialize(bytes, { ...promoted, raw: true })

/** Where each of a document's own fields lies in its bytes. */
const elementsOf = (bytes: Buffer) =>
  Array.from(onDemand.parseToElements(bytes), ([, nameAt, nameLength, valueAt, length]) => ({
    name: bytes.toString('utf8', nameAt, nameAt + nameLength),
    start: nameAt - 1,
    end: valueAt + length,
  }))

/** Decodes only some of a document's own fields, all where none are named: what is not looked at costs nothing. */
export function decodeSome(bytes: Buffer, wanted?: ReadonlySet<string>): Doc {
  if (!wanted) return decode(bytes)
  const parts = elementsOf(bytes).flatMap(({ name, start, end }) =>
    wanted.has(name) ? [bytes.subarray(start, end)] : [],
  )
  return decode(documentOf(parts))
}

/** Names every field of its own in which one document differs from another, or stands elsewhere in it. */
export function changedFields(before: Buffer, after: Buffer): Set<string> {
  const changed = new Set<string>()
  const [old, fresh] = [elementsOf(before), elementsOf(after)]
  for (let i = 0; i < Math.max(old.length, fresh.length); i++) {
    const [was, is] = [old[i], fresh[i]]
    if (was && is && before.compare(after, is.start, is.end, was.start, was.end) === 0) continue
    for (const one of [was, is]) if (one) changed.add(one.name)
  }
  return changed
}

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

/** A document from elements that are BSON already. */
function documentOf(elements: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), ...elements, Buffer.alloc(1)])
  bytes.writeInt32LE(bytes.length, 0)
  return bytes
}

const head = (type: 'document' | 'array', name: string | number) =>
  Buffer.from(`${type === 'document' ? '\x03' : '\x04'}${name}\0`)

/** The elements of a document, without what makes it one. */
const elements = (doc: Doc) => encode(doc).subarray(4, -1)

/** A reply's batch from documents that are already BSON, so that reading does not decode what it only passes on. */
export function cursorReply(field: string, batch: Uint8Array[], id: bigint, ns: string): Buffer {
  const documents = documentOf(batch.flatMap((bytes, i) => [head('document', i), bytes]))
  const cursor = documentOf([head('array', field), documents, elements({ id, ns })])
  return documentOf([head('document', 'cursor'), cursor, elements({ ok: 1 })])
}
