import { useState } from 'react'
import { doerNow } from '../../client/deed-outbox'
import { shelf } from '../../client/shelf'

/**
 * What is typed into a form, saved as it is typed: it is there again when the app was killed, or when somebody had to
 * sign in anew in the middle of it. `of` says which form of what; it is whoever types it alone who finds it again.
 * `forget` when it has arrived.
 */
export function useKept<T extends object>(of: string, initial: T) {
  const kept = shelf<T>(`form.${of}.${doerNow()}`)
  const [typed, setTyped] = useState<T>(() => ({ ...initial, ...kept.read() }))
  return {
    typed,
    type(patch: Partial<T>) {
      // Upon what is stored: two fields can change before the page is drawn again.
      const next = { ...typed, ...kept.read(), ...patch }
      kept.write(next)
      setTyped(next)
    },
    forget: () => kept.wipe(),
  }
}
