import { type Doc, decode, decodeExact } from './bson-codec'
import type { Call, Command, Store } from './command'
import { readCommands } from './commands-read'
import { schemaCommands } from './commands-schema'
import { sessionCommands, sessionOf } from './commands-session'
import { writeCommands } from './commands-write'
import { asMongoError, failedToParse, MongoError } from './mongo-error'
import { type Message, refuseDeep } from './wire'

/** Answers the commands of a connection, if they came over one. Never rejects: what goes wrong is an answer too. */
export type Dispatch = (message: Message, connection?: object) => Promise<Doc | Buffer>

/** How long the answer to a write is kept for a driver that lost it, in milliseconds (MongoDB: as long as a session). */
const memory = 30 * 60_000

/** Every command by its name; any other is refused. */
export const commandTable = (address: () => string): Record<string, Command> => ({
  ...sessionCommands(address),
  ...readCommands,
  ...writeCommands,
  ...schemaCommands,
})

/**
 * Answers commands. A write that a driver sends again because the answer was lost (same session, same number) gets
 * the first answer and is not done twice. That is kept in memory only: the store ends with the server that uses it,
 * so nobody can ask again after a restart.
 */
export function dispatcher(
  store: Store,
  address: () => string,
  now: () => number = Date.now,
): { dispatch: Dispatch; sweep(): void } {
  const commands = commandTable(address)
  const remembered = new Map<string, { number: string; reply: Promise<Doc | Buffer>; at: number }>()

  async function answer(message: Message, connection?: object): Promise<Doc | Buffer> {
    refuseDeep(message)
    const { bytes, sequences } = message
    const name = firstKey(bytes)
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command) throw new MongoError(59, 'CommandNotFound', `no such command: '${name}'`)
    // A number's exact type counts in what is stored, and not in what is only asked.
    const read = command.writes ? (one: Buffer) => decodeExact(one, command.raw) : decode
    const body = read(bytes)
    // what came beside the command stands for the field of that name
    for (const [field, documents] of sequences)
      body[field] = field === command.raw ? documents : documents.map(read)
    if (typeof body.$db !== 'string') throw failedToParse('OP_MSG requests require a $db argument')
    const session = sessionOf(body.lsid)
    const transaction = store.transactions.of(body, session, connection)
    if (transaction && !command.transactional)
      throw new MongoError(
        263,
        'OperationNotSupportedInTransaction',
        `Cannot run '${name}' in a multi-document transaction.`,
      )
    const call: Call = { store, db: body.$db, transaction, now }
    const run = async () => command.run(body, call)
    if (transaction || !command.writes || body.txnNumber === undefined || session === undefined) return run()
    const number = String(body.txnNumber)
    const before = remembered.get(session)
    if (before?.number === number) return before.reply
    const reply = run()
    remembered.set(session, { number, reply, at: now() })
    return reply
  }

  return {
    async dispatch(message, connection) {
      try {
        return await answer(message, connection)
      } catch (error) {
        return asMongoError(error).toReply()
      }
    },
    sweep() {
      for (const [session, { at }] of remembered) if (at < now() - memory) remembered.delete(session)
    },
  }
}

/** The command's name: the first key of its document. */
function firstKey(bytes: Buffer): string {
  const end = bytes.indexOf(0, 5)
  if (end < 0) throw failedToParse('The command has no name')
  return bytes.toString('utf8', 5, end)
}
