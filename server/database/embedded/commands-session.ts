import { Binary } from 'bson'
import { z } from 'zod'
import { isDoc } from './bson-codec'
import { type Command, command, doc } from './command'
import { latin1 } from './key-encoding'
import { MongoError } from './mongo-error'

/** The version whose behaviour the conformance tests state. */
const version = '8.0.0'
/** Drivers read from it what a server can do; 25 is MongoDB 8.0. */
const wireVersion = 25

/** A session's id as text; undefined when the message carries none. */
export function sessionOf(lsid: unknown): string | undefined {
  const id = isDoc(lsid) ? lsid.id : undefined
  return id instanceof Binary ? latin1(id.value()) : undefined
}

/** What a driver asks first. One member that is primary: that is what transactions need. */
export const helloReply = (address: string, legacy: boolean) => ({
  ...(legacy ? { ismaster: true } : { isWritablePrimary: true }),
  helloOk: true,
  secondary: false,
  setName: 'embedded',
  setVersion: 1,
  hosts: [address],
  primary: address,
  me: address,
  maxBsonObjectSize: 16 * 1024 * 1024,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: wireVersion,
  readOnly: false,
  ok: 1,
})

/** Every driver introduces itself in its own words. */
const greeting = { open: true }

/** The commands about the connection, sessions and transactions. */
export const sessionCommands = (address: () => string): Record<string, Command> => ({
  ...command('hello', {}, () => helloReply(address(), false), greeting),
  ...command('ismaster', {}, () => helloReply(address(), true), greeting),
  ...command('isMaster', {}, () => helloReply(address(), true), greeting),
  ...command('ping', { ping: z.unknown().optional() }, () => ({ ok: 1 })),
  ...command('buildInfo', { buildInfo: z.unknown().optional() }, () => ({
    version,
    versionArray: [...version.split('.').map(Number), 0],
    storageEngines: ['lmdb'],
    maxBsonObjectSize: 16 * 1024 * 1024,
    ok: 1,
  })),
  ...command('endSessions', { endSessions: z.array(doc) }, (body, { store }) => {
    for (const session of body.endSessions) {
      const id = sessionOf(session)
      if (id) store.transactions.endSession(id)
    }
    return { ok: 1 }
  }),
  ...command('commitTransaction', { commitTransaction: z.unknown() }, async (_, { transaction, store }) => {
    await store.transactions.commit(inTransaction(transaction))
    return { ok: 1 }
  }),
  ...command('abortTransaction', { abortTransaction: z.unknown() }, (_, { transaction, store }) => {
    store.transactions.abort(inTransaction(transaction))
    return { ok: 1 }
  }),
})

function inTransaction<T>(transaction: T | undefined): T {
  if (!transaction) throw new MongoError(125, 'CommandFailed', 'This must be run within a transaction')
  return transaction
}
