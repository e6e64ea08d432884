import { dateOf } from '../../shared/domain/absence-days'
import { type TransferLedgerRow, transferStates } from '../../shared/domain/transfers'
import { type CaseTransfer, calledOf } from '../casework/transfer'
import type { FieldCipher } from '../trust/field-cipher'
import { maskNumbersIn } from '../trust/masking'

const dayOf = (at: Date | undefined) => (at ? dateOf(at) : '')

/** A line of the 转办台账 as it is printed: numbers of people masked, and what has not come yet left empty. */
export function transferLedgerRow(
  { work, transfer }: CaseTransfer,
  { placeName, cipher }: { placeName: string; cipher: Pick<FieldCipher, 'decrypt'> },
): TransferLedgerRow {
  const { received, said, closed } = transfer
  const matter = maskNumbersIn(cipher.decrypt('transfer.matter', transfer.matter))
  const answer = said && maskNumbersIn(cipher.decrypt('transfer.said', said.words))
  return {
    number: transfer.number,
    department: calledOf(transfer),
    matter: `${work.subjectName ?? '没有留名字'}（${placeName}）：${matter}`,
    answerBy: dayOf(transfer.answerBy),
    receivedBy: received?.name ?? '',
    receivedAt: dayOf(received?.at),
    result:
      answer === null
        ? transferStates[transfer.state]
        : said?.kind === 'refusal'
          ? `不归他们办：${answer}`
          : answer,
    saidAt: dayOf(said?.at),
    closedBy: closed?.by.calledAs ?? '',
  }
}
