import { useState } from 'react'
import { doerNow } from '../../client/deed-outbox'
import { shelf } from '../../client/shelf'

/** Where what is typed into this form lies on the phone, for whoever types now. */
export const formShelf = (of: string): string => `form.${of}.${doerNow()}`

/**
 * What is typed into a form, saved as it is typed: it is there again when the app was killed, or when somebody had to
 * sign in anew in the middle of it. `of` says which form of what; it is whoever types it alone who finds it again.
 * Until something is typed the form shows `initial`. `forget` when it has arrived; `reset` begins afresh.
 */
export function useKept<T extends object>(of: string, initial: T) {
  const kept = shelf<T>(formShelf(of))
  const [begun, setBegun] = useState<T | null>(() => kept.read())
  return {
    typed: { ...initial, ...begun },
    begun: begun !== null,
    type(patch: Partial<T>) {
      // Upon what is stored: two fields can change before the page is drawn again.
      const next = { ...initial, ...begun, ...kept.read(), ...patch }
      kept.write(next)
      setBegun(next)
    },
    forget: () => kept.wipe(),
    reset() {
      kept.wipe()
      setBegun(null)
    },
  }
}

/**
 * The same for a form that changes what already holds: `seen` names what holds (a version). When somebody else has
 * changed it since the first letter was typed here, `overtaken` says so: both sides are shown, and only `look` goes on
 * with what was typed.
 */
export function useKeptOver<T extends object>(of: string, initial: T, seen: string) {
  const { typed, type, ...rest } = useKept<T & { seen: string }>(of, { ...initial, seen })
  return {
    ...rest,
    typed,
    type: (patch: Partial<T>) => type({ ...patch, seen: typed.seen } as Partial<T & { seen: string }>),
    overtaken: rest.begun && typed.seen !== seen,
    look: () => type({ seen } as Partial<T & { seen: string }>),
  }
}
