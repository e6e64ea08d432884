import type { House } from '../house'
import { notFound } from '../http/problem'
import { attemptLimits } from '../trust/attempt-limits'
import type { OpenReport, Reports } from './reports.service'

/** Where one asks after a report that was made by telephone: the receipt's number and the phone's last digits. */
export interface StatusDesk {
  /**
   * The report, for telling its stage and nothing else. A wrong number and a wrong receipt are answered alike.
   * @throws Problem not-found; too-many after a few wrong tries from one address or for one receipt.
   */
  find(receipt: string, lastFour: string, address: string): Promise<OpenReport>
}

/** Ten thousand numbers end in four digits: nobody may try more than a few for one receipt in a day. */
const triesForReceipt = { points: 10, duration: 24 * 3600 }
const triesFromAddress = { points: 60, duration: 3600 }

/** Makes the status desk. */
export function statusDesk(
  house: Pick<House, 'db' | 'cipher'>,
  { reports }: { reports: Reports },
): StatusDesk {
  const limited = attemptLimits(house)
  const ofReceipt = limited('status.receipt', triesForReceipt)
  const ofAddress = limited('status.address', triesFromAddress)

  return {
    async find(receipt, lastFour, address) {
      await ofAddress(address)
      await ofReceipt(receipt)
      const report = await reports.byReceipt(receipt)
      const numbers = [report?.phone, report?.subjectPhone].filter((phone) => phone?.endsWith(lastFour))
      if (!report || numbers.length === 0) throw notFound('收条号或者电话后四位不对')
      return report
    },
  }
}
