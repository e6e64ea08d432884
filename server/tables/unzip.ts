import { inflateRawSync } from 'node:zlib'

/** The bytes are no archive that can be read, or one that is meant to fill the memory. */
export class BadArchive extends Error {}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endLength = 22
const longestComment = 0xffff
/** An office file has some dozens. */
const mostEntries = 1_000
const stored = 0
const deflated = 8

/** Where the archive's list of entries begins, and how many it says there are. */
function listOf(bytes: Buffer): { at: number; entries: number } {
  const from = Math.max(0, bytes.length - endLength - longestComment)
  for (let at = bytes.length - endLength; at >= from; at -= 1)
    if (bytes.readUInt32LE(at) === endSignature)
      return { at: bytes.readUInt32LE(at + 16), entries: bytes.readUInt16LE(at + 10) }
  throw new BadArchive('no end of the archive')
}

function unpacked(bytes: Buffer, entry: number, room: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10)
  const packedLength = bytes.readUInt32LE(entry + 20)
  const local = bytes.readUInt32LE(entry + 42)
  if (bytes.readUInt32LE(local) !== localSignature)
    throw new BadArchive('an entry is not where the list says')
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const packed = bytes.subarray(from, from + packedLength)
  if (method === stored && packed.length <= room) return packed
  if (method === deflated) return inflateRawSync(packed, { maxOutputLength: Math.max(1, room) })
  throw new BadArchive('an entry that is too large, or packed in another way')
}

/**
 * Takes the entries out whose names are wanted, never more than `room` bytes of them together: what an entry says of
 * its own length is not believed. @throws BadArchive
 */
export function unzip(bytes: Buffer, wanted: (name: string) => boolean, room: number): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  let left = room
  try {
    const list = listOf(bytes)
    if (list.entries > mostEntries) throw new BadArchive('too many entries')
    let at = list.at
    for (let entry = 0; entry < list.entries; entry += 1) {
      if (bytes.readUInt32LE(at) !== entrySignature) throw new BadArchive('the list of entries is broken')
      const nameLength = bytes.readUInt16LE(at + 28)
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
      if (wanted(name) && !found.has(name)) {
        const content = unpacked(bytes, at, left)
        left -= content.length
        found.set(name, content)
      }
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    }
  } catch (error) {
    // Reading beyond the end, a broken stream, more bytes than there is room for: all are the same to whoever asks.
    throw error instanceof BadArchive ? error : new BadArchive(String(error))
  }
  return found
}
