import Taro from '@tarojs/taro'
import { longestVoice } from '../../shared/domain/attachments'
import type { Heard, Microphone } from './voice'

/** WeChat has one recorder, and tells all that happens to it to whoever listened last. */
interface Listener {
  began(): void
  ended(heard: Heard | null): void
}

let recorder: Taro.RecorderManager | null = null
let listener: Listener | null = null

function theRecorder(): Taro.RecorderManager {
  if (recorder) return recorder
  const made = Taro.getRecorderManager()
  made.onStart(() => listener?.began())
  made.onStop(({ tempFilePath, duration }) =>
    listener?.ended({ file: tempFilePath, seconds: duration / 1000 }),
  )
  made.onError(() => listener?.ended(null))
  // A call comes in: what was said until then is kept, and not mixed with what is said after it.
  made.onInterruptionBegin(() => made.stop())
  recorder = made
  return made
}

async function askLeave(): Promise<void> {
  const { authSetting } = await Taro.getSetting()
  if (!authSetting['scope.record']) await Taro.authorize({ scope: 'scope.record' })
}

/** Records with WeChat's recorder: mp3, 16 kHz, one channel. Rejects when the person says no. */
export async function listenInWechat(): Promise<Microphone> {
  await askLeave()
  const manager = theRecorder()
  return new Promise((resolve, reject) => {
    const heard = new Promise<Heard | null>((end) => {
      listener = {
        began: () => resolve({ close: () => manager.stop(), heard }),
        ended(sound) {
          listener = null
          end(sound)
          // Does nothing when it had begun.
          reject(new Error('the recorder did not begin'))
        },
      }
    })
    manager.start({
      duration: longestVoice * 1000,
      format: 'mp3',
      sampleRate: 16_000,
      numberOfChannels: 1,
      encodeBitRate: 48_000,
    })
  })
}

/** Where somebody who once said no can say yes. */
export const openMicrophoneSetting = (): void => void Taro.openSetting().catch(() => undefined)
