import { createHash } from 'node:crypto'
import type { ClientSession, QueryFilter, Types } from 'mongoose'
import { type NoticeKind, noticeRule, residentKinds } from '../../shared/domain/notices'
import type { Work } from '../database/transaction'
import type { House } from '../house'
import { type DeliveryOptions, delivery } from './delivery'
import { messageModel } from './message.model'
import { type NoticeRecord, noticeModel } from './notice.model'
import type { Sender } from './senders'

/** Something that one person is to be told. */
export interface NewNotice {
  to: Types.ObjectId
  kind: NoticeKind
  caseId: Types.ObjectId | null
  /**
   * Which step of the case it tells of, best the case's version after it. With account, case and kind it makes the
   * notice unique. So it must name something that the same transaction claims for itself, as a move claims the
   * version: then two transactions that would tell the same cannot both be stored, whatever they tell.
   */
  step: string
  urgent: boolean
  /** One plain sentence for the inbox. It may name the family, and is stored encrypted. */
  words: string
  /** Where a tap leads: a page of the app with its parameters. */
  page: string
  /** For the inbox alone: where a telephone that lights up could harm somebody, as after a report of abuse. */
  inboxOnly?: boolean
}

/** A notice with its words opened. */
export type OpenNotice = Pick<NoticeRecord, 'kind' | 'at' | 'urgent' | 'words' | 'page'> & {
  id: string
  unread: boolean
}

/** Which of one's notices were read: these, or all that had come by then. */
export type ReadMarks = readonly string[] | { upTo: Date }

/** Telling people what has happened. The record is the inbox: what is stored has been told. */
export interface Notices {
  /**
   * Tells people, inside the transaction of the event: a transaction that is turned back has told nobody, one that is
   * tried again tells once, and the same thing said twice in one transaction is said once.
   */
  tell(notices: readonly NewNotice[], at: Date, work: Work): void
  /** Tells outside the app what has not been read there; see delivery.ts. Answers how many messages went out. */
  deliver(): Promise<number>
  /** What one account was told is another's of the same person. */
  become(from: Types.ObjectId, to: Types.ObjectId, session: ClientSession): Promise<void>
  /** How many notices one account has. */
  countOf(account: Types.ObjectId): Promise<number>
  /** Deletes all that one account was told, and what was still to be told outside: the person has closed it. */
  forget(account: Types.ObjectId, session: ClientSession): Promise<void>
  /**
   * One page of somebody's notices, the newest first, with how many of all are unread (none counts beyond 100).
   * With `audience` resident: only what residents are told, for who holds no post any more.
   */
  inboxOf(
    account: string,
    after?: string,
    audience?: 'staff' | 'resident',
  ): Promise<{ items: OpenNotice[]; unread: number; after: string | null }>
  unreadOf(account: string, audience?: 'staff' | 'resident'): Promise<number>
  /** Marks one's own notices as read; what waited to be told outside need not be any more. */
  markRead(account: string, which: ReadMarks): Promise<void>
}

const pageSize = 20
const mostCounted = 100

/** What makes a notice one and the same. A hash: ids travel, and need not tell of case and step. */
const identityOf = ({ to, kind, caseId, step }: NewNotice) =>
  createHash('sha256')
    .update(JSON.stringify([to.toHexString(), kind, caseId?.toHexString() ?? null, step]))
    .digest('base64url')

const orderOf = (at: Date, id: string) => `${at.toISOString()}|${id}`
const pageMark = (order: string) => Buffer.from(order).toString('base64url')
/** A made-up mark gives some other text and so some other page, never an error. */
const orderAt = (mark: string) => Buffer.from(mark, 'base64url').toString()

/** Makes the notices service. Of the senders, the first that reaches a person is used. */
export function noticesService(
  { db, now, cipher, log }: Pick<House, 'db' | 'now' | 'cipher' | 'log'>,
  senders: readonly Sender[],
  options?: DeliveryOptions,
): Notices {
  const notices = noticeModel(db)
  const messages = messageModel(db)
  /** What each transaction under way has told already. */
  const told = new WeakMap<Work, Set<string>>()

  const record = (notice: NewNotice, at: Date): NoticeRecord => {
    const { to, kind, caseId, urgent, words, page, inboxOnly } = notice
    const id = identityOf(notice)
    return {
      _id: id,
      account: to,
      kind,
      caseId,
      at,
      order: orderOf(at, id),
      urgent,
      words: cipher.encrypt('notice.words', words),
      page,
      unread: true,
      ...(!inboxOnly && { waiting: urgent && noticeRule(kind).wakes ? 'at_once' : 'by_day' }),
    }
  }

  const open = ({ _id, kind, at, urgent, words, page, unread }: NoticeRecord): OpenNotice => ({
    id: _id,
    kind,
    at,
    urgent,
    words: cipher.decrypt('notice.words', words),
    page,
    unread: unread ?? false,
  })

  const own = (account: string, audience: 'staff' | 'resident' = 'staff'): QueryFilter<NoticeRecord> => ({
    account,
    ...(audience === 'resident' && { kind: { $in: residentKinds } }),
  })
  const unreadOf = async (account: string, audience?: 'staff' | 'resident') =>
    notices.countDocuments({ ...own(account, audience), unread: true }).limit(mostCounted)

  return {
    tell(toTell, at, work) {
      const already = told.get(work) ?? new Set()
      told.set(work, already)
      for (const notice of toTell) {
        const made = record(notice, at)
        if (already.has(made._id)) continue
        already.add(made._id)
        work.insert(notices, made)
      }
    },
    deliver: delivery({ db, now, log }, senders, options),
    async inboxOf(account, after, audience) {
      const [found, unread] = await Promise.all([
        notices
          .find({ ...own(account, audience), ...(after && { order: { $lt: orderAt(after) } }) })
          .sort({ order: -1 })
          .limit(pageSize + 1)
          .lean<NoticeRecord[]>(),
        unreadOf(account, audience),
      ])
      const shown = found.slice(0, pageSize)
      const last = shown.at(-1)
      return {
        items: shown.map(open),
        unread,
        after: found.length > pageSize && last ? pageMark(last.order) : null,
      }
    },
    async become(from, to, session) {
      await notices.updateMany({ account: from }, { $set: { account: to } }, { session })
    },
    async forget(account, session) {
      await notices.deleteMany({ account }, { session })
      await messages.deleteMany({ account }, { session })
    },
    countOf: (account) => notices.countDocuments({ account }),
    unreadOf,
    async markRead(account, which) {
      const those = 'upTo' in which ? { at: { $lte: which.upTo } } : { _id: { $in: [...which] } }
      await notices.updateMany({ account, unread: true, ...those }, { $unset: { unread: 1, waiting: 1 } })
    },
  }
}
