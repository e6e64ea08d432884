import { Types } from 'mongoose'
import type { Transfer } from '../../server/casework/transfer'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { reportedCase } from './moved-case'
import type { TestHouse } from './test-house'

/** What an officer sends to another department; tests change what they are about. */
export type Sending = RequestOf<Contract['POST /api/cases/:caseId/transfer']>['body']

/** A matter for the education bureau, which has a contact in the demonstration. */
export const someMatter = (version: number, changes: Partial<Sending> = {}): Sending => ({
  version,
  department: 'education',
  matter: '两个娃娃开学要交 3000 元，想申请助学金',
  ...changes,
})

/** A transfer that the township's officer has just sent, of a case of its own. */
export async function sentTransfer(
  town: TestHouse,
  officer: string,
  changes: Partial<Sending> = {},
  report: Parameters<typeof reportedCase>[1] = {},
) {
  const { caseId, version } = await reportedCase(town, report)
  const sent = await town.call('POST /api/cases/:caseId/transfer', officer, {
    params: { caseId },
    body: someMatter(version, changes),
  })
  if (sent.status !== 200) throw new Error(`The transfer was not sent: ${JSON.stringify(sent.problem)}`)
  const transferId = sent.reply.transfers.at(-1)?.id ?? ''
  return { caseId, transferId, version: sent.reply.version, case: sent.reply }
}

/** A transfer as the store holds it, that lies with the education bureau; for tests that put it there by themselves. */
export const someTransfer = ({ cipher, now }: TestHouse['house']): Transfer => ({
  _id: new Types.ObjectId(),
  clock: 'department_reply',
  dueAt: now(),
  endedAt: null,
  number: '军政转〔2026〕1号',
  year: 2026,
  serial: 1,
  department: 'education',
  departmentName: null,
  state: 'sent',
  matter: cipher.encrypt('transfer.matter', '助学金'),
  phone: cipher.encrypt('transfer.phone', '19900000121'),
  sentAt: now(),
  sentBy: { account: new Types.ObjectId(), calledAs: '段干事', title: '乡社会救助经办人' },
  answerBy: now(),
  contact: null,
  link: null,
  received: null,
  said: null,
  reminders: [],
  closed: null,
})
