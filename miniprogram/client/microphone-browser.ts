import type { Heard, Microphone } from './voice'

/** What is understood by most players first: a coordinator may listen on another make of phone. */
const kinds = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']

/** Enough for speech, little enough for a village's signal. */
const bitsPerSecond = 32_000

/** A browser lets a page listen only where nobody can read along: over HTTPS, or on the machine itself. */
export const browserCanListen = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined

/** Records with the browser's own recorder, for `longest` seconds at most. Rejects when the person says no or there is no microphone. */
export async function listenInBrowser(longest: number): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind))
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond })
  const parts: Blob[] = []
  let began = 0
  const close = () => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const heard = new Promise<Heard | null>((resolve) => {
    recorder.addEventListener('start', (event) => {
      began = event.timeStamp
    })
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    // Also when the phone takes the microphone away: what was said until then is there.
    recorder.addEventListener('stop', (event) => {
      clearTimeout(timer)
      for (const track of stream.getTracks()) track.stop()
      const file = new Blob(parts, { type: recorder.mimeType })
      resolve(file.size === 0 ? null : { file, seconds: (event.timeStamp - began) / 1000 })
    })
  })
  const timer = setTimeout(close, longest * 1000)
  recorder.start()
  return { close, heard }
}
