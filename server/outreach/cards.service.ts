import { shortMemory } from '../database/short-memory'
import type { House } from '../house'
import { type CardRecord, cardModel } from './card.model'

/** Hotline cards. */
export interface Cards {
  find(id: string): Promise<CardRecord | null>
  all(township: string): Promise<CardRecord[]>
  put(cards: readonly Omit<CardRecord, 'createdAt'>[]): Promise<void>
}

/** How long a process may trust a card it has read: every report of a village's group asks for the same one. */
const freshness = 10_000

/** Makes the cards service. */
export function cardsService({ db, now }: Pick<House, 'db' | 'now'>): Cards {
  const cards = cardModel(db)
  const kept = shortMemory<CardRecord | null>(now, freshness)
  return {
    find: (id) => kept.get(id, () => cards.findById(id).lean<CardRecord>()),
    all: (township) => cards.find({ township }).sort({ village: 1, _id: 1 }).lean<CardRecord[]>(),
    async put(records) {
      await cards.bulkWrite(
        records.map(({ _id, ...rest }) => ({
          updateOne: {
            filter: { _id },
            update: { $set: rest, $setOnInsert: { createdAt: now() } },
            upsert: true,
          },
        })),
      )
      for (const { _id } of records) kept.forget(_id)
    },
  }
}
