import { type Collection, type Document, MongoClient } from 'mongodb'
import { dropDatabase, testDatabase } from '../setup/database'

/** A fresh collection for a file of cases, and the client it came through. */
export interface Cases {
  client: MongoClient
  /** An empty collection of the case's own. */
  fresh(documents?: Document[]): Promise<Collection<Document>>
  close(): Promise<void>
}

/** Opens a database on the store under test: the embedded one, or the server that MONGODB_URI names. */
export async function openCases(): Promise<Cases> {
  const database = testDatabase()
  const client = await MongoClient.connect(database.uri)
  let made = 0
  return {
    client,
    async fresh(documents = []) {
      made += 1
      const collection = client.db(database.dbName).collection(`case_${made}`)
      if (documents.length > 0) await collection.insertMany(documents)
      return collection
    },
    async close() {
      await client.close()
      await dropDatabase(database)
    },
  }
}

/** Documents without their order. */
export const byId = (documents: Document[]): unknown[] => documents.map(({ _id }) => _id).sort()
