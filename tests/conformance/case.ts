import {
  type Collection,
  type Document,
  type Filter,
  type MongoClient,
  MongoServerError,
  type UpdateFilter,
  type UpdateOptions,
} from 'mongodb'

/** What a case works with: an empty database's collection of its own, with the documents that it names. */
export interface Scene {
  collection: Collection<Document>
  client: MongoClient
  /** Another collection of the case's own. */
  another(documents?: readonly Document[]): Promise<Collection<Document>>
}

/** One thing that the application relies on: what is done, what it gives, and where MongoDB's manual says so. */
export interface Case {
  what: string
  /** The page of the manual, below https://www.mongodb.com/docs/manual/ */
  manual: string
  documents?: readonly Document[]
  run(scene: Scene): Promise<unknown>
  gives: unknown
  /** What another server that speaks MongoDB's protocol, and is not MongoDB, may give instead of what the manual says. */
  others?: { why: string; gives: unknown }
}

/** The same case, with what other servers may give. */
export const elsewhere = (one: Case, why: string, gives: unknown): Case => ({
  ...one,
  others: { why, gives },
})

/** The _id of each. */
export const idsOf = (documents: readonly Document[]): unknown[] => documents.map(({ _id }) => _id)

/** The code a refusal carries; 'no error' when there is none. */
export const codeOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'no error',
    (error: unknown) => (error instanceof MongoServerError ? error.code : error),
  )

/** Finding these among the documents, counting them, and both again with an index on what is asked. */
export const finds =
  (documents: readonly Document[]) =>
  (what: string, manual: string, filter: Filter<Document>, ids: readonly unknown[]): Case => ({
    what,
    manual,
    documents,
    async run({ collection }) {
      const ask = async () => [
        idsOf(await collection.find(filter).sort({ _id: 1 }).toArray()),
        await collection.countDocuments(filter),
      ]
      const scanned = await ask()
      for (const path of Object.keys(filter))
        if (!path.startsWith('$')) await collection.createIndex({ [path]: 1 })
      return [scanned, await ask()]
    },
    gives: [
      [ids, ids.length],
      [ids, ids.length],
    ],
  })

/** Changing one document. */
export const changes = (
  what: string,
  manual: string,
  before: Document,
  update: Document,
  after: Document,
  options: UpdateOptions = {},
): Case => ({
  what,
  manual,
  documents: [{ _id: 1, ...before }],
  async run({ collection }) {
    const { matchedCount, modifiedCount } = await collection.updateOne(
      { _id: 1 as never },
      update as UpdateFilter<Document>,
      options,
    )
    return { matchedCount, modifiedCount, after: await collection.findOne({}) }
  },
  gives: { matchedCount: 1, modifiedCount: 1, after: { _id: 1, ...after } },
})

/** Runs a command, and rejects as the driver does for a statement that was refused. */
export async function send({ client, collection }: Scene, command: Document): Promise<Document> {
  const reply = await client.db(collection.dbName).command(command)
  const [refused] = reply.writeErrors ?? []
  if (refused) throw new MongoServerError({ ...refused, message: refused.errmsg })
  return reply
}

/** A refusal with this code, after which everything is as it was. */
export const refuses = (
  what: string,
  manual: string,
  code: number,
  act: (scene: Scene) => Promise<unknown>,
  documents: readonly Document[] = [{ _id: 1, word: 'x', list: [1] }],
): Case => ({
  what: `refuses ${what}`,
  manual,
  documents,
  async run(scene) {
    return [await codeOf(act(scene)), await scene.collection.find().sort({ _id: 1 }).toArray()]
  },
  gives: [code, documents],
})
