import { z } from 'zod'
import { type Doc, decode, isDoc } from './bson-codec'
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
  /** The whole message as BSON, for commands that need numbers in the exact type they were sent in. */
  bytes: Buffer
  /** Documents that came as a sequence of their own, by the field they stand for. */
  sequences: Map<string, Buffer[]>
  transaction: Transaction | undefined
}

/** Answers one command: a reply's document, or its BSON. */
export interface Command {
  run(body: Doc, call: Call): Promise<Doc | Buffer> | Doc | Buffer
  /** The field whose documents are wanted as raw BSON. */
  raw?: string
  /** It changes documents, so that a driver may send it again under one number. */
  writes?: boolean
}

/** What any command may carry. */
const anyCommand = {
  $db: z.string(),
  lsid: z.unknown().optional(),
  $clusterTime: z.unknown().optional(),
  $readPreference: z.unknown().optional(),
  txnNumber: z.unknown().optional(),
  autocommit: z.unknown().optional(),
  startTransaction: z.unknown().optional(),
  readConcern: z.unknown().optional(),
  writeConcern: z.unknown().optional(),
  maxTimeMS: z.number().optional(),
  comment: z.unknown().optional(),
}

/** A document inside a command. */
export const doc = z.custom<Doc>(isDoc, 'must be an object')

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

/**
 * Declares a command with the fields it knows. A field that is not among them is refused: an option that is silently
 * left out would be an answer that is silently wrong. Only an `open` command lets drivers say what they like.
 */
export function command<S extends z.ZodRawShape>(
  name: string,
  shape: S,
  run: (
    body: z.output<z.ZodObject<S & typeof anyCommand>>,
    call: Call,
  ) => Promise<Doc | Buffer> | Doc | Buffer,
  options: Pick<Command, 'raw' | 'writes'> & { open?: boolean } = {},
): Record<string, Command> {
  const { open, ...traits } = options
  const schema = (open ? z.looseObject : z.strictObject)({ ...anyCommand, ...shape })
  return {
    [name]: {
      ...traits,
      run(body, call) {
        const parsed = schema.safeParse(body)
        if (!parsed.success) throw refusal(name, parsed.error)
        return run(parsed.data as z.output<z.ZodObject<S & typeof anyCommand>>, call)
      },
    },
  }
}

/**
 * The statements of a write, which drivers send inside the command or beside it.
 * @throws MongoError 40414 when there are none, and what any wrong field gets.
 */
export function statementsOf<S extends z.ZodType>(
  call: Call,
  [name, field]: readonly [string, string],
  inside: z.output<S>[] | undefined,
  schema: S,
): z.output<S>[] {
  const beside = call.sequences.get(field)
  if (!beside && !inside)
    throw new MongoError(
      40414,
      'Location40414',
      `BSON field '${name}.${field}' is missing but a required field`,
    )
  if (!beside) return inside ?? []
  return beside.map((bytes) => {
    const parsed = schema.safeParse(decode(bytes))
    if (!parsed.success) throw refusal(`${name}.${field}`, parsed.error)
    return parsed.data
  })
}

/** A collection's full name. */
export const namespace = (call: Call, name: string): string => `${call.db}.${name}`

/** When a command has to be done, in epoch milliseconds. */
export const deadlineOf = (body: { maxTimeMS?: number }): number | undefined =>
  body.maxTimeMS ? Date.now() + body.maxTimeMS : undefined
