import { useEffect, useState } from 'react'
import { ApiProblem } from '../../client/problem'
import type { Asked } from '../../components/answer/use-answer'

/** How the service stands, by its own last answer to this phone. */
export type ServiceState = 'asking' | 'open' | 'slow' | 'down' | 'unreachable'

/** An answer that takes longer than this is slow to whoever waits for it. */
export const slowAfter = 4_000

/** What the last answer says. A card that is not there was answered, so the service is open. */
export function serviceState({
  asking,
  late,
  error,
}: {
  asking: boolean
  /** The answer is late, or was. */
  late: boolean
  error: unknown
}): ServiceState {
  if (late && (asking || error === null)) return 'slow'
  if (asking) return 'asking'
  if (error === null) return 'open'
  if (!(error instanceof ApiProblem)) return 'unreachable'
  return error.status >= 500 ? 'down' : 'open'
}

/** The same while a page waits for an answer. */
export function useServiceState({ asking, error }: Pick<Asked<unknown>, 'asking' | 'error'>): ServiceState {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!asking) return undefined
    setLate(false)
    const timer = setTimeout(() => setLate(true), slowAfter)
    return () => clearTimeout(timer)
  }, [asking])
  return serviceState({ asking, late, error })
}
