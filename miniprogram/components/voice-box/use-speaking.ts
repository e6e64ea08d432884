import { useDidHide } from '@tarojs/taro'
import { useCallback, useEffect, useRef, useState } from 'react'
import { longestVoice } from '../../../shared/domain/attachments'
import { type Refusal, refusalIn } from '../../client/refusal'
import { type Speaking, speak, TooLong, type Voice } from '../../client/voice'

/** How far somebody is with speaking: not yet, asked for the microphone, heard. */
export type Stage = 'quiet' | 'asking' | 'listening'

/** What a press on the microphone brings about. */
export interface Recorder {
  stage: Stage
  /** How long it has been listening. */
  seconds: number
  /** Why the phone did not let us listen. */
  trouble: Refusal | null
  /** It listened, and there is no recording of what was said just now: nothing was heard, or far too much. */
  lost: 'nothing' | 'too-long' | null
  begin(): void
  /** Ends it and keeps what was said; before the microphone has opened, nothing was. */
  finish(): void
  drop(): void
}

/** Counts the seconds while it is on. */
function useSeconds(on: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!on) return
    setSeconds(0)
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      timer = setTimeout(() => {
        setSeconds((before) => before + 1)
        tick()
      }, 1000)
    }
    tick()
    return () => clearTimeout(timer)
  }, [on])
  return seconds
}

/**
 * The microphone of a page; `longest` is how many seconds it listens at most. What was said is kept also when the page
 * is left in the middle of it.
 */
export function useSpeaking(onVoice: (voice: Voice) => void, longest = longestVoice): Recorder {
  const [stage, setStage] = useState<Stage>('quiet')
  const [trouble, setTrouble] = useState<Recorder['trouble']>(null)
  const [lost, setLost] = useState<Recorder['lost']>(null)
  const speaking = useRef<Speaking | null>(null)
  const asked = useRef(false)
  const unwanted = useRef(false)
  const tell = useRef(onVoice)
  tell.current = onVoice
  const seconds = useSeconds(stage === 'listening')

  const listen = useCallback(async () => {
    try {
      const begun = await speak(longest)
      if (unwanted.current) {
        begun.drop()
        return
      }
      speaking.current = begun
      setStage('listening')
      const voice = await begun.kept
      if (voice) tell.current(voice)
      else if (!unwanted.current) setLost('nothing')
    } catch (error) {
      if (error instanceof TooLong) setLost('too-long')
      else setTrouble(refusalIn(error))
    } finally {
      speaking.current = null
      asked.current = false
      setStage('quiet')
    }
  }, [longest])

  const begin = useCallback(() => {
    if (asked.current) return
    asked.current = true
    unwanted.current = false
    setTrouble(null)
    setLost(null)
    setStage('asking')
    void listen()
  }, [listen])
  const finish = useCallback(() => speaking.current?.finish(), [])
  const drop = useCallback(() => {
    unwanted.current = true
    speaking.current?.drop()
  }, [])

  // Leaving the page, or the app going to the back: nobody is to be recorded without seeing it.
  const leave = useCallback(() => {
    unwanted.current = true
    speaking.current?.finish()
  }, [])
  useDidHide(leave)
  useEffect(() => leave, [leave])

  return { stage, seconds, trouble, lost, begin, finish, drop }
}
