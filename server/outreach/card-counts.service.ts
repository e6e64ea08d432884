import { dateOf } from '../../shared/domain/absence-days'
import { isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import type { Reports } from '../intake/reports.service'
import { cardOpensModel } from './card-opens.model'

/** How often a card was opened and how many reports came by it. */
export interface CardFigures {
  opens: number
  reports: number
}

/** Counts what came of a card, and of nobody who opened it. */
export interface CardCounts {
  opened(card: string): Promise<void>
  /** The figures of the last thirty days, by card. */
  of(cards: readonly string[]): Promise<Map<string, CardFigures>>
}

const day = 86_400_000
const window = 30 * day
/** Counts are kept a little longer than anybody sees them. */
const keptFor = 60 * day

/** Makes the service that counts. */
export function cardCountsService(
  { db, now }: Pick<House, 'db' | 'now'>,
  { reports }: { reports: Pick<Reports, 'countByCard'> },
): CardCounts {
  const opens = cardOpensModel(db)

  const count = (card: string) => {
    const today = dateOf(now())
    return opens.updateOne(
      { _id: `${card} ${today}` },
      {
        $inc: { opens: 1 },
        $setOnInsert: { card, day: today, expiresAt: new Date(now().getTime() + keptFor) },
      },
      { upsert: true },
    )
  }

  return {
    async opened(card) {
      try {
        await count(card)
      } catch (error) {
        // Two were the first of a day at the same moment: the day is there now.
        if (!isDuplicateKey(error)) throw error
        await count(card)
      }
    },
    async of(cards) {
      const since = new Date(now().getTime() - window)
      const [days, told] = await Promise.all([
        opens.find({ card: { $in: [...cards] }, day: { $gt: dateOf(since) } }).lean(),
        reports.countByCard(cards, since),
      ])
      return new Map(
        cards.map((card) => [
          card,
          {
            opens: days.filter((one) => one.card === card).reduce((sum, one) => sum + one.opens, 0),
            reports: told.get(card) ?? 0,
          },
        ]),
      )
    },
  }
}
