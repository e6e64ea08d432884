import { createHash, randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import type { DivisionCode } from '../../shared/domain/territory'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { wrongField } from '../http/problem'
import { signedBy } from '../people/signed'
import { deskPostOver, type Viewer } from '../trust/policy'
import type { Filing } from './filing.service'
import { type FilingDrawRecord, filingDrawModel } from './filing-draw.model'

/** 抽查: chance says which of the filed families the county looks at (R3). */
export interface FilingDraws {
  /** What was drawn from a month, the first draw first. */
  of(township: DivisionCode, period: string): Promise<FilingDrawRecord[]>
  /**
   * Draws so many of a month's filed cases that were not drawn before, or all that are left.
   * @throws Problem not-found outside the territory, invalid-input when nothing is left to draw.
   */
  draw(township: DivisionCode, period: string, count: number, viewer: Viewer): Promise<FilingDrawRecord>
}

const seedBytes = 16

/**
 * Whom a seed picks: those whose ids, hashed together with it, come first. Nobody can choose the outcome, and whoever
 * has the seed and the list of a month can draw again and see that it was so.
 */
export function picked<T extends { toHexString(): string }>(
  ids: readonly T[],
  seed: string,
  count: number,
): T[] {
  const lot = (id: T) => createHash('sha256').update(`${seed} ${id.toHexString()}`).digest('hex')
  return ids
    .map((id) => ({ id, lot: lot(id) }))
    .sort((one, other) => (one.lot < other.lot ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id)
}

/** Makes the service. */
export function filingDrawsService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  { filing }: { filing: Filing },
): FilingDraws {
  const draws = filingDrawModel(db)
  const of = (township: DivisionCode, period: string) =>
    draws.find({ township, period }).sort({ at: 1 }).lean<FilingDrawRecord[]>()
  return {
    of,
    async draw(township, period, count, viewer) {
      const { filed } = await filing.of(township, period, viewer)
      const before = new Set((await of(township, period)).flatMap(({ cases }) => cases.map(String)))
      const among = filed.map(({ _id }) => _id).filter((id) => !before.has(String(id)))
      if (among.length === 0) throw wrongField('period', '这个月报县的都抽过了，或者还没有报来')
      const seed = randomBytes(seedBytes).toString('hex')
      const draw: FilingDrawRecord = {
        _id: new Types.ObjectId(),
        township,
        period,
        seed,
        among: among.length,
        cases: picked(among, seed, count),
        at: now(),
        by: signedBy(viewer, deskPostOver(viewer, township)),
      }
      await inTransaction(db, async (work) => {
        work.insert(draws, draw)
        const details = { period, seed, among: among.map(String), cases: draw.cases.map(String) }
        audit.record(
          {
            actor: viewer.account,
            action: 'filing.draw',
            subject: { kind: 'township', id: township },
            details,
          },
          draw.at,
          work,
        )
      })
      return draw
    },
  }
}
