import Taro from '@tarojs/taro'
import type { Spoken } from './chinese-voice'

/** Whoever shows a sound, and is told what becomes of it. */
export interface Listener {
  /** It is silent now: paused, at its end, or another one is played. */
  silent(): void
  /** It cannot be played. */
  failed(): void
}

interface Player {
  play(): void
  pause(): void
  close(): void
}

function playerInBrowser(source: string, { silent, failed }: Listener): Player {
  const audio = new Audio(source)
  audio.addEventListener('pause', silent)
  audio.addEventListener('ended', silent)
  audio.addEventListener('error', failed)
  return {
    // What comes of it is told by the events.
    play: () => void audio.play().catch(() => undefined),
    pause: () => audio.pause(),
    close: () => audio.pause(),
  }
}

/** Words said by the browser's own voice. It is not held where it is but begins anew: browsers differ in holding. */
function voiceInBrowser({ voice, words }: Spoken, { silent, failed }: Listener): Player {
  let saying: SpeechSynthesisUtterance | null = null
  const hush = () => {
    saying = null
    speechSynthesis.cancel()
  }
  return {
    play() {
      hush()
      const utterance = new SpeechSynthesisUtterance(words)
      utterance.voice = voice
      utterance.lang = voice.lang
      // A little slower than browsers speak: it is heard by elders.
      utterance.rate = 0.9
      const mine = (tell: () => void) => () => {
        if (saying === utterance) tell()
      }
      utterance.onend = mine(silent)
      utterance.onerror = mine(failed)
      saying = utterance
      speechSynthesis.speak(utterance)
    },
    pause() {
      hush()
      silent()
    },
    close: hush,
  }
}

function playerOf(source: string | Spoken, told: Listener): Player {
  if (typeof source !== 'string') return voiceInBrowser(source, told)
  return process.env.TARO_ENV === 'weapp' ? playerInWechat(source, told) : playerInBrowser(source, told)
}

function playerInWechat(source: string, { silent, failed }: Listener): Player {
  // A phone on silent plays what somebody has asked to hear.
  void Taro.setInnerAudioOption({ obeyMuteSwitch: false }).catch(() => undefined)
  const audio = Taro.createInnerAudioContext()
  audio.onPause(silent)
  audio.onEnded(silent)
  audio.onError(failed)
  audio.src = source
  return { play: () => audio.play(), pause: () => audio.pause(), close: () => audio.destroy() }
}

let current: { listener: Listener; player: Player } | null = null

/** Plays a sound from where this listener left it, or from its beginning. One sound is played at a time. */
export function startPlaying(source: string | Spoken, listener: Listener): void {
  if (current?.listener === listener) {
    current.player.play()
    return
  }
  if (current) stopPlaying(current.listener)
  const mine = (tell: () => void) => () => {
    if (current?.listener === listener) tell()
  }
  const told: Listener = {
    silent: mine(listener.silent),
    failed: mine(() => {
      current = null
      listener.failed()
    }),
  }
  const player = playerOf(source, told)
  current = { listener, player }
  player.play()
}

/** Holds this listener's sound where it is. */
export function pausePlaying(listener: Listener): void {
  if (current?.listener === listener) current.player.pause()
}

/** Ends this listener's sound. */
export function stopPlaying(listener: Listener): void {
  if (current?.listener !== listener) return
  const { player } = current
  current = null
  player.close()
  listener.silent()
}
