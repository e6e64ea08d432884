import { longestVoice, type VoiceType } from '../../shared/domain/attachments'
import { Problem } from '../http/problem'
import { type Track, tracksOfMp4, tracksOfWebm } from './film-tracks'

/** A recording that may be kept, and how long it is in whole seconds. */
export interface VoiceRecording {
  type: VoiceType
  seconds: number
}

/** In bytes: two minutes of uncompressed speech at 16 kHz are below it, two minutes of any phone's mp3 far below. */
const largestVoice = 4 * 1024 * 1024

/** A kind of file that phones record speech in. */
interface Container {
  type: VoiceType
  /** How few and how many bytes a second of sound takes in it: what a stated length is held against. */
  thinnest: number
  thickest: number
  /** Where films come in the same kind of file: what runs through it. */
  tracks?: (bytes: Buffer) => Track[]
}

const mpeg4 = { type: 'audio/mp4', thinnest: 100, thickest: 70_000, tracks: tracksOfMp4 } as const
const ogg = { type: 'audio/ogg', thinnest: 50, thickest: 70_000 } as const

/** By the ending that a file of these bytes would have. */
const containers: Record<string, Container> = {
  mp3: { type: 'audio/mpeg', thinnest: 950, thickest: 45_000 },
  aac: { type: 'audio/aac', thinnest: 500, thickest: 70_000 },
  m4a: mpeg4,
  mp4: mpeg4,
  ogg,
  opus: ogg,
  webm: { type: 'audio/webm', thinnest: 50, thickest: 70_000, tracks: tracksOfWebm },
  wav: { type: 'audio/wav', thinnest: 7000, thickest: 200_000 },
}

/** True for what `asVoice` should look at, and say what is wrong with it. */
export const isSoundOrFilm = (mime: string): boolean => /^(?:audio|video)\//.test(mime)

const wrongLength = (message: string) =>
  new Problem('invalid-input', undefined, { fields: [{ in: 'query', field: 'seconds', message }] })

/**
 * Looks at what may be a recording. `ending` is what its bytes say that it is; `seconds` the length that the phone
 * counted, because a browser writes none into a file that it sends as it records.
 * @throws Problem not-an-attachment for films and other kinds of sound; too-large; invalid-input for a length that
 * is missing or cannot be.
 */
export function asVoice(bytes: Buffer, ending: string, seconds: number | undefined): VoiceRecording {
  const container = Object.hasOwn(containers, ending) ? containers[ending] : undefined
  if (!container) throw new Problem('not-an-attachment', '这种录音或者视频收不了，请按住说再录一段')
  const tracks = container.tracks?.(bytes) ?? ['sound']
  if (tracks.includes('picture')) throw new Problem('not-an-attachment', '这是视频，这里只收照片和录音')
  if (!tracks.includes('sound')) throw new Problem('not-an-attachment', '这段录音打不开，请再录一次')
  if (bytes.length > largestVoice) throw new Problem('too-large', '录音最大 4 MB')
  if (seconds === undefined) throw wrongLength('录音要说明有几秒')
  if (seconds > longestVoice) throw wrongLength(`一段录音最长 ${longestVoice / 60} 分钟`)
  const perSecond = bytes.length / seconds
  if (perSecond < container.thinnest || perSecond > container.thickest)
    throw wrongLength('录音的长短不对，请再录一次')
  return { type: container.type, seconds }
}
