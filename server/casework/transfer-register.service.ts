import type { DivisionCode } from '../../shared/domain/territory'
import { transferNumber, usualPrefix } from '../../shared/domain/transfers'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import type { Places } from '../places/places.service'
import type { Viewer } from '../trust/policy'
import { type TransferRegisterRecord, transferRegisterModel } from './transfer-register.model'

/** The number of one transfer. */
export interface TakenNumber {
  number: string
  year: number
  serial: number
}

/** 文号: each township's own, without a gap in any year. */
export interface TransferRegister {
  /** Makes a township's register, so that numbers can be taken; there already is harmless. */
  open(township: DivisionCode): Promise<void>
  /**
   * Takes the next number of the year, inside the transaction that stores its transfer: turned back, it takes none.
   * Of two at once the later one is tried again with the number after.
   */
  take(township: DivisionCode, at: Date, work: Work): Promise<TakenNumber>
  /** How the township's numbers begin. */
  prefixOf(township: DivisionCode): Promise<string>
  setPrefix(township: DivisionCode, prefix: string, viewer: Viewer): Promise<void>
}

const chinaOffset = 8 * 3_600_000
const yearOf = (at: Date) => new Date(at.getTime() + chinaOffset).getUTCFullYear()

/** Makes the register of transfers. */
export function transferRegisterService(
  { db, now, audit }: Pick<House, 'db' | 'now' | 'audit'>,
  { places }: { places: Places },
): TransferRegister {
  const registers = transferRegisterModel(db)

  const prefixIn = async (township: DivisionCode, register: TransferRegisterRecord | null) =>
    register?.prefix ?? usualPrefix((await places.township(township)).name)

  const open = async (township: DivisionCode) => {
    try {
      await registers.updateOne(
        { _id: township },
        { $setOnInsert: { prefix: null, last: {} } },
        { upsert: true },
      )
    } catch (error) {
      // Two officers open it at the same moment: it is open.
      if (!isDuplicateKey(error)) throw error
    }
  }

  return {
    open,
    async take(township, at, { session }) {
      const year = yearOf(at)
      const register = await registers
        .findOneAndUpdate(
          { _id: township },
          { $inc: { [`last.${year}`]: 1 } },
          { returnDocument: 'after', session },
        )
        .lean<TransferRegisterRecord>()
      const serial = register?.last[year]
      if (!serial) throw new Error(`The register of ${township} was not opened`)
      return { year, serial, number: transferNumber(await prefixIn(township, register), year, serial) }
    },
    prefixOf: async (township) =>
      prefixIn(township, await registers.findById(township).lean<TransferRegisterRecord>()),
    async setPrefix(township, prefix, viewer) {
      await open(township)
      await inTransaction(db, async (work) => {
        await registers.updateOne({ _id: township }, { $set: { prefix } }, { session: work.session })
        audit.record(
          {
            actor: viewer.account,
            action: 'transfer.prefix',
            subject: { kind: 'township', id: township },
            details: { prefix },
          },
          now(),
          work,
        )
      })
      audit.sealSoon()
    },
  }
}
