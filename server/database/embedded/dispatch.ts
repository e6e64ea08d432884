import { type Doc, decode, decodeExact } from './bson-codec'
import type { Call, Command, Store } from './command'
import { commandNotFound, readCommands } from './commands-read'
import { schemaCommands } from './commands-schema'
import { sessionCommands } from './commands-session'
import { writeCommands } from './commands-write'
import { asMongoError, failedToParse, MongoError } from './mongo-error'
import { sessionOf } from './session-id'
import { type Message, refuseDeep } from './wire'

/** Answers commands. Never rejects: what goes wrong is an answer too. */
export type Dispatch = (message: Message) => Promise<Doc | Buffer>

const notInTransactions = new Set([
  'create',
  'createIndexes',
  'drop',
  'dropDatabase',
  'dropIndexes',
  'listIndexes',
  'listCollections',
  'listDatabases',
  'count',
  'explain',
])

/**
 * Makes the table of commands. A write that a driver sends again because the answer was lost (same session, same
 * number) gets the first answer and is not done twice. That is kept in memory only: the store ends with the server
 * that uses it, so nobody can ask again after a restart.
 */
export function dispatcher(store: Store, address: () => string): { dispatch: Dispatch; sweep(): void } {
  const commands: Record<string, Command> = {
    ...sessionCommands(address),
    ...readCommands,
    ...writeCommands,
    ...schemaCommands,
  }
  // one name of the same command, in the spelling of older drivers
  commands.findandmodify = commands.findAndModify as Command
  const remembered = new Map<string, { number: string; reply: Promise<Doc | Buffer>; at: number }>()

  async function answer(message: Message): Promise<Doc | Buffer> {
    refuseDeep(message)
    const { bytes, sequences } = message
    const name = firstKey(bytes)
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command) throw commandNotFound(name)
    const body = command.raw ? decodeExact(bytes, command.raw) : decode(bytes)
    if (typeof body.$db !== 'string') throw failedToParse('OP_MSG requests require a $db argument')
    const session = sessionOf(body.lsid)
    const transaction = store.transactions.of(body, session)
    if (transaction && notInTransactions.has(name))
      throw new MongoError(
        263,
        'OperationNotSupportedInTransaction',
        `Cannot run '${name}' in a multi-document transaction.`,
      )
    const call: Call = { store, db: body.$db, bytes, sequences, transaction }
    const run = async () => command.run(body, call)
    if (transaction || !command.writes || body.txnNumber === undefined || session === undefined) return run()
    const number = String(body.txnNumber)
    const before = remembered.get(session)
    if (before?.number === number) return before.reply
    const reply = run()
    remembered.set(session, { number, reply, at: Date.now() })
    return reply
  }

  return {
    async dispatch(message) {
      try {
        return await answer(message)
      } catch (error) {
        return asMongoError(error).toReply()
      }
    },
    sweep() {
      const oldest = Date.now() - 30 * 60_000
      for (const [session, { at }] of remembered) if (at < oldest) remembered.delete(session)
    },
  }
}

/** The command's name: the first key of its document. */
function firstKey(bytes: Buffer): string {
  const end = bytes.indexOf(0, 5)
  if (end < 0) throw failedToParse('The command has no name')
  return bytes.toString('utf8', 5, end)
}
