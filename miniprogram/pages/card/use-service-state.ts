import { useEffect, useState } from 'react'
import { ApiProblem } from '../../client/problem'
import type { Asked } from '../../components/answer/use-answer'
import { type Seen, type ServiceState, serviceState } from './service-state'

/** An answer that takes longer than this is slow to whoever waits for it. */
const slowAfter = 4_000

const failureOf = (error: unknown): Seen['failed'] =>
  error === null ? null : error instanceof ApiProblem ? error.status : 'no-answer'

/** How the service stands while a page waits for its answer, and after it. */
export function useServiceState({ asking, error }: Pick<Asked<unknown>, 'asking' | 'error'>): ServiceState {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!asking) return undefined
    setLate(false)
    const timer = setTimeout(() => setLate(true), slowAfter)
    return () => clearTimeout(timer)
  }, [asking])
  return serviceState({ asking, late, failed: failureOf(error) })
}
