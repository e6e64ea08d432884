import {
  type DeedSending,
  doerNow,
  sendDeed,
  takeBackDeed,
  type WaitingDeed,
  waitingDeeds,
} from './deed-outbox'
import type { Photo } from './photo'
import { newClientKey } from './random'
import { shelf } from './shelf'
import type { Voice } from './voice'

/** 再补一句: what somebody says more to a report of theirs, as far as it is written. */
export interface Addition {
  /** Makes sending it again harmless. */
  clientKey: string
  text: string
  photos: Photo[]
  voices: Voice[]
}

const nameOf = (receipt: string) => `more.${receipt}`
const shelfOf = (receipt: string) => shelf<Addition>(nameOf(receipt))

/** What waits of this report's additions, oldest first. */
export const waitingAdditions = (receipt: string): WaitingDeed[] =>
  waitingDeeds().filter(
    (deed) => deed.endpoint === 'POST /api/my-reports/:receipt/additions' && deed.params.receipt === receipt,
  )

/** The addition that was begun and not sent, to be gone on with; null when there is none. */
export function begunAddition(receipt: string): Addition | null {
  const kept = shelfOf(receipt).read()
  if (!kept) return null
  // Sent, and only not taken away yet because the app was killed at that moment.
  if (waitingDeeds().some(({ key }) => key === kept.clientKey)) {
    shelfOf(receipt).wipe()
    return null
  }
  // What an earlier version kept has no recordings.
  return { ...kept, voices: kept.voices ?? [] }
}

/** Saves it as it stands; false when the phone has no room. */
export const saveAddition = (receipt: string, addition: Addition): boolean => shelfOf(receipt).write(addition)

/** Begins one. */
export const startAddition = async (): Promise<Addition> => ({
  clientKey: await newClientKey(),
  text: '',
  photos: [],
  voices: [],
})

/** Sends it; without signal it waits in the outbox, and the form is free for the next one. */
export async function sendAddition(receipt: string, addition: Addition): Promise<DeedSending> {
  const { clientKey, text, photos, voices } = addition
  const sent = await sendDeed({
    key: clientKey,
    doer: doerNow(),
    endpoint: 'POST /api/my-reports/:receipt/additions',
    params: { receipt },
    body: { clientKey, text },
    photos,
    voices,
    signature: null,
    title: text,
    page: `/pages/progress/progress?r=${receipt}`,
    shelves: [nameOf(receipt)],
  })
  if (sent.ended === 'waiting' && sent.kept) shelfOf(receipt).wipe()
  return sent
}

/** Takes one that the server refused, or that still waits, back into the form; null while it is on its way. */
export function takeBackAddition(receipt: string, waiting: WaitingDeed): Addition | null {
  if (waiting.endpoint !== 'POST /api/my-reports/:receipt/additions') return null
  const { text = '', clientKey } = waiting.body
  const addition = { clientKey, text, photos: waiting.photos, voices: waiting.voices }
  if (!saveAddition(receipt, addition)) return null
  return takeBackDeed(waiting.key) && addition
}
