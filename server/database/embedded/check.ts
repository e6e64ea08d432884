import { EJSON } from 'bson'
import { decode } from './bson-codec'
import { area, Catalog, type Collection, type Index, rangeOf } from './catalog'
import { entryKeys, idBytes } from './index-entries'
import type { Reader, Storage } from './storage'

/** What a store holds, and what in it disagrees. */
export interface Findings {
  collections: number
  documents: number
  entries: number
  /** One sentence each; empty when documents and indexes tell the same. */
  wrong: string[]
}

/** Walks one collection: each document is whole and under its own key, and its entries in every index lead to it. */
function checkCollection(collection: Collection, now: Reader, found: Findings): number {
  const { ns, space, indexes } = collection
  const say = (what: string) => void found.wrong.push(`${ns}: ${what}`)
  const keysOf = (index: Index, doc: Record<string, unknown>, id: string) =>
    entryKeys(index, doc, id, collection, () => say(`index ${index.name} does not know of an array`))
  const expected = new Map(indexes.map((index) => [index, 0]))
  let documents = 0
  for (const { key, value } of now.entries(rangeOf(space))) {
    documents++
    const id = key.slice(space.length)
    try {
      const doc = decode(value)
      const name = EJSON.stringify(doc._id)
      if (idBytes(doc._id) !== id) say(`document ${name} lies under another's key`)
      for (const index of indexes)
        for (const entry of keysOf(index, doc, id)) {
          expected.set(index, (expected.get(index) ?? 0) + 1)
          if (now.get(entry)?.toString('latin1') !== id)
            say(`index ${index.name} does not lead to document ${name}`)
        }
    } catch (error) {
      say(`a document is torn (${error instanceof Error ? error.message : error})`)
    }
  }
  let entries = 0
  for (const index of indexes) {
    const count = now.count(rangeOf(index.space))
    entries += count
    if (count !== expected.get(index))
      say(`index ${index.name} has ${count} entries where the documents have ${expected.get(index)}`)
  }
  found.documents += documents
  found.entries += entries
  return documents + entries
}

/** Reads the whole store as it is at one moment, while it may be written to, and names what disagrees. */
export function checkStore(storage: Storage): Findings {
  const now = storage.snapshot()
  const found: Findings = { collections: 0, documents: 0, entries: 0, wrong: [] }
  try {
    const known = new Catalog(storage, now).all()
    let keys = 0
    for (const collection of known) keys += checkCollection(collection, now, found)
    const left = now.count(rangeOf(area.data)) - keys
    if (left !== 0) found.wrong.push(`${left} keys belong to no collection`)
    return { ...found, collections: known.length }
  } finally {
    now.release()
  }
}
