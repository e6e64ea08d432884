import { call, type Reply } from './api'
import { signedInPerson } from './session'
import { shelf } from './shelf'

/** The list of the day, as the server gives it. */
export type Today = Reply<'GET /api/today'>

/** The list as this phone last saw it, and when. */
export interface KeptToday {
  account: string
  seenAt: number
  today: Today
}

/** One list, of whoever is signed in: let go of when they sign out. */
const kept = shelf<KeptToday>('today')

/** What this phone knows of one's day where there is no signal; never somebody else's. */
export function keptToday(): KeptToday | null {
  const found = kept.read()
  return found && found.account === signedInPerson()?.account ? found : null
}

/** Asks for the day's list and keeps it. */
export async function fetchToday(): Promise<Today> {
  const account = signedInPerson()?.account ?? ''
  const today = await call('GET /api/today')
  kept.write({ account, seenAt: Date.now(), today })
  return today
}
