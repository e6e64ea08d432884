import { useState } from 'react'
import { numberToCall } from '../../client/calls'
import { plainly } from '../../client/problem'
import { dial } from './hotline'

/**
 * Calling whoever reported. The number stays masked until somebody calls it, because taking it whole is noted; then
 * it is shown too, so that a desk can dial it by hand.
 */
export function useCall(caseId: string, receipt?: string) {
  const [number, setNumber] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const ring = async () => {
    setTrouble(null)
    try {
      const whole = number ?? (await numberToCall(caseId, receipt))
      setNumber(whole)
      dial(whole)
    } catch (error) {
      setTrouble(plainly(error))
    }
  }
  return { number, trouble, ring: () => void ring() }
}
