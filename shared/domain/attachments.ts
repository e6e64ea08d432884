/** What can go with the words of a report, and how much of it. */
export type AttachmentKind = 'photo' | 'voice'

/** How many photographs one report, or one addition to it, can carry. */
export const mostPhotos = 6

/** How many recordings one report, or one addition to it, can carry. */
export const mostVoices = 3

/** How long one recording can be, in seconds. */
export const longestVoice = 120

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
