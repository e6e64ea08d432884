import { longestVoice } from '../../shared/domain/attachments'
import type { Attachment } from './attachment'
import { keepFile } from './file-store'
import { browserCanListen, listenInBrowser } from './microphone-browser'
import { listenInWechat } from './microphone-wechat'
import { newClientKey } from './random'

/** A recording of a report. */
export interface Voice extends Attachment {
  seconds: number
}

/** What a microphone heard: a file that will vanish when the app is closed, and its length. */
export interface Heard {
  file: Blob | string
  seconds: number
}

/** A microphone that is open. */
export interface Microphone {
  close(): void
  /** What it heard until it was closed, or until the phone closed it; null when there is nothing. */
  heard: Promise<Heard | null>
}

/** Somebody is speaking. */
export interface Speaking {
  /** Ends it and keeps what was said. */
  finish(): void
  /** Ends it and keeps nothing. */
  drop(): void
  /**
   * The recording, kept on the phone, however it ended; null when it was dropped or too short to say anything.
   * @throws TooLong
   */
  kept: Promise<Voice | null>
}

const shortest = 0.6
/** By how many seconds a phone may stop too late; what is longer still, the recorder did not stop by itself. */
const slack = 5

/** The recorder did not stop when it was told to: what it gave is longer than the server takes, and is not kept. */
export class TooLong extends Error {}

/** Whether this phone can record at all; permission is another question. */
export const canSpeak = (): boolean => process.env.TARO_ENV === 'weapp' || browserCanListen()

/**
 * Opens the microphone; it closes by itself after `longest` seconds, or when a call comes in.
 * Rejects when the person or the phone does not let us have it.
 */
export async function speak(longest = longestVoice): Promise<Speaking> {
  const microphone = await (process.env.TARO_ENV === 'weapp'
    ? listenInWechat(longest)
    : listenInBrowser(longest))
  let wanted = true
  const keep = async (heard: Heard | null): Promise<Voice | null> => {
    if (!wanted || heard === null || heard.seconds < shortest) return null
    if (heard.seconds > longest + slack) throw new TooLong()
    const key = await newClientKey()
    return {
      key,
      ...(await keepFile(key, heard.file)),
      seconds: Math.min(longest, Math.max(1, Math.round(heard.seconds))),
    }
  }
  return {
    finish: microphone.close,
    drop() {
      wanted = false
      microphone.close()
    },
    kept: microphone.heard.then(keep),
  }
}
