import type { VoiceType } from '../../shared/domain/attachments'

/** A recording as a phone makes one. Silence: nobody listens to it. */
export interface SomeVoice {
  type: VoiceType
  bytes: Buffer
}

const ascii = (text: string) => Buffer.from(text, 'latin1')
const big32 = (n: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(n)
  return bytes
}
const repeated = (frame: Buffer, times: number) => Buffer.concat(Array.from({ length: times }, () => frame))

/** MPEG-2 Layer III, 48 kbit/s, 16 kHz, mono, as WeChat records: 216 bytes for each 36 ms. */
export function mp3(seconds: number): Buffer {
  const frame = Buffer.alloc(216)
  frame.set([0xff, 0xf3, 0x68, 0xc4])
  return repeated(frame, Math.round(seconds / 0.036))
}

/** AAC-LC in ADTS, 16 kHz, mono: 1024 samples a frame. */
export function aac(seconds: number): Buffer {
  const frame = Buffer.alloc(64)
  frame.set([0xff, 0xf1, 0x60, 0x40, 64 >> 3, ((64 & 7) << 5) | 0x1f, 0xfc])
  return repeated(frame, Math.round((seconds * 16_000) / 1024))
}

/** Uncompressed, 8 kHz, 8 bits, mono. */
export function wav(seconds: number): Buffer {
  const header = Buffer.alloc(44)
  const length = Math.round(seconds * 8000)
  header.write('RIFF')
  header.writeUInt32LE(36 + length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8000, 24)
  header.writeUInt32LE(8000, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(length, 40)
  return Buffer.concat([header, Buffer.alloc(length, 128)])
}

function oggChecksum(page: Buffer): number {
  let sum = 0
  for (const byte of page) {
    sum = (sum ^ (byte << 24)) >>> 0
    for (let bit = 0; bit < 8; bit += 1)
      sum = sum & 0x80000000 ? ((sum << 1) ^ 0x04c11db7) >>> 0 : (sum << 1) >>> 0
  }
  return sum
}

function oggPage(number: number, kind: 0 | 2 | 4, samples: number, packet: Buffer): Buffer {
  const pieces = Math.floor(packet.length / 255) + 1
  const header = Buffer.alloc(27 + pieces)
  header.write('OggS')
  header[5] = kind
  header.writeBigUInt64LE(BigInt(samples), 6)
  header.writeUInt32LE(1, 14)
  header.writeUInt32LE(number, 18)
  header[26] = pieces
  header.fill(255, 27)
  header[26 + pieces] = packet.length % 255
  const page = Buffer.concat([header, packet])
  page.writeUInt32LE(oggChecksum(page), 22)
  return page
}

/** Opus in Ogg, mono, as Firefox records; or another first packet, for what is not a voice. */
export function ogg(seconds: number, firstPacket?: Buffer): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead')
  head.set([1, 1], 8)
  head.writeUInt32LE(48_000, 12)
  const tags = Buffer.concat([ascii('OpusTags'), Buffer.alloc(8)])
  return Buffer.concat([
    oggPage(0, 2, 0, firstPacket ?? head),
    oggPage(1, 0, 0, tags),
    oggPage(2, 4, seconds * 48_000, Buffer.alloc(seconds * 400, 1)),
  ])
}

/** An element of EBML; without a length where `open`, as a browser writes while it records. */
function element(id: string, content: Buffer, open = false): Buffer {
  const length = big32(content.length | 0x10000000)
  return Buffer.concat([
    Buffer.from(id, 'hex'),
    open ? Buffer.from('01ffffffffffffff', 'hex') : length,
    content,
  ])
}
const number = (id: string, n: number) => element(id, Buffer.from([n]))

/**
 * WebM as Chromium records it, with a track of sound, of pictures, or both; `says` is the length in seconds that it
 * writes into itself, where it writes one.
 */
export function webm(
  seconds: number,
  tracks: readonly ('sound' | 'picture')[] = ['sound'],
  says?: number,
): Buffer {
  const length = Buffer.alloc(8)
  length.writeDoubleBE((says ?? 0) * 1000)
  const tick = element('2ad7b1', Buffer.from('0f4240', 'hex'))
  const about = says === undefined ? tick : Buffer.concat([tick, element('4489', length)])
  const rate = Buffer.alloc(4)
  rate.writeFloatBE(48_000)
  const sound = element('e1', Buffer.concat([element('b5', rate), number('9f', 1)]))
  const picture = element('e0', Buffer.concat([number('b0', 64), number('ba', 48)]))
  const entries = tracks.map((track, at) =>
    element(
      'ae',
      Buffer.concat([
        number('d7', at + 1),
        number('73c5', at + 1),
        number('83', track === 'sound' ? 2 : 1),
        element('86', ascii(track === 'sound' ? 'A_OPUS' : 'V_VP8')),
        track === 'sound' ? sound : picture,
      ]),
    ),
  )
  const blocks = element('a3', Buffer.concat([Buffer.from('81000080', 'hex'), Buffer.alloc(seconds * 400)]))
  return Buffer.concat([
    element('1a45dfa3', Buffer.concat([number('4286', 1), element('4282', ascii('webm'))])),
    element(
      '18538067',
      Buffer.concat([
        element('1549a966', about),
        element('1654ae6b', Buffer.concat(entries)),
        element('1f43b675', Buffer.concat([number('e7', 0), blocks]), true),
      ]),
      true,
    ),
  ])
}

const box = (name: string, ...content: Buffer[]): Buffer => {
  const inside = Buffer.concat(content)
  return Buffer.concat([big32(inside.length + 8), ascii(name), inside])
}

function mp4Track(id: number, kind: 'sound' | 'picture', seconds: number): Buffer {
  const header = Buffer.alloc(84)
  header.writeUInt32BE(id, 12)
  const media = Buffer.concat([Buffer.alloc(12), big32(16_000), big32(seconds * 16_000), Buffer.alloc(4)])
  const handler = Buffer.concat([
    Buffer.alloc(8),
    ascii(kind === 'sound' ? 'soun' : 'vide'),
    Buffer.alloc(13),
  ])
  const sound = Buffer.alloc(28)
  sound.set([1], 7)
  sound.set([1], 17)
  sound.set([16], 19)
  sound.writeUInt16BE(16_000, 24)
  const sample = kind === 'sound' ? box('mp4a', sound) : box('avc1', Buffer.alloc(78))
  const described = box('stsd', Buffer.alloc(4), big32(1), sample)
  const tables = ['stts', 'stsc', 'stco'].map((name) => box(name, Buffer.alloc(8)))
  const samples = box('stbl', described, ...tables, box('stsz', Buffer.alloc(12)))
  return box(
    'trak',
    box('tkhd', header),
    box('mdia', box('mdhd', media), box('hdlr', handler), box('minf', samples)),
  )
}

/** The head of an MP4 file that says how many seconds it takes. */
function mp4Length(says: number): Buffer {
  const head = Buffer.alloc(100)
  head.writeUInt32BE(1000, 12)
  head.writeUInt32BE(says * 1000, 16)
  return box('mvhd', head)
}

/**
 * MP4 as iPhones (`M4A `) and Safari (`iso5`) record it, with a track of sound, of pictures, or both; `says` is the
 * length in seconds that it writes into itself, where it writes one.
 */
export function mp4(
  seconds: number,
  brand: 'M4A ' | 'iso5',
  tracks: readonly ('sound' | 'picture')[] = ['sound'],
  says?: number,
): Buffer {
  return Buffer.concat([
    box('ftyp', ascii(brand), big32(0), ascii('isom'), ascii(brand)),
    box(
      'moov',
      ...(says === undefined ? [] : [mp4Length(says)]),
      ...tracks.map((track, at) => mp4Track(at + 1, track, seconds)),
    ),
    box('mdat', Buffer.alloc(seconds * 2000)),
  ])
}

/** A short recording in every kind of file that phones make. */
export const someVoices = (seconds: number): Record<string, SomeVoice> => ({
  mp3: { type: 'audio/mpeg', bytes: mp3(seconds) },
  'AAC in ADTS': { type: 'audio/aac', bytes: aac(seconds) },
  WAV: { type: 'audio/wav', bytes: wav(seconds) },
  'Opus in Ogg': { type: 'audio/ogg', bytes: ogg(seconds) },
  'Opus in WebM': { type: 'audio/webm', bytes: webm(seconds) },
  'AAC in M4A': { type: 'audio/mp4', bytes: mp4(seconds, 'M4A ') },
  'AAC in MP4': { type: 'audio/mp4', bytes: mp4(seconds, 'iso5') },
})
