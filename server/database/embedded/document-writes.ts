import { ObjectId } from 'bson'
import { changedFields, type Doc, decode, decodeExact, decodeSome, encode } from './bson-codec'
import type { Catalog, Collection, Index } from './catalog'
import { duplicateKey, entryKeys, fieldsIndexed, idBytes } from './index-entries'
import type { ByteString } from './key-encoding'
import { readTogether } from './matcher'
import { badValue, MongoError } from './mongo-error'
import type { Overlay } from './overlay'

const largestDocument = 16 * 1024 * 1024

/** MongoDB tells a document that comes too large from one that an update makes too large. */
const checkSize = (bytes: Buffer, code: 10334 | 17419) => {
  if (bytes.length <= largestDocument) return
  const codeName = code === 10334 ? 'BSONObjectTooLarge' : 'Location17419'
  throw new MongoError(
    code,
    codeName,
    `A document of ${bytes.length} bytes is larger than ${largestDocument}`,
  )
}

/** Writes documents and keeps their index entries with them. */
export class DocumentWrites {
  constructor(
    private readonly catalog: Catalog,
    private readonly overlay: Overlay,
    readonly collection: Collection,
  ) {}

  private keysOf(index: Index, doc: Doc, id: ByteString): ByteString[] {
    return entryKeys(index, doc, id, this.collection, () => this.catalog.touch(this.collection))
  }

  private addEntry(index: Index, key: ByteString, id: Buffer, doc: Doc): void {
    if (!index.unique) {
      this.overlay.put(key, id)
      return
    }
    // claimed before it is looked at: what an open transaction has put there decides, not what is stored yet
    this.overlay.claim(key)
    if (this.overlay.get(key)) throw duplicateKey(this.collection, index, doc)
    this.overlay.put(key, id)
  }

  /** Stores a new document given as BSON; returns its _id, which is made if it has none. */
  insert(bytes: Buffer): unknown {
    let doc = decode(bytes)
    let stored = bytes
    if (Object.keys(doc)[0] !== '_id') {
      const { _id = new ObjectId(), ...rest } = decodeExact(bytes)
      doc = { _id, ...rest }
      stored = encode(doc)
    }
    checkSize(stored, 10334)
    const { _id } = doc
    if (Array.isArray(_id) || _id instanceof RegExp || _id === undefined)
      throw badValue(
        `The '_id' value cannot be of type ${Array.isArray(_id) ? 'array' : 'regex or undefined'}`,
      )
    const id = idBytes(_id)
    const key = this.collection.space + id
    this.overlay.claim(key)
    if (this.overlay.get(key)) throw duplicateKey(this.collection, undefined, doc)
    this.overlay.put(key, stored)
    const idBuffer = Buffer.from(id, 'latin1')
    for (const index of this.collection.indexes)
      for (const entry of this.keysOf(index, doc, id)) this.addEntry(index, entry, idBuffer, doc)
    return _id
  }

  /** Replaces a stored document by another with the same _id. An index that reads none of what differs is left alone. */
  replace(key: ByteString, before: Buffer, after: Buffer): void {
    checkSize(after, 17419)
    this.overlay.claim(key)
    this.overlay.put(key, after)
    const changed = changedFields(before, after)
    const touched = this.collection.indexes.filter((index) => {
      const fields = fieldsIndexed(index)
      return !fields || [...fields].some((field) => changed.has(field))
    })
    if (touched.length === 0) return
    const read = readTogether(touched.map(fieldsIndexed))
    const [was, is] = [decodeSome(before, read), decodeSome(after, read)]
    const id = key.slice(this.collection.space.length)
    const idBuffer = Buffer.from(id, 'latin1')
    for (const index of touched) {
      const had = new Set(this.keysOf(index, was, id))
      const has = new Set(this.keysOf(index, is, id))
      for (const entry of had) if (!has.has(entry)) this.removeEntry(index, entry)
      for (const entry of has) if (!had.has(entry)) this.addEntry(index, entry, idBuffer, is)
    }
  }

  remove(key: ByteString, bytes: Buffer): void {
    this.overlay.claim(key)
    this.overlay.put(key, null)
    const doc = decode(bytes)
    const id = key.slice(this.collection.space.length)
    for (const index of this.collection.indexes)
      for (const entry of this.keysOf(index, doc, id)) this.removeEntry(index, entry)
  }

  private removeEntry(index: Index, key: ByteString): void {
    if (index.unique) this.overlay.claim(key)
    this.overlay.put(key, null)
  }

  /** Fills an index that was just declared. Throws when it is unique and the documents are not. */
  build(index: Index): void {
    const { space } = this.collection
    for (const { key, value } of this.overlay.entries({ start: space, end: `${space}\xff` })) {
      const doc = decode(value)
      const id = key.slice(space.length)
      for (const entry of this.keysOf(index, doc, id)) {
        if (index.unique && this.overlay.get(entry)) throw duplicateKey(this.collection, index, doc)
        this.overlay.put(entry, Buffer.from(id, 'latin1'))
      }
    }
  }
}
