import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answering } from './answering'
import type { Privacy } from './privacy'

/** What a person does with the phone's microphone and loudspeaker, and what the app asked of them. */
export interface Sound {
  /** The part of the `wx` object that records and plays. */
  wx: Record<string, unknown>
  /** What the person answers, or once answered, when an app wants the microphone. */
  microphone: 'allowed' | 'refused'
  /** Its owner allows it in the phone's settings. */
  allow(): void
  /** What the microphone will have heard when the recorder stops. */
  says(recording: Buffer, seconds: number): void
  /** A call comes in: WeChat pauses the recorder and tells the app. */
  callComesIn(): void
  /** Files that were played, in order. */
  played: string[]
  /** What is being played comes to its end. */
  playsToItsEnd(): void
  /** The recorder runs. */
  listening(): boolean
}

type Told = (event: object) => void

/** Sampling rates with the least and the most bits per second that WeChat takes for them. */
const bitRates: Record<number, [number, number]> = {
  8000: [16_000, 48_000],
  16000: [24_000, 96_000],
  44100: [64_000, 320_000],
}
const longest = 600_000

/** Recorder and players as WeChat documents them; `files` is where its temporary files lie. */
export function openSound(files: string, onEvent: () => void, privacy: Privacy): Sound {
  const heard = new Map<string, Told>()
  let asked = false
  let running: { format: string } | null = null
  let said: { recording: Buffer; seconds: number } | null = null
  let recorded = 0
  let onEnded: Told | null = null

  /** WeChat tells what happened a moment after it was asked. */
  const tell = (event: string, about: object = {}) =>
    void Promise.resolve().then(() => {
      heard.get(event)?.(about)
      onEvent()
    })
  const listenTo = (event: string) => (told: Told) => void heard.set(event, told)

  const recorder = {
    onStart: listenTo('start'),
    onStop: listenTo('stop'),
    onError: listenTo('error'),
    onInterruptionBegin: listenTo('interruptionBegin'),
    start({ duration = 60_000, sampleRate = 8000, encodeBitRate = 48_000, format = 'aac' }) {
      const [least, most] = bitRates[sampleRate] ?? [0, 0]
      if (sound.microphone === 'refused') tell('error', { errMsg: 'operateRecorder:fail auth deny' })
      else if (running) tell('error', { errMsg: 'operateRecorder:fail:audio is recording' })
      else if (encodeBitRate < least || encodeBitRate > most || duration > longest)
        tell('error', { errMsg: 'operateRecorder:fail:invalid parameter' })
      else {
        const begin = privacy.guarded('startRecord', () => {
          running = { format }
          tell('start')
        })
        begin({}).catch(({ message, errno }) =>
          tell('error', { errMsg: `operateRecorder:fail ${message}`, errno }),
        )
      }
    },
    stop() {
      if (!running || !said) {
        tell('error', { errMsg: 'operateRecorder:fail:recorder not start' })
        return
      }
      recorded += 1
      const tempFilePath = join(files, `tmp-recording-${recorded}.${running.format}`)
      writeFileSync(tempFilePath, said.recording)
      const about = { tempFilePath, duration: said.seconds * 1000, fileSize: said.recording.length }
      running = null
      said = null
      tell('stop', about)
    },
  }

  const sound: Sound = {
    wx: {
      getRecorderManager: () => recorder,
      getSetting: answering('getSetting', () => ({
        authSetting: asked ? { 'scope.record': sound.microphone === 'allowed' } : {},
      })),
      authorize: answering(
        'authorize',
        privacy.guarded('authorize', ({ scope }: { scope: string }) => {
          if (scope !== 'scope.record') throw new Error('invalid scope')
          asked = true
          if (sound.microphone === 'refused') throw new Error('auth deny')
          return {}
        }),
      ),
      setInnerAudioOption: answering('setInnerAudioOption', () => ({})),
      createInnerAudioContext: () => {
        const player = {
          src: '',
          play() {
            sound.played.push(player.src)
          },
          pause: () => undefined,
          destroy: () => undefined,
          onPause: () => undefined,
          onError: () => undefined,
          onEnded(told: Told) {
            onEnded = told
          },
        }
        return player
      },
    },
    microphone: 'allowed',
    allow() {
      asked = true
      sound.microphone = 'allowed'
    },
    says(recording, seconds) {
      said = { recording, seconds }
    },
    callComesIn: () => tell('interruptionBegin'),
    played: [],
    playsToItsEnd() {
      onEnded?.({})
      onEvent()
    },
    listening: () => running !== null,
  }
  return sound
}
