import { type Doc, decode, encode } from './bson-codec'
import { fitted } from './key-encoding'
import { MongoError, namespaceNotFound } from './mongo-error'
import type { KeyRange, Reader, Storage } from './storage'

/** Where things lie in the key space: the first byte says what kind of entry follows. */
export const area = { settings: '\x01', catalog: '\x02', data: '\x03' } as const

export interface IndexField {
  name: string
  path: readonly string[]
  descending: boolean
}

export interface Index {
  /** Prefix of its entries' keys. */
  space: string
  name: string
  fields: readonly IndexField[]
  unique: boolean
  sparse: boolean
  partial?: Doc
  expireAfterSeconds?: number
  /** Per field: some document has an array there, so an entry stands for one element only. */
  multikey: boolean[]
  /** The catalog's version that brought it: an older snapshot has no entries of it. */
  since: number
}

export interface Collection {
  ns: string
  db: string
  name: string
  /** Prefix of its documents' keys, each followed by the encoded _id. */
  space: string
  indexes: Index[]
}

export const rangeOf = (prefix: string): KeyRange => ({ start: prefix, end: `${prefix}\xff` })

interface StoredIndex extends Omit<Index, 'fields' | 'since' | 'partial' | 'expireAfterSeconds'> {
  key: Record<string, 1 | -1>
  partial: Doc | null
  expireAfterSeconds: number | null
}

export const keyPattern = (index: Index): Record<string, 1 | -1> =>
  Object.fromEntries(index.fields.map((field) => [field.name, field.descending ? -1 : 1]))

export const fieldsOf = (key: Record<string, unknown>): IndexField[] =>
  Object.entries(key).map(([name, direction]) => ({
    name,
    path: name.split('.'),
    descending: Number(direction) < 0,
  }))

/** Which collections and indexes exist. Held in memory, changed inside write jobs. */
export class Catalog {
  private readonly collections = new Map<string, Collection>()
  private readonly changed = new Set<Collection>()
  private lastSpace = 0
  version = 0

  /** Reads from the newest state, or from a moment of its own. */
  constructor(
    private readonly storage: Storage,
    from: Reader = storage.newest,
  ) {
    this.load(from)
    storage.onFailedCommit(() => this.load(storage.newest))
  }

  /** Takes over what is stored. A collection that is known already stays the same object: transactions hold on to it. */
  private load(from: Reader): void {
    const known = new Map(this.collections)
    this.collections.clear()
    this.changed.clear()
    this.version++
    for (const { key, value } of from.entries(rangeOf(area.catalog))) {
      const [db = '', name = ''] = Buffer.from(key.slice(1), 'latin1').toString('utf8').split('\0')
      const stored = decode(value) as unknown as { space: string; indexes: StoredIndex[] }
      const indexes = stored.indexes.map(({ key: pattern, partial, expireAfterSeconds, ...rest }) => ({
        ...rest,
        fields: fieldsOf(pattern),
        since: 0,
        ...(partial ? { partial } : {}),
        ...(expireAfterSeconds === null ? {} : { expireAfterSeconds }),
      }))
      const ns = `${db}.${name}`
      const same = known.get(ns)?.space === stored.space ? known.get(ns) : undefined
      this.collections.set(ns, Object.assign(same ?? {}, { ns, db, name, space: stored.space, indexes }))
      for (const { space } of [stored, ...indexes])
        this.lastSpace = Math.max(this.lastSpace, Buffer.from(space, 'latin1').readUInt32BE(1))
    }
  }

  find(ns: string): Collection | undefined {
    return this.collections.get(ns)
  }

  require(ns: string): Collection {
    const found = this.collections.get(ns)
    if (!found) throw namespaceNotFound(`ns does not exist: ${ns}`)
    return found
  }

  all(db?: string): Collection[] {
    return [...this.collections.values()].filter((collection) => db === undefined || collection.db === db)
  }

  newSpace(): string {
    const bytes = Buffer.alloc(5)
    bytes[0] = area.data.charCodeAt(0)
    bytes.writeUInt32BE(++this.lastSpace, 1)
    return bytes.toString('latin1')
  }

  /** The collection, made if need be. Only inside a write job. */
  create(ns: string): Collection {
    const existing = this.collections.get(ns)
    if (existing) return existing
    const dot = ns.indexOf('.')
    const [db, name] = [ns.slice(0, dot), ns.slice(dot + 1)]
    if (!db || !name || name.startsWith('.') || name.includes('\0') || ns.length > 255)
      throw new MongoError(73, 'InvalidNamespace', `Invalid namespace specified '${ns}'`)
    const collection: Collection = { ns, db, name, space: this.newSpace(), indexes: [] }
    this.collections.set(ns, collection)
    this.touch(collection)
    this.save()
    return collection
  }

  /** Marks a collection's entry as changed; `save` stores it with the write that changed it. */
  touch(collection: Collection): void {
    this.version++
    this.changed.add(collection)
  }

  /** Only inside a write job. */
  save(): void {
    for (const collection of this.changed) {
      const stored = collection.indexes.map(({ fields: _, since: __, ...index }) => ({
        ...index,
        key: keyPattern({ ...index, fields: _, since: __ }),
        partial: index.partial ?? null,
        expireAfterSeconds: index.expireAfterSeconds ?? null,
      }))
      if (this.collections.get(collection.ns) === collection)
        this.storage.put(catalogKey(collection), encode({ space: collection.space, indexes: stored }))
    }
    this.changed.clear()
  }

  /** Only inside a write job. */
  drop(collection: Collection): void {
    this.collections.delete(collection.ns)
    this.version++
    this.storage.remove(catalogKey(collection))
    for (const { space } of [collection, ...collection.indexes]) this.storage.removeAll(rangeOf(space))
  }
}

const catalogKey = ({ db, name }: Collection) =>
  fitted(area.catalog + Buffer.from(`${db}\0${name}`, 'utf8').toString('latin1'))
