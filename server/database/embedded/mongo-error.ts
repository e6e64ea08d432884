import { BSONError } from 'bson'
import type { Doc } from './bson-codec'

/** An error as MongoDB words it on the wire: drivers and mongoose branch on `code`, people read `codeName`. */
export class MongoError extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly details: Doc = {},
  ) {
    super(message)
  }

  /** The body of a failed command. */
  toReply(): Doc {
    return { ok: 0, errmsg: this.message, code: this.code, codeName: this.codeName, ...this.details }
  }
}

export const badValue = (message: string) => new MongoError(2, 'BadValue', message)
export const failedToParse = (message: string) => new MongoError(9, 'FailedToParse', message)
export const typeMismatch = (message: string) => new MongoError(14, 'TypeMismatch', message)
export const namespaceNotFound = (message: string) => new MongoError(26, 'NamespaceNotFound', message)
export const notSupported = (message: string) => new MongoError(115, 'CommandNotSupported', message)

/** Somebody else wrote first; the driver runs the transaction again because of the label. */
export const writeConflict = () =>
  new MongoError(112, 'WriteConflict', 'Write conflict during a transaction. Please retry your operation.', {
    errorLabels: ['TransientTransactionError'],
  })

export const noSuchTransaction = (message: string) =>
  new MongoError(251, 'NoSuchTransaction', message, { errorLabels: ['TransientTransactionError'] })

/** Anything thrown, as the error to answer with; what mingo or bson reject is the caller's bad value. */
export function asMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error
  if (BSONError.isBSONError(error)) return badValue(error.message)
  if (error instanceof Error && error.constructor.name === 'MingoError') return badValue(error.message)
  return new MongoError(1, 'InternalError', error instanceof Error ? error.message : String(error))
}
