import type { Types } from 'mongoose'
import type { Department } from '../../shared/domain/code-lists'
import { departmentCalled, type TransferState } from '../../shared/domain/transfers'
import type { Signed } from '../people/signed'
import type { Ciphertext } from '../trust/field-cipher'
import type { CaseRecord, UnderWay } from './case.model'

/** What the department said: an answer, or that the matter is not theirs. */
export interface DepartmentSaid {
  at: Date
  /** Who of the department said it. */
  name: string
  kind: 'reply' | 'refusal'
  words: Ciphertext
}

/** The way in for a contact without an account. The token itself is nowhere but in the link. */
export interface TransferLink {
  /** Keyed hash of the token. */
  hash: string
  madeAt: Date
  expiresAt: Date
}

/**
 * 转办: one matter of a case that another department is asked to see to (R9, R10). Its clock is the department's until
 * it has answered, and then the township's, which has to tell the family or to decide anew.
 */
export interface Transfer extends UnderWay {
  _id: Types.ObjectId
  /** 文号, and the year and place in it by which the ledger is ordered. */
  number: string
  year: number
  serial: number
  department: Department
  /** Which one, where the list says only 其他. */
  departmentName: string | null
  state: TransferState
  matter: Ciphertext
  /** The family's number, where the department is given one. */
  phone: Ciphertext | null
  sentAt: Date
  sentBy: Signed
  /** Until when the department was asked to answer; `dueAt` goes on to what the township then has to do. */
  answerBy: Date
  /** Whom it was sent to; null where the department has no contact with an account here. */
  contact: Signed | null
  link: TransferLink | null
  received: { at: Date; name: string } | null
  said: DepartmentSaid | null
  /** When time itself reminds the department; absent once it has, or need not any more. */
  remindAt?: Date
  reminders: { at: Date; by: Signed | null }[]
  closed: { at: Date; by: Signed } | null
}

/** A transfer with the case that it belongs to. */
export interface CaseTransfer {
  work: CaseRecord
  transfer: Transfer
}

/** True while the department has it and has not answered. */
export const isWithDepartment = ({ state }: Pick<Transfer, 'state'>): boolean =>
  state === 'sent' || state === 'received'

/** True once the department has answered or refused, and the township has not closed it yet. */
export const hasComeBack = ({ state }: Pick<Transfer, 'state'>): boolean =>
  state === 'replied' || state === 'refused'

/** True when the department was asked to answer by now and has not. */
export const isLate = (transfer: Pick<Transfer, 'state' | 'answerBy'>, now: Date): boolean =>
  isWithDepartment(transfer) && transfer.answerBy < now

/** The department as people call it. */
export const calledOf = ({
  department,
  departmentName,
}: Pick<Transfer, 'department' | 'departmentName'>): string => departmentCalled(department, departmentName)
