import { isDeepStrictEqual } from 'node:util'
import {
  type Collection,
  type CommandStartedEvent,
  type Document,
  MongoClient,
  MongoServerError,
} from 'mongodb'
import { dropDatabase, testDatabase } from '../setup/database'
import type { Case } from './case'
import { changing } from './changing'
import { finding } from './finding'
import { indexing } from './indexing'
import { together } from './together'
import used from './used.json'
import { wordsOf } from './words'

/**
 * What we rely on from MongoDB, stated as cases; its manual decides. They run on the store under test: the embedded
 * one, or the server that MONGODB_URI names.
 */
const database = testDatabase()
let client: MongoClient
/** False for a server that speaks MongoDB's protocol and does not say from which of MongoDB's sources it was built. */
let ours = true
const heard = new Set<string>()

beforeAll(async () => {
  client = await MongoClient.connect(database.uri, { monitorCommands: true })
  const { gitVersion } = await client.db('admin').command({ buildInfo: 1 })
  ours = !process.env.MONGODB_URI || gitVersion !== undefined
  client.on('commandStarted', ({ command }: CommandStartedEvent) => {
    for (const word of wordsOf(command)) heard.add(word)
  })
})
afterAll(async () => {
  await client.close()
  await dropDatabase(database)
})

let made = 0
async function fresh(documents: readonly Document[] = []): Promise<Collection<Document>> {
  made += 1
  const collection = client.db(database.dbName).collection(`case_${made}`)
  if (documents.length > 0) await collection.insertMany(documents.map((one) => ({ ...one })))
  return collection
}

describe.each<[string, Case[]]>([
  ['finding', finding],
  ['changing', changing],
  ['indexes', indexing],
  ['together', together],
])('%s', (_, cases) => {
  test.each(cases.map((one) => [one.what, one] as const))('%s', async (__, one) => {
    expect(one.manual).toMatch(/^[a-z]/)
    const collection = await fresh(one.documents)
    const found = await one
      .run({ collection, client, another: fresh })
      .catch((error: unknown) =>
        one.others && error instanceof MongoServerError ? error.code : Promise.reject(error),
      )
    const allowed = ours || !one.others ? [one.gives] : [one.gives, one.others.gives]
    const right = allowed.find((gives) => isDeepStrictEqual(gives, found)) ?? one.gives
    expect(found).toEqual(right)
  })
})

test('everything that the application, mongoose and the driver say to the store has been said here', () => {
  expect(used.filter((word) => !heard.has(word))).toEqual([])
})
