import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import { attemptModel } from './attempt.model'
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

/** Makes the status desk. Its counts stand in the database, so that all processes count together. */
export function statusDesk(
  { db, cipher }: Pick<House, 'db' | 'cipher'>,
  { reports }: { reports: Reports },
): StatusDesk {
  const attempts = attemptModel(db).collection.collectionName
  const limiter = (keyPrefix: string, { points, duration }: typeof triesForReceipt) =>
    new RateLimiterMongo({
      storeClient: db,
      tableName: attempts,
      // Like all others, this collection's indexes are made when the house is opened.
      disableIndexesCreation: true,
      keyPrefix,
      points,
      duration,
    })
  const ofReceipt = limiter('status.receipt', triesForReceipt)
  const ofAddress = limiter('status.address', triesFromAddress)

  const count = async (limit: RateLimiterMongo, key: string) => {
    try {
      // The key is a hash: the counts must not tell who asked after what.
      await limit.consume(cipher.hash('attempt', key))
    } catch (refused) {
      if (refused instanceof RateLimiterRes) throw new Problem('too-many')
      throw refused
    }
  }

  return {
    async find(receipt, lastFour, address) {
      await count(ofAddress, address)
      await count(ofReceipt, receipt)
      const report = await reports.byReceipt(receipt)
      const numbers = [report?.phone, report?.subjectPhone].filter((phone) => phone?.endsWith(lastFour))
      if (!report || numbers.length === 0) throw notFound('收条号或者电话后四位不对')
      return report
    },
  }
}
