/** What runs through a file that can hold films as well as recordings. */
export type Track = 'sound' | 'picture' | 'other'

/** One part of a file: where its content begins and ends. */
interface Part {
  name: string
  from: number
  to: number
}

type Stretch = Pick<Part, 'from' | 'to'>

/** A phone's recording has some hundred parts at most; who sends more of them is not kept waiting for. */
const mostParts = 10_000

/** All parts of this name, in all of these stretches. */
function partsNamed(
  name: string,
  stretches: readonly Stretch[],
  partsIn: (stretch: Stretch) => Iterable<Part>,
): Part[] {
  const found: Part[] = []
  let seen = 0
  for (const stretch of stretches)
    for (const part of partsIn(stretch)) {
      seen += 1
      if (seen > mostParts) return found
      if (part.name === name) found.push(part)
    }
  return found
}

/** The boxes of MP4 that lie side by side in this stretch; a broken one ends the list. */
function* boxesIn(bytes: Buffer, { from, to }: Stretch): Generator<Part> {
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at)
    const long = short === 1 && at + 16 <= to
    const size = short === 0 ? to - at : long ? Number(bytes.readBigUInt64BE(at + 8)) : short
    const head = long ? 16 : 8
    if (size < head || at + size > to) return
    yield { name: bytes.toString('latin1', at + 4, at + 8), from: at + head, to: at + size }
    at += size
  }
}

/** The parts at the end of this way, one name a step. */
const along = (
  way: readonly string[],
  bytes: Buffer,
  partsIn: (bytes: Buffer, stretch: Stretch) => Iterable<Part>,
): readonly Stretch[] =>
  way.reduce<readonly Stretch[]>(
    (found, name) => partsNamed(name, found, (stretch) => partsIn(bytes, stretch)),
    [{ from: 0, to: bytes.length }],
  )

const mp4Tracks: Record<string, Track> = { soun: 'sound', vide: 'picture' }

/** The tracks of an MP4 file, by what handles them. */
export function tracksOfMp4(bytes: Buffer): Track[] {
  return along(['moov', 'trak', 'mdia', 'hdlr'], bytes, boxesIn).map(
    ({ from }) => mp4Tracks[bytes.toString('latin1', from + 8, from + 12)] ?? 'other',
  )
}

/** How long an MP4 file says that it is, in seconds; 0 where it says nothing, as while it is recorded. */
export function lengthOfMp4(bytes: Buffer): number {
  const [head] = along(['moov', 'mvhd'], bytes, boxesIn)
  if (!head || head.to - head.from < 32) return 0
  const long = bytes[head.from] === 1
  const at = head.from + (long ? 20 : 12)
  const length = long ? Number(bytes.readBigUInt64BE(at + 4)) : bytes.readUInt32BE(at + 4)
  const unknown = long ? length >= 2 ** 64 - 1 : length === 0xffffffff
  const perSecond = bytes.readUInt32BE(at)
  return unknown || perSecond === 0 ? 0 : length / perSecond
}

/** The way to a track's type: segment, tracks, one track, its type. */
const webmWay = ['18538067', '1654ae6b', 'ae', '83']
/** Where the sound itself begins; tracks are named before it. */
const cluster = '1f43b675'
const webmTracks: Record<number, Track> = { 1: 'picture', 2: 'sound' }

/** How many bytes a number of EBML takes: as many as its first byte has leading zeros, and one. */
const width = (first: number) => Math.clz32(first) - 23

/** The elements of WebM side by side, up to the sound; what a browser wrote without a length reaches to the end. */
function* elementsIn(bytes: Buffer, { from, to }: Stretch): Generator<Part> {
  for (let at = from; at < to; ) {
    const idWidth = width(bytes[at] ?? 0)
    const sizeAt = at + idWidth
    const sizeWidth = width(bytes[sizeAt] ?? 0)
    const content = sizeAt + sizeWidth
    if (idWidth > 4 || sizeWidth > 8 || content > to) return
    const digits = bytes.subarray(sizeAt, content)
    const unknown = digits.every((digit, n) => digit === (n === 0 ? 0xff >> (sizeWidth - 1) : 0xff))
    const size = digits.reduce(
      (sum, digit, n) => sum * 256 + (n === 0 ? digit & (0xff >> sizeWidth) : digit),
      0,
    )
    const end = unknown ? to : Math.min(content + size, to)
    const name = bytes.toString('hex', at, sizeAt)
    if (name === cluster) return
    yield { name, from: content, to: end }
    at = end
  }
}

/** The tracks of a WebM file, by their types. */
export function tracksOfWebm(bytes: Buffer): Track[] {
  return along(webmWay, bytes, elementsIn).map(({ from }) => webmTracks[bytes[from] ?? 0] ?? 'other')
}

/** What a WebM file says of itself, its length in ticks, and how many nanoseconds a tick is. */
const webmInfo = ['18538067', '1549a966']
const webmLength = '4489'
const webmTick = '2ad7b1'
const usualTick = 1_000_000

/** How long a WebM file says that it is, in seconds; 0 where it says nothing, as while it is recorded. */
export function lengthOfWebm(bytes: Buffer): number {
  const [length] = along([...webmInfo, webmLength], bytes, elementsIn)
  if (!length) return 0
  const wide = length.to - length.from
  const ticks = wide === 8 ? bytes.readDoubleBE(length.from) : wide === 4 ? bytes.readFloatBE(length.from) : 0
  const [tick] = along([...webmInfo, webmTick], bytes, elementsIn)
  const nanoseconds = tick && tick.to - tick.from <= 6 ? bytes.readUIntBE(tick.from, tick.to - tick.from) : 0
  return (ticks * (nanoseconds || usualTick)) / 1e9
}
