import { createHash } from 'node:crypto'
import { mongo } from 'mongoose'

/** One collection as it was moved. */
export interface Moved {
  collection: string
  documents: number
  indexes: number
  /** Of all its documents' BSON, in whichever order they come. */
  hash: string
}

/** The copy cannot begin, or is not what it was copied from; the message says what to do. */
export class TransferRefused extends Error {}

/** What goes in one insert: little enough for memory, enough to be quick. */
const batch = { documents: 1000, bytes: 8 * 1024 * 1024 }

/** Hashes documents so that their order does not count: the sum of their SHA-256. */
function fingerprint() {
  let [sum, documents] = [0n, 0]
  return {
    add(bson: Uint8Array) {
      documents++
      sum += BigInt(`0x${createHash('sha256').update(bson).digest('hex')}`)
    },
    get: () => ({ documents, hash: BigInt.asUintN(256, sum).toString(16).padStart(64, '0') }),
  }
}

/** Documents as BSON, so that numbers keep their types. */
const rawDocuments = (collection: mongo.Collection): AsyncIterable<Buffer> =>
  collection.find({}, { raw: true }) as unknown as AsyncIterable<Buffer>

const exact = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const

async function copyDocuments(from: mongo.Collection, to: mongo.Collection) {
  const read = fingerprint()
  let [waiting, bytes]: [mongo.Document[], number] = [[], 0]
  const send = async () => {
    if (waiting.length > 0) await to.insertMany(waiting, { ordered: false })
    waiting = []
    bytes = 0
  }
  for await (const bson of rawDocuments(from)) {
    read.add(bson)
    waiting.push(mongo.BSON.deserialize(bson, exact))
    bytes += bson.length
    if (waiting.length >= batch.documents || bytes >= batch.bytes) await send()
  }
  await send()
  const written = fingerprint()
  for await (const bson of rawDocuments(to)) written.add(bson)
  const [was, is] = [read.get(), written.get()]
  if (was.documents !== is.documents || was.hash !== is.hash)
    throw new TransferRefused(
      `${from.collectionName}: ${was.documents} documents (hash ${was.hash.slice(0, 16)}…) were read, ${is.documents} (${is.hash.slice(0, 16)}…) arrived. Empty the target and begin again; nothing was taken from the source.`,
    )
  return was
}

/** An index as another server may be asked for it: without what only says how this one keeps it. */
const portable = ({ v: _, ns: __, background: ___, storageEngine: ____, ...index }: mongo.Document) => index

/**
 * Copies a whole database with its indexes into an empty one, and reads it back to prove that it is the same. Nothing
 * may write to either meanwhile.
 * @throws TransferRefused when the target is not empty, or what arrived differs.
 */
export async function copyDatabase(
  from: mongo.Db,
  to: mongo.Db,
  report: (moved: Moved) => void,
): Promise<void> {
  const listed = await from.listCollections().toArray()
  const names = listed.map(({ name }) => name).filter((name) => !name.startsWith('system.'))
  const strange = listed.find(({ type }) => type !== undefined && type !== 'collection')
  if (strange) throw new TransferRefused(`${strange.name} is a ${strange.type}, which cannot be copied.`)
  for (const { name } of await to.listCollections({}, { nameOnly: true }).toArray())
    if (!name.startsWith('system.') && (await to.collection(name).findOne({}, { projection: { _id: 1 } })))
      throw new TransferRefused(
        `The target holds data already (collection ${name}), and a copy would mix with it. Choose an empty database or folder. After a copy that was interrupted, drop its database or remove its folder first.`,
      )
  for (const name of names.sort()) {
    const moved = await copyDocuments(from.collection(name), to.collection(name))
    // after the documents, which is quicker, and no expiry takes any of them before they are counted
    const indexes = await from.collection(name).indexes()
    const own = indexes.filter((index) => index.name !== '_id_').map(portable)
    if (moved.documents === 0) await to.createCollection(name)
    if (own.length > 0) await to.command({ createIndexes: name, indexes: own })
    report({ collection: name, indexes: own.length, ...moved })
  }
}
