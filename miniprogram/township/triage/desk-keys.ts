import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useRef } from 'react'

/** What the keys of a desk do. */
export interface DeskKeys {
  /** 1 to 9: the village at this place in the list, counted from 0. */
  choose(at: number): void
  /** Up and down: the lead before and the lead after. */
  step(by: 1 | -1): void
  /** Enter: places the lead in the chosen village. */
  place(): void
}

const steps: Record<string, 1 | -1> = { ArrowUp: -1, ArrowDown: 1 }

/** Enter on something that is not chosen yet, or on another button, belongs to that button. */
function enterIsTaken(): boolean {
  const at = document.activeElement
  if (!at || at === document.body) return false
  const role = at.getAttribute('role')
  return (
    role === 'button' || role === 'link' || (role === 'radio' && at.getAttribute('aria-checked') !== 'true')
  )
}

/** What is typed into a line belongs to the line. */
const isTyping = () => document.activeElement?.matches('input, textarea') ?? false

/** A desk is worked from the keyboard: 1 2 3 choose, Enter places and moves on. Only in a browser. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  // A page that was left behind still stands beneath the one that is seen: its keys are not its own then.
  const seen = useRef(true)
  useDidShow(() => {
    seen.current = true
  })
  useDidHide(() => {
    seen.current = false
  })
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return
    const onKey = (event: KeyboardEvent) => {
      if (!seen.current || isTyping()) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const step = steps[event.key]
      if (/^[1-9]$/.test(event.key)) latest.current.choose(Number(event.key) - 1)
      else if (step) latest.current.step(step)
      else if (event.key === 'Enter' && !enterIsTaken()) latest.current.place()
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    // Ahead of the buttons' own handlers, which would take Enter for themselves.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
}
