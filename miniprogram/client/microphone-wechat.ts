import Taro from '@tarojs/taro'
import type { Heard, Microphone } from './voice'

/** WeChat has one recorder, and tells all that happens to it to whoever listened last. */
interface Listener {
  began(): void
  /** `why` is what WeChat says of a failure: before it began, the owner's refusal. */
  ended(heard: Heard | null, why?: unknown): void
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
  made.onError((why) => listener?.ended(null, why))
  // A call comes in: what was said until then is kept, and not mixed with what is said after it.
  made.onInterruptionBegin(() => made.stop())
  recorder = made
  return made
}

async function askLeave(): Promise<void> {
  const { authSetting } = await Taro.getSetting()
  if (!authSetting['scope.record']) await Taro.authorize({ scope: 'scope.record' })
}

/** Records with WeChat's recorder: mp3, 16 kHz, one channel, `longest` seconds at most. Rejects when the person says no. */
export async function listenInWechat(longest: number): Promise<Microphone> {
  await askLeave()
  const manager = theRecorder()
  return new Promise((resolve, reject) => {
    const heard = new Promise<Heard | null>((end) => {
      listener = {
        began: () => resolve({ close: () => manager.stop(), heard }),
        ended(sound, why) {
          listener = null
          end(sound)
          // Does nothing when it had begun.
          reject(why ?? new Error('the recorder did not begin'))
        },
      }
    })
    manager.start({
      duration: longest * 1000,
      format: 'mp3',
      sampleRate: 16_000,
      numberOfChannels: 1,
      encodeBitRate: 48_000,
    })
  })
}
