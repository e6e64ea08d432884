import type { House } from '../house'
import { type CardRecord, cardModel } from './card.model'

/** Hotline cards. */
export interface Cards {
  find(id: string): Promise<CardRecord | null>
  all(township: string): Promise<CardRecord[]>
  put(cards: readonly Omit<CardRecord, 'createdAt'>[]): Promise<void>
}

/** Makes the cards service. */
export function cardsService({ db, now }: Pick<House, 'db' | 'now'>): Cards {
  const cards = cardModel(db)
  return {
    find: (id) => cards.findById(id).lean<CardRecord>(),
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
    },
  }
}
