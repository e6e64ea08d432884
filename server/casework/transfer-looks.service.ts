import type { DivisionCode } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import { attemptLimits } from '../trust/attempt-limits'
import type { Viewer } from '../trust/policy'
import { type CaseTransfer, isWithDepartment } from './transfer'
import type { TransferLists } from './transfer-lists.service'

/** How a department comes to see a transfer, with every look noted. */
export interface TransferLooks {
  /**
   * The transfer that a link leads to. @throws Problem not-found for any token that is not good, too-many for an
   * address or a link that is worn out by trying.
   */
  byLink(token: string, address: string): Promise<CaseTransfer>
  /** Notes that a link was opened, by somebody who has only the link. */
  noteOpening(seen: CaseTransfer): Promise<void>
  /** Notes that somebody took the township's ledger away as a file. */
  noteExport(township: DivisionCode, rows: number, viewer: Viewer): Promise<void>
  /** The family's number, to call it now. @throws Problem not-found without one, or once the department has answered. */
  phoneOf(seen: CaseTransfer, actor: string | null): Promise<string>
}

/**
 * A token cannot be guessed; this keeps somebody from trying all the same. Only tokens that are not good are counted:
 * a whole office can sit behind one address.
 */
const fromAddress = { points: 60, duration: 3600 }
/** And this, from wearing the store down through a link that is good. */
const throughLink = { points: 120, duration: 3600 }

/** Makes the service that lets departments look. */
export function transferLooksService(
  house: Pick<House, 'db' | 'now' | 'audit' | 'cipher'>,
  { transferLists }: { transferLists: TransferLists },
): TransferLooks {
  const { now, audit, cipher } = house
  const limited = attemptLimits(house)
  const ofAddress = limited('transfer.address', fromAddress)
  const ofLink = limited('transfer.link', throughLink)

  const note = async ({ work, transfer }: CaseTransfer, action: string, actor: string | null) => {
    const deed = {
      actor,
      action,
      subject: { kind: 'case', id: work._id.toHexString() },
      details: { transfer: transfer._id.toHexString(), via: actor ? 'contact' : 'link' },
    }
    await audit.note(deed, now())
  }

  return {
    async byLink(token, address) {
      const found = await transferLists.byToken(token).catch(async (error: unknown) => {
        if (error instanceof Problem && error.problem === 'not-found') await ofAddress(address)
        throw error
      })
      await ofLink(token)
      return found
    },
    noteOpening: (seen) => note(seen, 'transfer.open_link', null),
    async noteExport(township, rows, viewer) {
      const deed = {
        actor: viewer.account,
        action: 'transfer.export',
        subject: { kind: 'township', id: township },
        details: { rows },
      }
      await audit.note(deed, now())
    },
    async phoneOf(seen, actor) {
      const { phone } = seen.transfer
      if (!phone || !isWithDepartment(seen.transfer)) throw notFound('没有留电话')
      await note(seen, 'transfer.call', actor)
      return cipher.decrypt('transfer.phone', phone)
    },
  }
}
