import { onDemand } from 'bson'
import { type Doc, decode, encode } from './bson-codec'
import { MongoError } from './mongo-error'

/** MongoDB's largest message, in bytes. */
const largestMessage = 48_000_000
const headerLength = 16
const opcode = { reply: 1, query: 2004, message: 2013 } as const
const flag = { checksum: 1, moreToCome: 2, exhaustAllowed: 1 << 16 } as const
/** Flags in the lower half that we do not know change what the message means. */
const knownRequired = flag.checksum | flag.moreToCome

/** A command as it stood in a message. */
export interface Message {
  requestId: number
  bytes: Buffer
  sequences: Map<string, Buffer[]>
  /** The client wants no answer (an unacknowledged write). */
  silent: boolean
  /** It came as a legacy query, and is answered as one. */
  legacy: boolean
}

/** Bytes that are no message of MongoDB's protocol. The connection is ended; there is no way to answer. */
export class Malformed extends Error {}

function document(frame: Buffer, at: number, end: number): Buffer {
  const length = at + 4 <= end ? frame.readInt32LE(at) : 0
  if (length < 5 || at + length > end || frame[at + length - 1] !== 0)
    throw new Malformed('a document does not fit')
  return frame.subarray(at, at + length)
}

function cString(frame: Buffer, at: number, end: number): { text: string; next: number } {
  const stop = frame.indexOf(0, at)
  if (stop < 0 || stop >= end) throw new Malformed('a name does not end')
  return { text: frame.toString('utf8', at, stop), next: stop + 1 }
}

function readMessage(frame: Buffer, requestId: number): Message {
  const flags = frame.readInt32LE(headerLength)
  if (flags & 0xffff & ~knownRequired) throw new Malformed('unknown flags')
  const end = frame.length - (flags & flag.checksum ? 4 : 0)
  const sequences = new Map<string, Buffer[]>()
  let bytes: Buffer | undefined
  for (let at = headerLength + 4; at < end; ) {
    const kind = frame[at++]
    if (kind === 0 && !bytes) {
      bytes = document(frame, at, end)
      at += bytes.length
    } else if (kind === 1 && at + 4 <= end) {
      const size = frame.readInt32LE(at)
      if (size < 5 || at + size > end) throw new Malformed('a sequence does not fit')
      const stop = at + size
      const { text, next } = cString(frame, at + 4, stop)
      const documents: Buffer[] = []
      for (let from = next; from < stop; ) {
        const one = document(frame, from, stop)
        documents.push(one)
        from += one.length
      }
      sequences.set(text, documents)
      at = stop
    } else throw new Malformed('an unknown section')
  }
  if (!bytes) throw new Malformed('no command')
  return { requestId, bytes, sequences, silent: Boolean(flags & flag.moreToCome), legacy: false }
}

/** The old way to ask, which drivers use for their very first question only. */
function readQuery(frame: Buffer, requestId: number): Message {
  const { text, next } = cString(frame, headerLength + 4, frame.length)
  if (!text.endsWith('.$cmd') || next + 8 > frame.length) throw new Malformed('not a command')
  const body = document(frame, next + 8, frame.length)
  const bytes = encode({ ...decode(body), $db: text.slice(0, -'.$cmd'.length) })
  return { requestId, bytes, sequences: new Map(), silent: false, legacy: true }
}

/** Cuts a stream of bytes into messages. */
export class Framing {
  private chunks: Buffer[] = []
  private size = 0

  /** The messages that are complete now. @throws Malformed */
  add(chunk: Buffer): Message[] {
    const messages: Message[] = []
    this.chunks.push(chunk)
    this.size += chunk.length
    while (this.size >= headerLength) {
      const head = this.take(headerLength, false)
      const length = head.readInt32LE(0)
      if (length < headerLength + 5 || length > largestMessage)
        throw new Malformed(`a message of ${length} bytes`)
      if (this.size < length) return messages
      const frame = this.take(length, true)
      const requestId = frame.readInt32LE(4)
      const code = frame.readInt32LE(12)
      if (code === opcode.message) messages.push(readMessage(frame, requestId))
      else if (code === opcode.query) messages.push(readQuery(frame, requestId))
      else throw new Malformed(`operation ${code}`)
    }
    return messages
  }

  private take(length: number, consume: boolean): Buffer {
    if ((this.chunks[0]?.length ?? 0) < length) this.chunks = [Buffer.concat(this.chunks, this.size)]
    const [first = Buffer.alloc(0)] = this.chunks
    if (consume) {
      this.size -= length
      if (first.length === length) this.chunks.shift()
      else this.chunks[0] = first.subarray(length)
    }
    return first.subarray(0, length)
  }
}

/** How deep documents may lie in each other, and the fewest bytes that can lie deeper. */
const deepest = 200
const fewestBytes = 7 * deepest

function refuseNesting(bytes: Buffer, at: number, depth: number): void {
  if (depth > deepest)
    throw new MongoError(15, 'Overflow', `BSONObj exceeds maximum nested object depth: ${deepest}`)
  for (const [type, , , inside] of onDemand.parseToElements(bytes, at))
    if (type === 3 || type === 4) refuseNesting(bytes, inside, depth + 1)
}

/** @throws MongoError 15 for a message whose documents lie too deep in each other; BSONError where one is broken. */
export function refuseDeep({ bytes, sequences }: Message): void {
  for (const one of [bytes, ...[...sequences.values()].flat()])
    if (one.length >= fewestBytes) refuseNesting(one, 0, 1)
}

let lastReplyId = 0

/** A reply as bytes to send. */
export function replyBytes(reply: Doc | Buffer, to: Message): Buffer {
  const body = Buffer.isBuffer(reply) ? reply : encode(reply)
  const before = headerLength + (to.legacy ? 20 : 5)
  const out = Buffer.allocUnsafe(before + body.length).fill(0, 0, before)
  out.writeInt32LE(out.length, 0)
  lastReplyId = (lastReplyId + 1) | 0
  out.writeInt32LE(lastReplyId, 4)
  out.writeInt32LE(to.requestId, 8)
  out.writeInt32LE(to.legacy ? opcode.reply : opcode.message, 12)
  // a legacy reply: no flags, no cursor, from 0, one document; a message: no flags, one section of kind 0
  if (to.legacy) out.writeInt32LE(1, 32)
  body.copy(out, before)
  return out
}
