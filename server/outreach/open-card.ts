import type { House } from '../house'
import { notFound } from '../http/problem'
import { attemptLimits } from '../trust/attempt-limits'
import type { CardRecord } from './card.model'
import type { Cards } from './cards.service'

/** Finds the card for whoever opens it from outside. */
export type OpenCard = (id: string, address: string) => Promise<CardRecord>

/**
 * An id cannot be guessed; this keeps somebody from trying all the same. Only ids that are not there are counted: a
 * whole valley can sit behind one address of its telephone company.
 */
const misses = { points: 60, duration: 3600 }

/** Makes the finder of cards. @throws Problem not-found; too-many for an address that asks for cards that never were. */
export function openCard(house: Pick<House, 'db' | 'cipher'>, { cards }: { cards: Cards }): OpenCard {
  const countMiss = attemptLimits(house)('card.address', misses)
  return async (id, address) => {
    const card = await cards.standing(id)
    if (card) return card
    await countMiss(address)
    throw notFound('没有这张名片，请从首页报')
  }
}
