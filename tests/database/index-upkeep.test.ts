import { ObjectId } from 'bson'
import fc from 'fast-check'
import { type Doc, decodeExact, encode } from '../../server/database/embedded/bson-codec'
import {
  Catalog,
  type Collection,
  fieldsOf,
  type Index,
  rangeOf,
} from '../../server/database/embedded/catalog'
import { DocumentWrites } from '../../server/database/embedded/document-writes'
import { MongoError } from '../../server/database/embedded/mongo-error'
import { Overlay } from '../../server/database/embedded/overlay'
import type { Reader, Storage } from '../../server/database/embedded/storage'
import { updated } from '../../server/database/embedded/update'

/** An index as a client declares it. */
interface Shape {
  key: Record<string, 1 | -1>
  unique: boolean
  sparse: boolean
  partial: Doc | undefined
}
type Deed = { insert: Doc } | { update: Doc; of: number } | { remove: number }

const value = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 2 }),
  fc.constantFrom('', 'x', '村'),
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
  fc.record({ deep: fc.integer({ min: 0, max: 2 }), other: fc.boolean() }, { requiredKeys: [] }),
  fc.array(fc.record({ deep: fc.integer({ min: 0, max: 2 }) }), { maxLength: 2 }),
)
const field = fc.constantFrom('a', 'b', 'c', 'd')
const document = fc.dictionary(field, value, { maxKeys: 4 })
const path = fc.constantFrom('a', 'b', 'c', 'd', 'a.deep', 'b.deep', 'b.other')
const partial = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<Doc>(
    { c: { $exists: true } },
    { c: 1 },
    { 'b.deep': { $gt: 0 } },
    { $and: [{ c: { $exists: true } }, { d: { $type: 'number' } }] },
    { $or: [{ a: 1 }, { d: 'x' }] },
  ),
)
const index: fc.Arbitrary<Shape> = fc.record({
  key: fc.dictionary(path, fc.constantFrom<1 | -1>(1, -1), { minKeys: 1, maxKeys: 3 }),
  unique: fc.boolean(),
  sparse: fc.boolean(),
  partial,
})
const change = fc.oneof(
  fc.record({ $set: fc.dictionary(path, value, { minKeys: 1, maxKeys: 2 }) }),
  fc.record({ $unset: fc.dictionary(path, fc.constant(1), { minKeys: 1, maxKeys: 2 }) }),
  fc.record({ $inc: fc.dictionary(path, fc.constantFrom(1, -1), { minKeys: 1, maxKeys: 1 }) }),
  fc.record({ $push: fc.dictionary(path, value, { minKeys: 1, maxKeys: 1 }) }),
  fc.record({ $addToSet: fc.dictionary(path, value, { minKeys: 1, maxKeys: 1 }) }),
  document,
)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ insert: document }) },
  { weight: 6, arbitrary: fc.record({ update: change, of: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.nat(9) }) },
)

const nothing: Reader = { get: () => undefined, entries: () => [], count: () => 0 }
const catalog = new Catalog({ newest: nothing, onFailedCommit: () => undefined } as unknown as Storage)

const declared = ({ key, ...one }: Shape, name: string): Index => ({
  ...one,
  space: catalog.newSpace(),
  name,
  fields: fieldsOf(key),
  multikey: Object.keys(key).map(() => false),
  since: 0,
})

/** A write as the store does it: all of it lies over what was there, or nothing when it is refused. */
function tried(collection: Collection, before: Reader, work: (writes: DocumentWrites) => void): Reader {
  const overlay = new Overlay(before, () => undefined)
  try {
    work(new DocumentWrites(catalog, overlay, collection))
    return overlay
  } catch (error) {
    if (error instanceof MongoError) return before
    throw error
  }
}

const entriesOf = (reader: Reader, { space }: Index) =>
  [...reader.entries(rangeOf(space))].map(({ key, value }) => [
    key.slice(space.length),
    value.toString('hex'),
  ])

/** How often the runs came to what the rules are about: a property that never meets it proves nothing. */
const met = { replaced: 0, refused: 0, leftAlone: 0, partly: 0, multikey: 0 }

function play(indexes: Shape[], deeds: Deed[]): void {
  const collection: Collection = {
    ns: 'test.kept',
    db: 'test',
    name: 'kept',
    space: catalog.newSpace(),
    indexes: indexes.map((one, i) => declared(one, `index_${i}`)),
  }
  let reader = nothing
  for (const one of deeds) {
    const stored = [...reader.entries(rangeOf(collection.space))]
    const before = collection.indexes.map((each) => JSON.stringify(entriesOf(reader, each)))
    const after = tried(collection, reader, (writes) => {
      if ('insert' in one) return void writes.insert(encode({ _id: new ObjectId(), ...one.insert }))
      const at = stored[('remove' in one ? one.remove : one.of) % Math.max(stored.length, 1)]
      if (!at) return
      if ('remove' in one) return writes.remove(at.key, at.value)
      const changed = updated(decodeExact(at.value), one.update)
      writes.replace(at.key, at.value, encode(changed))
    })
    const count = after.count(rangeOf(collection.space))
    for (const each of collection.indexes) {
      const kept = entriesOf(after, each)
      const anew = { ...each, space: catalog.newSpace(), multikey: each.multikey.map(() => false) }
      const built = tried(collection, after, (writes) => writes.build(anew))
      expect(kept).toEqual(entriesOf(built, anew))
      expect(each.multikey.map((is, i) => is || !anew.multikey[i])).not.toContain(false)
      if (kept.length > 0 && kept.length < count) met.partly++
      if (anew.multikey.includes(true)) met.multikey++
    }
    if (after === reader) met.refused++
    else if ('update' in one) {
      met.replaced++
      met.leftAlone += collection.indexes.filter(
        (each, i) => JSON.stringify(entriesOf(after, each)) === before[i],
      ).length
    }
    reader = after
  }
}

test('index entries kept up change by change are those that building the index anew gives', () => {
  fc.assert(
    fc.property(
      fc.array(index, { minLength: 1, maxLength: 4 }),
      fc.array(deed, { minLength: 1, maxLength: 25 }),
      play,
    ),
    { numRuns: 200 },
  )
  for (const times of Object.values(met)) expect(times).toBeGreaterThan(20)
})
