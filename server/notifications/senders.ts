import type { NoticeKind } from '../../shared/domain/notices'
import type { House } from '../house'

/** A way to people outside our app. */
export type Channel = 'wechat' | 'sms'

/** What a sender is handed. Nothing in it says who the person is or what the case is about. */
export interface OutsideMessage {
  /** The same whenever the same message is handed over again: who has seen it before must not ring twice. */
  key: string
  /** Whom it is for; the sender knows how to find their number or their WeChat id. */
  account: string
  /** By this a WeChat sender chooses its template. */
  kind: NoticeKind
  title: string
  text: string
  /** Where a tap leads, on channels where one can tap. */
  page: string
  urgent: boolean
}

/**
 * One channel out of the house. The first of the house's senders that reaches the person is used; when it fails, the
 * next one is, and when all fail, the message is tried again later.
 */
export interface Sender {
  channel: Channel
  /**
   * Whether this channel leads to the person now, with a message of this kind: a number is known, WeChat's permission was
   * given and is not used up.
   */
  reaches(account: string, kind: NoticeKind): Promise<boolean>
  /**
   * Ends when the channel has taken the message, throws when it has not. What it throws goes to the log, so it must not
   * name a number.
   */
  send(message: OutsideMessage): Promise<void>
}

/**
 * Stands where the township's SMS gateway will: writes one line for each message, without number and without name, so
 * that a trial shows what would go out and when. It reaches everybody, because nothing leaves the house.
 */
export const smsToLog = (log: House['log']): Sender => ({
  channel: 'sms',
  reaches: async () => true,
  async send({ key, kind, urgent }) {
    log.info({ channel: 'sms', key, kind, urgent }, 'no SMS gateway is set up: this message went no further')
  },
})
