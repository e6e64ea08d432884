/**
 * Why the phone does not let the app have something: its owner gave up the choice; did not agree to what is done with
 * it; does not let this app use it; or the app may not ask, because its operator has not declared it to WeChat.
 */
export type Refusal = 'cancelled' | 'privacy' | 'permission' | 'undeclared'

/** WeChat's numbers for it, the same for every interface. */
const byNumber: Record<number, Refusal> = { 103: 'permission', 104: 'privacy', 112: 'undeclared' }

/** What a failed interface of the phone says, whichever phone it is. */
export function refusalIn(error: unknown): Refusal {
  const { errno, errMsg = '', name } = (error ?? {}) as { errno?: number; errMsg?: string; name?: string }
  const known = errno === undefined ? undefined : byNumber[errno]
  if (known) return known
  if (/privacy permission is not authorized/.test(errMsg)) return 'privacy'
  if (/auth(?:orize)?[: ]?\s*(?:deny|denied|no response)|permission denied/i.test(errMsg)) return 'permission'
  if (/cancel/.test(errMsg)) return 'cancelled'
  if (name === 'AbortError') return 'cancelled'
  return 'permission'
}
