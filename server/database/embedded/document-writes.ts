import { ObjectId } from 'bson'
import { type Doc, decode, decodeExact, encode } from './bson-codec'
import type { Catalog, Collection, Index } from './catalog'
import { duplicateKey, entryKeys, idBytes } from './index-entries'
import type { ByteString } from './key-encoding'
import { badValue, MongoError } from './mongo-error'
import type { Overlay } from './overlay'

const largestDocument = 16 * 1024 * 1024

const checkSize = (bytes: Buffer) => {
  if (bytes.length > largestDocument)
    throw new MongoError(10334, 'BSONObjectTooLarge', `BSONObj size: ${bytes.length} is larger than 16777216`)
}

/** Writes documents and keeps their index entries with them. */
export class DocumentWrites {
  constructor(
    private readonly catalog: Catalog,
    private readonly overlay: Overlay,
    private readonly collection: Collection,
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
    checkSize(stored)
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

  /** Replaces a stored document by another with the same _id. */
  replace(key: ByteString, before: Doc, after: Doc): void {
    const bytes = encode(after)
    checkSize(bytes)
    this.overlay.claim(key)
    this.overlay.put(key, bytes)
    const id = key.slice(this.collection.space.length)
    let idBuffer: Buffer | undefined
    const asRead = decode(bytes)
    for (const index of this.collection.indexes) {
      const old = this.keysOf(index, before, id)
      const fresh = this.keysOf(index, asRead, id)
      if (old.length === fresh.length && old.every((entry, i) => entry === fresh[i])) continue
      const [had, has] = [new Set(old), new Set(fresh)]
      for (const entry of had) if (!has.has(entry)) this.removeEntry(index, entry)
      for (const entry of has) {
        if (had.has(entry)) continue
        idBuffer ??= Buffer.from(id, 'latin1')
        this.addEntry(index, entry, idBuffer, asRead)
      }
    }
  }

  remove(key: ByteString, doc: Doc): void {
    this.overlay.claim(key)
    this.overlay.put(key, null)
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
