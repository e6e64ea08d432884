import { useState } from 'react'
import { inDetail, isOvertaken } from '../../client/problem'

interface Acting {
  /** Somebody else was quicker: what the page shows is no longer so. */
  onOvertaken?(): unknown
  /** What went wrong in one plain sentence, where the server's own is not all; null where it stands at its field. */
  inWords?(error: unknown): string | null
}

/**
 * Doing one thing at a time on a page that stands: whether it is under way, and what went wrong. What was typed is the
 * page's, and stays.
 */
export function useAct({ onOvertaken, inWords = inDetail }: Acting = {}) {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  /** True when it was done. */
  const act = async (deed: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setTrouble(null)
    try {
      await deed()
      return true
    } catch (error) {
      setTrouble(inWords(error))
      if (isOvertaken(error)) await onOvertaken?.()
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, trouble, act, forget: () => setTrouble(null) }
}
