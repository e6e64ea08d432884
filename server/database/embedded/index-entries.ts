import { EJSON } from 'bson'
import type { Doc } from './bson-codec'
import { type Collection, type Index, keyPattern } from './catalog'
import { indexedValues, reach } from './field-paths'
import { type ByteString, encodeValue, fitted, inverted } from './key-encoding'
import { compileFilter, type FieldsRead, fieldsRead, readTogether } from './matcher'
import { MongoError } from './mongo-error'

/** The end of a document's key, and the value of its index entries. */
export const idBytes = (id: unknown): ByteString => fitted(encodeValue(id))

/** What is worked out once of an index: which documents it takes, and by which of their own fields alone it goes. */
interface Reading {
  takes: (doc: Doc) => boolean
  fields: FieldsRead
}
const readings = new WeakMap<Index, Reading>()

function readingOf(index: Index): Reading {
  const known = readings.get(index)
  if (known) return known
  const { partial = {} } = index
  const own = new Set(index.fields.flatMap(({ path }) => path.slice(0, 1)))
  const made = { takes: compileFilter(partial), fields: readTogether([own, fieldsRead(partial)]) }
  readings.set(index, made)
  return made
}

/** What an index looks at in a document: where none of it differs, the entries are the same. */
export const fieldsIndexed = (index: Index): FieldsRead => readingOf(index).fields

function belongs(index: Index, doc: Doc): boolean {
  if (!readingOf(index).takes(doc)) return false
  return !index.sparse || index.fields.some(({ path }) => reach(doc, path).values.length > 0)
}

/** What an index says about one document: the encoded fields, once per combination of array elements. */
function indexedFields(index: Index, doc: Doc, collection: Collection, onMultikey: () => void): ByteString[] {
  let rows = ['']
  let arrayAt: string | undefined
  for (const [i, field] of index.fields.entries()) {
    const { values, array } = indexedValues(doc, field.path)
    if (array) {
      if (arrayAt !== undefined && arrayAt !== field.path[0])
        throw new MongoError(
          171,
          'CannotIndexParallelArrays',
          `cannot index parallel arrays [${field.path[0]}] [${arrayAt}] in ${collection.ns}`,
        )
      arrayAt = field.path[0]
      if (!index.multikey[i]) {
        index.multikey[i] = true
        onMultikey()
      }
    }
    const encoded = values.map((value) =>
      field.descending ? inverted(encodeValue(value)) : encodeValue(value),
    )
    rows =
      rows.length === 1 && encoded.length === 1
        ? [`${rows[0]}${encoded[0]}`]
        : rows.flatMap((row) => encoded.map((value) => row + value))
  }
  return rows.length > 1 ? [...new Set(rows)] : rows
}

/** The keys of a document's entries in an index. Those of a unique index leave the _id out, so that they collide. */
export function entryKeys(
  index: Index,
  doc: Doc,
  id: ByteString,
  collection: Collection,
  onMultikey: () => void,
): ByteString[] {
  if (!belongs(index, doc)) return []
  const suffix = index.unique ? '' : id
  return indexedFields(index, doc, collection, onMultikey).map((row) => fitted(index.space + row + suffix))
}

/** The error for a value that a unique index holds already. */
export function duplicateKey(collection: Collection, index: Index | undefined, doc: Doc): MongoError {
  const pattern = index ? keyPattern(index) : { _id: 1 }
  const keyValue = Object.fromEntries(
    Object.keys(pattern).map((name) => [name, indexedValues(doc, name.split('.')).values[0] ?? null]),
  )
  return new MongoError(
    11000,
    'DuplicateKey',
    `E11000 duplicate key error collection: ${collection.ns} index: ${index?.name ?? '_id_'} dup key: ${EJSON.stringify(keyValue)}`,
    { keyPattern: pattern, keyValue },
  )
}
