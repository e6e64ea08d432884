import type { z } from 'zod'
import type { transferForDepartment, transferView } from '../../shared/contract/transfer-views'
import { publicPersonOf } from '../people/public-person'
import type { TownshipDesk } from '../places/township-desk'
import type { FieldCipher } from '../trust/field-cipher'
import { maskNumbersIn, maskPhone } from '../trust/masking'
import { type CaseTransfer, calledOf, isLate, type Transfer } from './transfer'

const atTime = ({ name, at }: { name: string; at: Date }) => ({ name, at: at.toISOString() })

/** Its words, with what no view shows masked. */
const wordsOf = ({ matter, phone, said }: Transfer, cipher: FieldCipher) => ({
  matter: maskNumbersIn(cipher.decrypt('transfer.matter', matter)),
  phoneMasked: phone && maskPhone(cipher.decrypt('transfer.phone', phone)),
  said: said && {
    ...atTime(said),
    kind: said.kind,
    words: maskNumbersIn(cipher.decrypt('transfer.said', said.words)),
  },
})

/** One line of the township's ledger, and of a case's page. */
export function presentTransfer(
  transfer: Transfer,
  cipher: FieldCipher,
  now: Date,
): z.input<typeof transferView> {
  const { received, closed, link } = transfer
  return {
    id: transfer._id.toHexString(),
    number: transfer.number,
    department: transfer.department,
    departmentCalled: calledOf(transfer),
    state: transfer.state,
    ...wordsOf(transfer, cipher),
    sentAt: transfer.sentAt.toISOString(),
    sentBy: publicPersonOf(transfer.sentBy),
    answerBy: transfer.answerBy.toISOString(),
    late: isLate(transfer, now),
    contact: transfer.contact && publicPersonOf(transfer.contact),
    received: received && atTime(received),
    reminders: transfer.reminders.map(({ at, by }) => ({
      at: at.toISOString(),
      by: by && publicPersonOf(by),
    })),
    closed: closed && { at: closed.at.toISOString(), by: publicPersonOf(closed.by) },
    link: link && link.expiresAt > now ? { expiresAt: link.expiresAt.toISOString() } : null,
  }
}

/** What the department sees of it: the family's name and place, what is asked for, by when, and nothing else. */
export function presentForDepartment(
  { work, transfer }: CaseTransfer,
  { placeName, desk }: { placeName: string; desk: TownshipDesk },
  cipher: FieldCipher,
): z.input<typeof transferForDepartment> {
  return {
    id: transfer._id.toHexString(),
    number: transfer.number,
    state: transfer.state,
    urgency: work.urgency,
    townshipName: desk.name,
    hotline: desk.hotline,
    sender: publicPersonOf(transfer.sentBy),
    departmentCalled: calledOf(transfer),
    subjectName: work.subjectName,
    placeName,
    ...wordsOf(transfer, cipher),
    sentAt: transfer.sentAt.toISOString(),
    answerBy: transfer.answerBy.toISOString(),
    remindedAt: transfer.reminders.at(-1)?.at.toISOString() ?? null,
    received: transfer.received && atTime(transfer.received),
  }
}
