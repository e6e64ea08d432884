import { Types } from 'mongoose'
import { inTransaction } from '../../server/database/transaction'
import { type NewNotice, type Notices, noticesService } from '../../server/notifications/notices.service'
import type { OutsideMessage, Sender } from '../../server/notifications/senders'
import type { TestHouse } from '../setup/test-house'

/** A channel that keeps what it was handed, and fails when the test wants it to. */
export interface TriedSender extends Sender {
  taken: OutsideMessage[]
  /** How often it was asked to send, well or in vain. */
  asked: number
  works: boolean
}

/** A channel of the test's own. */
export function triedSender(
  channel: Sender['channel'] = 'sms',
  reaches: (account: string) => boolean = () => true,
): TriedSender {
  return {
    channel,
    taken: [],
    asked: 0,
    works: true,
    reaches: async (account) => reaches(account),
    async send(message) {
      this.asked += 1
      if (!this.works) throw new Error('The gateway does not answer')
      this.taken.push(message)
    },
  }
}

let steps = 0
/** A notice that is unlike every other; tests change what they are about. */
export const someNotice = (changes: Partial<NewNotice> = {}): NewNotice => ({
  to: new Types.ObjectId(),
  kind: 'new_case',
  caseId: new Types.ObjectId(),
  step: String(steps++),
  urgent: false,
  words: '彩靠村岩三木家的线索到您手里了',
  page: '/village/case/case?id=0123456789abcdef01234567',
  ...changes,
})

/** Tells as an event does: inside a transaction of its own. */
export const tellIn = (
  { house }: Pick<TestHouse, 'house'>,
  notices: Pick<Notices, 'tell'>,
  ...told: readonly NewNotice[]
): Promise<void> => inTransaction(house.db, async (work) => notices.tell(told, house.now(), work))

/** The notices service of one process, with channels of the test's own. */
export const processWith = ({ house }: Pick<TestHouse, 'house'>, ...senders: readonly Sender[]): Notices =>
  noticesService(house, senders)
