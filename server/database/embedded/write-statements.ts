import type { Doc } from './bson-codec'
import type { Collection } from './catalog'
import type { Call } from './command'
import { DocumentWrites } from './document-writes'
import { asMongoError, type MongoError } from './mongo-error'
import type { View } from './query'
import { Blocked } from './transactions'

/** Does one part of a write to a collection: in the command's transaction, or as an atom of a write job. */
export type Part = <T>(collection: Collection, work: (writes: DocumentWrites, view: View) => T) => T

/** The collection, made if there is none: outside the transaction, since nothing of it can conflict. */
export async function collectionFor(call: Call, ns: string): Promise<Collection> {
  const { catalog, transactions } = call.store
  const found = catalog.find(ns)
  if (found) return found
  await transactions.write(() => void catalog.create(ns))
  return catalog.require(ns)
}

/**
 * Runs a command's writes. Outside a transaction the job may be begun again after waiting for one, so `steps` keeps
 * its own account of what is done.
 */
export async function writing(call: Call, steps: (apply: Part) => void): Promise<void> {
  const { catalog, transactions } = call.store
  const { transaction } = call
  if (!transaction) {
    await transactions.write((atom) =>
      steps((collection, work) =>
        atom((overlay) => work(new DocumentWrites(catalog, overlay, collection), { reader: overlay })),
      ),
    )
    return
  }
  try {
    steps((collection, work) => {
      transaction.written.add(collection)
      return work(new DocumentWrites(catalog, transaction.overlay, collection), transaction.view)
    })
  } catch (error) {
    transactions.abort(transaction)
    throw error
  }
}

/** How a statement that failed is reported. */
export interface WriteError extends Doc {
  index: number
  code: number
  errmsg: string
}

/**
 * Does a command's statements one by one. One that fails is reported under its number; the ones after it are done
 * too unless the command is ordered. Inside a transaction any failure ends the transaction.
 */
export async function statements<S>(
  call: Call,
  list: readonly S[],
  ordered: boolean,
  run: (statement: S, index: number, apply: Part) => void,
): Promise<WriteError[]> {
  const errors: WriteError[] = []
  let next = 0
  await writing(call, (apply) => {
    for (; next < list.length; next++) {
      try {
        run(list[next] as S, next, apply)
      } catch (error) {
        if (error instanceof Blocked) throw error
        const known = asMongoError(error)
        if (known.details.errorLabels) throw known
        errors.push(reported(next, known))
        if (call.transaction) call.store.transactions.abort(call.transaction)
        if (ordered || call.transaction) {
          next = list.length
          return
        }
      }
    }
  })
  return errors
}

const reported = (index: number, error: MongoError): WriteError => ({
  index,
  code: error.code,
  errmsg: error.message,
  ...error.details,
})
