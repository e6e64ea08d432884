import type { Store } from './command'
import { DocumentWrites } from './document-writes'
import { run } from './query'

const mostAtOnce = 1000

/** Takes out what TTL indexes say has expired. MongoDB looks every minute as well, and promises no more than that. */
export async function removeExpired({ catalog, transactions }: Store, now: Date): Promise<void> {
  for (const collection of catalog.all())
    for (const { expireAfterSeconds, fields } of collection.indexes) {
      const [field] = fields
      if (expireAfterSeconds === undefined || !field) continue
      const filter = { [field.name]: { $lt: new Date(now.getTime() - expireAfterSeconds * 1000) } }
      await transactions.write((atom) => {
        atom((overlay) => {
          const writes = new DocumentWrites(catalog, overlay, collection)
          for (const { key, bytes } of [
            ...run(collection, { reader: overlay }, { filter, limit: mostAtOnce }),
          ])
            writes.remove(key, bytes)
        })
      })
    }
}
