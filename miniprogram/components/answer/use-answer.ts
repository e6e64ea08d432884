import Taro, { useDidShow, usePullDownRefresh } from '@tarojs/taro'
import { useCallback, useEffect, useRef, useState } from 'react'

/** What the server said, what went wrong, and how to ask again. An old answer stays while a new one is asked for. */
export interface Asked<T> {
  value: T | null
  error: unknown
  asking: boolean
  again(): Promise<void>
  /** Puts a newer answer in place, when another call has just returned it. */
  put(value: T): void
}

/** Asks when the page opens and whenever `of` changes; an answer to an older question is dropped. */
export function useAnswer<T>(ask: () => Promise<T>, of: string): Asked<T> {
  const [value, setValue] = useState<T | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [asking, setAsking] = useState(true)
  const question = useRef(0)
  const latest = useRef(ask)
  latest.current = ask
  const again = useCallback(async () => {
    question.current += 1
    const mine = question.current
    setAsking(true)
    try {
      const answer = await latest.current()
      if (mine !== question.current) return
      setValue(answer)
      setError(null)
    } catch (problem) {
      if (mine === question.current) setError(problem)
    } finally {
      if (mine === question.current) setAsking(false)
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` names what is asked; a change of it asks again
  useEffect(() => {
    void again()
  }, [again, of])
  const put = useCallback((newer: T) => {
    question.current += 1
    setValue(newer)
    setError(null)
    setAsking(false)
  }, [])
  return { value, error, asking, again, put }
}

/**
 * Asks again when the page is pulled down, and whenever it comes back into view. The first time it has just asked by
 * itself: signal is dear.
 */
export function useRefresh(again: () => Promise<void>): void {
  const seen = useRef(false)
  useDidShow(() => {
    if (seen.current) void again()
    seen.current = true
  })
  usePullDownRefresh(() => void again().finally(() => Taro.stopPullDownRefresh()))
}
