/** How the service stands, by its own last answer to this phone. */
export type ServiceState = 'asking' | 'open' | 'slow' | 'down' | 'unreachable'

/** What is known of a question to the server. */
export interface Seen {
  asking: boolean
  /** The answer is late, or was. */
  late: boolean
  /** The status of an answer that was a problem, or that there was none at all; null for a good one. */
  failed: number | 'no-answer' | null
}

/** What the last answer says. A card that is not there was answered, so the service is open. */
export function serviceState({ asking, late, failed }: Seen): ServiceState {
  if (late && (asking || failed === null)) return 'slow'
  if (asking) return 'asking'
  if (failed === null) return 'open'
  if (failed === 'no-answer') return 'unreachable'
  return failed >= 500 ? 'down' : 'open'
}
