import { call, type Reply } from './api'
import { fetchCard, keptCard, lastCard } from './cards'
import { shelf } from './shelf'

/** The villages of a township with their hamlets, as a reporter can pick them. */
export type Places = Reply<'GET /api/townships/:township/villages'>
/** A village and its hamlets. */
export type Village = Places['villages'][number]
/** Which township this service is for, its hotline, and whether it is a demonstration. */
export type Service = Reply<'GET /api/service'>

const keptService = shelf<Service>('service')
const keptPlaces = (township: string) => shelf<Places>(`places.${township}`)

/** What the service says of itself, or what it said last when it cannot be reached. */
export async function fetchService(): Promise<Service> {
  try {
    const service = await call('GET /api/service')
    keptService.write(service)
    return service
  } catch (error) {
    const kept = keptService.read()
    if (kept) return kept
    throw error
  }
}

async function townshipOf(card: string | undefined): Promise<string> {
  if (card === undefined) return (await fetchService()).township
  const known = keptCard(card) ?? (await fetchCard(card).catch(() => null))
  return known?.township ?? (await fetchService()).township
}

/** The villages to pick from; without signal those this phone saw last. */
export async function fetchPlaces(card: string | undefined): Promise<Places> {
  const township = await townshipOf(card)
  const kept = keptPlaces(township)
  try {
    const places = await call('GET /api/townships/:township/villages', { params: { township } })
    kept.write(places)
    return places
  } catch (error) {
    const last = kept.read()
    if (last) return last
    throw error
  }
}

/** Compiled in by whoever builds for one township: the number is there before the first answer. */
const builtIn: string = process.env.TARO_APP_HOTLINE ?? ''

/** A number to call when the server says nothing: from the card or the service this phone saw last, or built in. */
export const knownHotline = (): string | null =>
  lastCard()?.hotline || keptService.read()?.hotline || builtIn || null

/** Learns the number when the app is first opened, so that it is there when it is needed and there is no signal. */
export async function learnHotline(): Promise<void> {
  if (!keptService.read()) await fetchService()
}
