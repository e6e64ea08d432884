import { Double, Long } from 'bson'
import { z } from 'zod'
import { type Doc, isDoc } from './bson-codec'
import type { Catalog } from './catalog'
import type { Cursors } from './cursors'
import { MongoError, typeMismatch } from './mongo-error'
import type { Storage } from './storage'
import type { Transaction, Transactions } from './transactions'

/** What commands work on. */
export interface Store {
  storage: Storage
  catalog: Catalog
  transactions: Transactions
  cursors: Cursors
}

/** One command as it came in. */
export interface Call {
  store: Store
  db: string
  transaction: Transaction | undefined
  /** The moment, in epoch milliseconds. */
  now: () => number
}

/** Answers one command: a reply's document, or its BSON. */
export interface Command {
  run(body: Doc, call: Call): Promise<Doc | Buffer> | Doc | Buffer
  /** The fields it knows; any other is refused. */
  fields: readonly string[]
  /** The field whose documents are wanted as raw BSON. */
  raw?: string
  /** It changes documents, so that a driver may send it again under one number. */
  writes?: boolean
  /** A transaction may have it. */
  transactional?: boolean
}

/** A document inside a command. */
export const doc = z.custom<Doc>(isDoc, 'must be an object')
/** A number that counts something, whichever of BSON's kinds it came in. */
export const whole = z
  .union([z.number(), z.instanceof(Double), z.instanceof(Long)])
  .transform(Number)
  .pipe(z.int().nonnegative())

const anything = z.unknown().optional()

/** What any command may carry. */
const anyCommand = {
  $db: z.string(),
  lsid: anything,
  $clusterTime: anything,
  $readPreference: anything,
  txnNumber: anything,
  autocommit: anything,
  startTransaction: anything,
  readConcern: anything,
  writeConcern: anything,
  maxTimeMS: whole.optional(),
  comment: anything,
}

/** Turns what zod found wrong into the error that MongoDB would answer with. */
function refusal(name: string, error: z.ZodError): MongoError {
  const [issue] = error.issues
  const at = (path: readonly PropertyKey[]) => [name, ...path.map(String)].join('.')
  if (issue?.code === 'unrecognized_keys')
    return new MongoError(
      40415,
      'Location40415',
      `BSON field '${at([...issue.path, issue.keys[0] ?? ''])}' is an unknown field.`,
    )
  if (issue?.code === 'invalid_type' && /received undefined/.test(issue.message))
    return new MongoError(
      40414,
      'Location40414',
      `BSON field '${at(issue.path)}' is missing but a required field`,
    )
  return typeMismatch(`BSON field '${at(issue?.path ?? [])}' is the wrong type: ${issue?.message}`)
}

/** A part of a command, which must not hold fields we do not know either. */
export const part = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape)

/** For what MongoDB does not let a transaction have. */
export const outsideTransactions = { transactional: false }

type Body<S extends z.ZodRawShape> = z.output<z.ZodObject<S & typeof anyCommand>>

/**
 * Declares a command with the fields it knows. A field that is not among them is refused: an option that is silently
 * left out would be an answer that is silently wrong. Only an `open` command lets drivers say what they like.
 */
export function command<S extends z.ZodRawShape>(
  name: string,
  shape: S,
  run: (body: Body<S>, call: Call) => Promise<Doc | Buffer> | Doc | Buffer,
  { open = false, ...traits }: Omit<Command, 'run' | 'fields'> & { open?: boolean } = {},
): Record<string, Command> {
  const schema = (open ? z.looseObject : z.strictObject)({ ...anyCommand, ...shape })
  return {
    [name]: {
      transactional: true,
      ...traits,
      fields: Object.keys(shape),
      run(body, call) {
        const parsed = schema.safeParse(body)
        if (!parsed.success) throw refusal(name, parsed.error)
        return run(parsed.data as Body<S>, call)
      },
    },
  }
}

/** A collection's full name. */
export const namespace = (call: Call, name: string): string => `${call.db}.${name}`

/** When a command has to be done, in epoch milliseconds. */
export const deadlineOf = (body: { maxTimeMS?: number }, call: Call): number | undefined =>
  body.maxTimeMS ? call.now() + body.maxTimeMS : undefined
