import { randomInt } from 'node:crypto'
import type { DivisionCode } from '../../shared/domain/territory'
import { shortMemory } from '../database/short-memory'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile } from '../http/problem'
import { type CardRecord, cardModel } from './card.model'

/** Who makes a card or takes it back: the account for the log, the name for whoever looks after cards later. */
export interface CardMaker {
  account: string
  calledAs: string
}

/** What is said of a card that is to be made. */
export type NewCard = Pick<CardRecord, 'kind' | 'township' | 'village'> &
  Partial<Pick<CardRecord, 'group' | 'hangs' | 'firstOf'>>

/** Hotline cards. */
export interface Cards {
  find(id: string): Promise<CardRecord | null>
  /** The card to open for this id: itself, or the one that took its place. Null when there never was one. */
  standing(id: string): Promise<CardRecord | null>
  all(township: string): Promise<CardRecord[]>
  make(card: NewCard, by: CardMaker): Promise<CardRecord>
  /** Makes a poster for each of these villages that has none; answers how many were made. */
  makeForEach(township: DivisionCode, villages: readonly DivisionCode[], by: CardMaker): Promise<number>
  /** @throws Problem changed-meanwhile when it was taken back already. */
  withdraw(card: CardRecord, by: CardMaker): Promise<CardRecord>
  /** A new card in the place of this one, which from now on leads to it. @throws Problem changed-meanwhile. */
  replace(card: CardRecord, by: CardMaker): Promise<CardRecord>
  put(cards: readonly (NewCard & Pick<CardRecord, '_id'>)[]): Promise<void>
}

/** How long a process may trust a card it has read: every report of a village's group asks for the same one. */
const freshness = 10_000
/** A card that was replaced again and again is followed this far, so that no ring of cards can hold anybody. */
const mostReplacements = 20

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62⁸ are 218 million million: with the limit on tries, nobody finds one by trying. */
const newId = () => Array.from({ length: 8 }, () => signs[randomInt(signs.length)]).join('')

/** Makes the cards service. */
export function cardsService({ db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>): Cards {
  const cards = cardModel(db)
  const kept = shortMemory<CardRecord | null>(now, freshness)

  const fresh = (card: NewCard, by: CardMaker | null): CardRecord => ({
    _id: newId(),
    group: null,
    hangs: '',
    ...card,
    createdAt: now(),
    createdBy: by?.calledAs ?? null,
    withdrawnAt: null,
    replacedBy: null,
  })
  const log = (card: CardRecord, action: string, by: CardMaker, work: Work, replacedBy?: string) => {
    const { kind, village, group } = card
    audit.record(
      {
        actor: by.account,
        action,
        subject: { kind: 'card', id: card._id },
        details: { kind, village, group, ...(replacedBy && { replacedBy }) },
      },
      now(),
      work,
    )
  }
  const find: Cards['find'] = (id) => kept.get(id, () => cards.findById(id).lean<CardRecord>())

  const end = async (card: CardRecord, by: CardMaker, next: CardRecord | null) => {
    const change = { withdrawnAt: now(), replacedBy: next?._id ?? null }
    await inTransaction(db, async (work) => {
      const { modifiedCount } = await cards.updateOne(
        { _id: card._id, withdrawnAt: null },
        { $set: change, $unset: { firstOf: 1 } },
        { session: work.session },
      )
      if (modifiedCount === 0) throw changedMeanwhile('这张名片刚才已经收回了')
      if (next) work.insert(cards, next)
      log(card, next ? 'card.replace' : 'card.withdraw', by, work, next?._id)
    })
    audit.sealSoon()
    kept.forget(card._id)
    return { ...card, ...change }
  }

  const make: Cards['make'] = async (card, by) => {
    const made = fresh(card, by)
    await inTransaction(db, async (work) => {
      work.insert(cards, made)
      log(made, 'card.make', by, work)
    })
    audit.sealSoon()
    return made
  }

  return {
    find,
    async standing(id) {
      let card = await find(id)
      for (let step = 0; card?.replacedBy && step < mostReplacements; step += 1) {
        const next: CardRecord | null = await find(card.replacedBy)
        if (!next) break
        card = next
      }
      return card
    },
    all: (township) => cards.find({ township }).sort({ village: 1, _id: 1 }).lean<CardRecord[]>(),
    make,
    async makeForEach(township, villages, by) {
      const there = await cards
        .find({ township, kind: 'poster', withdrawnAt: null, group: null })
        .lean<CardRecord[]>()
      const wanting = villages.filter((village) => !there.some((card) => card.village === village))
      const made = wanting.map((village) =>
        make({ kind: 'poster', township, village, firstOf: `poster:${village}` }, by).then(
          () => 1,
          (error: unknown) => {
            // Somebody else pressed at the same moment, and has made it.
            if (isDuplicateKey(error)) return 0
            throw error
          },
        ),
      )
      return (await Promise.all<number>(made)).reduce((sum, one) => sum + one, 0)
    },
    withdraw: (card, by) => end(card, by, null),
    async replace(card, by) {
      const { kind, township, village, group, hangs } = card
      const next = fresh({ kind, township, village, group: group ?? null, hangs: hangs ?? '' }, by)
      await end(card, by, next)
      return next
    },
    async put(records) {
      await cards.bulkWrite(
        records.map(({ _id, ...rest }) => {
          const { _id: _, ...made } = fresh(rest, null)
          // What somebody has done with a card since stays done.
          return { updateOne: { filter: { _id }, update: { $setOnInsert: made }, upsert: true } }
        }),
      )
      for (const { _id } of records) kept.forget(_id)
    },
  }
}
