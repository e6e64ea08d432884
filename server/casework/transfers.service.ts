import type { Types } from 'mongoose'
import type { TransferState } from '../../shared/domain/transfers'
import type { Deadlines } from '../deadlines/deadlines.service'
import type { House } from '../house'
import { isOvertaken, notFound, Problem } from '../http/problem'
import type { Actor } from '../people/people.service'
import type { Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import type { Casework } from './casework.service'
import type { CaseMover, NextStep } from './move-case'
import { type CaseTransfer, calledOf, hasComeBack, type Transfer } from './transfer'
import {
  clockWith,
  closedBy,
  settledBefore,
  shownTransfer,
  signed,
  type TransferAddress,
  unreminded,
  withChanged,
} from './transfer-step'

/** What a department does with a transfer. */
export type DepartmentDeed =
  | { event: 'receive_transfer' }
  | { event: 'refuse_transfer' | 'reply_transfer'; words: string }

/** Who speaks for the department: its contact, who is signed in, or whoever holds the link, who has a name. */
export type DepartmentVoice = { viewer: Viewer } | { name: string }

/** What becomes of a transfer once it is sent: signed for, refused or answered, and closed (R9, R10). */
export interface Transfers {
  /**
   * The department does something with it. Of two who do something at once one wins, and the other is told who it was.
   * @throws Problem changed-meanwhile.
   */
  hear(find: () => Promise<CaseTransfer>, deed: DepartmentDeed, by: DepartmentVoice): Promise<CaseTransfer>
  /** The township writes down what somebody of the department said by telephone. */
  hearFor(at: TransferAddress, deed: DepartmentDeed, name: string, viewer: Viewer): Promise<CaseRecord>
  /** 销案. @throws Problem not-yet while the department has not answered. */
  close(at: TransferAddress, viewer: Viewer): Promise<CaseRecord>
}

/** In which states the department may do it. */
const open: Record<DepartmentDeed['event'], readonly TransferState[]> = {
  receive_transfer: ['sent'],
  refuse_transfer: ['sent', 'received'],
  reply_transfer: ['sent', 'received'],
}
/** Who loses against others at once looks again; more often than this only somebody else's fault can be the reason. */
const mostTries = 5

/** Makes the service for what becomes of transfers. */
export function transfersService(
  { now, cipher }: Pick<House, 'now' | 'cipher'>,
  { casework, mover, deadlines }: { casework: Casework; mover: CaseMover; deadlines: Deadlines },
): Transfers {
  /** The transfer after a deed: who said what, and what the township has to do next, by when. */
  const after = async (
    { township, urgency }: CaseRecord,
    transfer: Transfer,
    deed: DepartmentDeed,
    name: string,
  ): Promise<Transfer> => {
    const at = now()
    if (deed.event === 'receive_transfer') return { ...transfer, state: 'received', received: { at, name } }
    const isReply = deed.event === 'reply_transfer'
    const clock = isReply ? 'telling' : 'decision'
    return {
      ...unreminded(transfer),
      state: isReply ? 'replied' : 'refused',
      // Who answers has had it in hand, signed for or not.
      received: transfer.received ?? (isReply ? { at, name } : null),
      said: {
        at,
        name,
        kind: isReply ? 'reply' : 'refusal',
        words: cipher.encrypt('transfer.said', deed.words),
      },
      clock,
      dueAt: await deadlines.dueAt(township, clock, urgency, at),
    }
  }

  /** A case that had moved up because the department was late comes back to whoever has to act on the answer. */
  const ownerNow = async (work: CaseRecord): Promise<Actor> =>
    work.passedOver.length > 0 ? casework.ownerFor(work.state, work.township) : work.owner

  const stepOf = async (
    { work, transfer }: CaseTransfer,
    deed: DepartmentDeed,
    name: string,
    via: 'contact' | 'link' | 'township',
  ): Promise<NextStep> => {
    if (!open[deed.event].includes(transfer.state)) throw settledBefore(transfer)
    const called = calledOf(transfer)
    const transfers = withChanged(work, await after(work, transfer, deed, name))
    const step = {
      ...clockWith(work, transfers),
      set: { transfers },
      details: { transfer: transfer._id.toHexString(), via },
    }
    if (deed.event === 'receive_transfer') return { ...step, owner: work.owner, words: `${called} ${name}` }
    return { ...step, owner: await ownerNow(work), words: `${called} ${name}：${deed.words}` }
  }

  const hearOnce = async (found: CaseTransfer, deed: DepartmentDeed, by: DepartmentVoice) => {
    const { work } = found
    if (!('viewer' in by))
      return mover.move(work, work.version, deed.event, 'system', await stepOf(found, deed, by.name, 'link'))
    const step = await stepOf(found, deed, by.viewer.calledAs, 'contact')
    return mover.moveAs(by.viewer, work, work.version, deed.event, step)
  }

  const inCase = (work: CaseRecord, id: Types.ObjectId): CaseTransfer => {
    const transfer = work.transfers.find(({ _id }) => _id.equals(id))
    if (!transfer) throw notFound()
    return { work, transfer }
  }

  return {
    async hear(find, deed, by) {
      for (let tries = 1; ; tries += 1) {
        const found = await find()
        const { transfer } = found
        try {
          return inCase(await hearOnce(found, deed, by), transfer._id)
        } catch (error) {
          // Something else of the case was changed at the same moment: that is nothing to the department.
          if (!isOvertaken(error) || tries === mostTries || !open[deed.event].includes(transfer.state))
            throw error
        }
      }
    },
    async hearFor(at, deed, name, viewer) {
      const found = await shownTransfer(mover, at)
      const step = await stepOf(found, deed, name, 'township')
      return mover.moveAs(viewer, found.work, at.version, deed.event, step)
    },
    async close(address, viewer) {
      const { work, transfer } = await shownTransfer(mover, address)
      if (transfer.closed) throw settledBefore(transfer)
      if (!hasComeBack(transfer))
        throw new Problem('not-yet', '那边还没有回音。先催一催，或者替他们记下怎么说的')
      const transfers = withChanged(work, closedBy(transfer, signed(viewer, work), now()))
      return mover.moveAs(viewer, work, address.version, 'close_transfer', {
        owner: work.owner,
        ...clockWith(work, transfers),
        words: `${calledOf(transfer)}，${transfer.number}`,
        set: { transfers },
        details: { transfer: address.transferId },
      })
    },
  }
}
