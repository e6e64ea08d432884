import type { VoiceType } from '../../shared/domain/attachments'

/** A recording that is to be written down. */
export interface Recording {
  bytes: Buffer
  type: VoiceType
  seconds: number
}

/**
 * A machine that writes down what is said in a recording: a plug-in, as senders are. What it writes is a hint for a
 * person who can hear the recording beside it, and nothing is decided by it.
 */
export interface Transcriber {
  /** It runs in the house's own hands: only then does it hear what is hidden from all but two. */
  local: boolean
  /**
   * What was said, in plain text; empty when nothing was understood.
   * @throws TranscriberRefused when this recording will never be taken; any other error is a passing one.
   */
  transcribe(recording: Recording): Promise<string>
}

/** The transcriber has looked at a recording and does not take it: asking again changes nothing. */
export class TranscriberRefused extends Error {}
