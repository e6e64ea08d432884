import { longestVoice, tooLong, type VoiceType } from '../../shared/domain/attachments'
import { Problem } from '../http/problem'
import { lengthOfMp4, lengthOfWebm, type Track, tracksOfMp4, tracksOfWebm } from './film-tracks'

/** A recording that may be kept, and how long it is in whole seconds. */
export interface VoiceRecording {
  type: VoiceType
  seconds: number
}

/** MB for each minute: uncompressed speech at 16 kHz is below it, any phone's mp3 far below. */
const megabytesAMinute = 2

/** What a browser writes of a file's length while it records can be wrong; this many times too long it is not meant. */
const faith = 5

/** A kind of file that phones record speech in. */
interface Container {
  type: VoiceType
  /** How few and how many bytes a second of sound takes in it: what a stated length is held against. */
  thinnest: number
  thickest: number
  /** Where films come in the same kind of file: what runs through it. */
  tracks?: (bytes: Buffer) => Track[]
  /** How long such a file says itself that it is, in seconds; 0 where it does not say. */
  saysOfItself?: (bytes: Buffer) => number
}

const mpeg4 = {
  type: 'audio/mp4',
  thinnest: 100,
  thickest: 70_000,
  tracks: tracksOfMp4,
  saysOfItself: lengthOfMp4,
} as const
const ogg = { type: 'audio/ogg', thinnest: 50, thickest: 70_000 } as const

/** By the ending that a file of these bytes would have. */
const containers: Record<string, Container> = {
  mp3: { type: 'audio/mpeg', thinnest: 950, thickest: 45_000 },
  aac: { type: 'audio/aac', thinnest: 500, thickest: 70_000 },
  m4a: mpeg4,
  mp4: mpeg4,
  ogg,
  opus: ogg,
  webm: {
    type: 'audio/webm',
    thinnest: 50,
    thickest: 70_000,
    tracks: tracksOfWebm,
    saysOfItself: lengthOfWebm,
  },
  wav: { type: 'audio/wav', thinnest: 7000, thickest: 200_000 },
}

/** True for what `asVoice` should look at, and say what is wrong with it. */
export const isSoundOrFilm = (mime: string): boolean => /^(?:audio|video)\//.test(mime)

const wrongLength = (message: string) =>
  new Problem('invalid-input', undefined, { fields: [{ in: 'query', field: 'seconds', message }] })

/**
 * Looks at what may be a recording. `ending` is what its bytes say that it is; `seconds` the length that the phone
 * counted, because a browser writes none into a file that it sends as it records. `longest` is how long it may be.
 * An hour and more of any kind of sound is over what so many minutes may weigh, whatever is said of its length.
 * @throws Problem not-an-attachment for films and other kinds of sound; too-large; invalid-input for a length that
 * is missing or cannot be.
 */
export function asVoice(
  bytes: Buffer,
  ending: string,
  seconds: number | undefined,
  longest = longestVoice,
): VoiceRecording {
  const container = Object.hasOwn(containers, ending) ? containers[ending] : undefined
  if (!container) throw new Problem('not-an-attachment', '这种录音或者视频收不了，请按住说再录一段')
  const tracks = container.tracks?.(bytes) ?? ['sound']
  if (tracks.includes('picture')) throw new Problem('not-an-attachment', '这是视频，这里只收照片和录音')
  if (!tracks.includes('sound')) throw new Problem('not-an-attachment', '这段录音打不开，请再录一次')
  const megabytes = (longest / 60) * megabytesAMinute
  if (bytes.length > megabytes * 1024 * 1024)
    throw new Problem('too-large', `这段录音太长了：${tooLong(longest)}，最大 ${megabytes} MB`)
  if (seconds === undefined) throw wrongLength('录音要说明有几秒')
  if (seconds > longest) throw wrongLength(tooLong(longest))
  if ((container.saysOfItself?.(bytes) ?? 0) > longest * faith) throw wrongLength(tooLong(longest))
  const perSecond = bytes.length / seconds
  if (perSecond < container.thinnest || perSecond > container.thickest)
    throw wrongLength('录音的长短不对，请再录一次')
  return { type: container.type, seconds }
}
