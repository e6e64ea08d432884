import { useEffect, useState } from 'react'
import { shelf } from '../../client/shelf'

/** Something that a person chooses once for all pages. */
export interface KeptChoice<T> {
  now(): T
  choose(value: T): void
  /** The phone's own setting changed while a page is open. */
  phoneChanged(): void
  listeners: Set<(value: T) => void>
}

/** Kept on the phone and shared by the pages that are open. Until a person chooses, what their phone says stands. */
export function keptChoice<T extends string>(name: string, phoneSays: () => T): KeptChoice<T> {
  const chosen = shelf<T>(name)
  const listeners = new Set<(value: T) => void>()
  const now = () => chosen.read() ?? phoneSays()
  const tell = () => {
    for (const listener of listeners) listener(now())
  }
  return {
    now,
    listeners,
    phoneChanged: tell,
    choose(value) {
      chosen.write(value)
      for (const listener of listeners) listener(value)
    },
  }
}

/** The choice as it stands, on this page too when it was made on another. */
export function useKept<T>({ now, listeners }: KeptChoice<T>): T {
  const [value, setValue] = useState(now)
  useEffect(() => {
    listeners.add(setValue)
    return () => {
      listeners.delete(setValue)
    }
  }, [listeners])
  return value
}
