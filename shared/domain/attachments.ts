/** What can go with the words of a report, and how much of it. */
export type AttachmentKind = 'photo' | 'voice'

/** How many photographs one report, or one addition to it, can carry. */
export const mostPhotos = 6

/** How many recordings one report, or one addition to it, can carry. */
export const mostVoices = 5

/** How long one recording can be, in seconds. */
export const longestVoice = 60

/** How long a page read aloud can be, in seconds: a township records it once, at the desk. */
export const longestReadAloud = 120

/** What is said of a recording that is longer than `longest` seconds. */
export const tooLong = (longest: number): string => `一段录音最长 ${longest / 60} 分钟`

/** The kinds of sound that phones record in, by the names that players know them by. */
export const voiceTypes = [
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/webm',
  'audio/wav',
] as const
export type VoiceType = (typeof voiceTypes)[number]
