import { noticeRule, outsideWords } from '../../shared/domain/notices'
import { takeDue } from '../database/take-due'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { type MessageRecord, messageModel, type Outcome } from './message.model'
import { type NoticeRecord, noticeModel, type Waiting } from './notice.model'
import { isQuiet, nextTry } from './quiet-hours'
import type { Channel, OutsideMessage, Sender } from './senders'

/** What tests set otherwise. */
export interface DeliveryOptions {
  /** How long a channel may take to take a message, in milliseconds. */
  channelTime?: number
}

/** After this long a message whose process was killed is taken up by another one: longer than all channels may take. */
const lease = 2 * 60_000
/** One round ends after this long, so that it never keeps other periodic work waiting; the next begins in a minute. */
const roundTime = 20_000
/** How many messages one process sends at the same time. */
const lanes = 8

/** A channel did not answer in time: whether it has taken the message is not known. */
class NoAnswer extends Error {}

/** @throws NoAnswer when the work takes too long. */
async function within<T>(time: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`No answer within ${time} ms`)), time)
  })
  try {
    return await Promise.race([work, tooLong])
  } finally {
    clearTimeout(timer)
  }
}

const outward = ({ _id, account, kind, page, count, wakes }: MessageRecord): OutsideMessage => ({
  key: _id,
  account: account.toHexString(),
  kind,
  title: noticeRule(kind).title,
  text: outsideWords(kind, count),
  page,
  urgent: wakes,
})

/** What presses most comes first, then what is newest. */
const byPressure = (a: { wakes: boolean; at: Date }, b: { wakes: boolean; at: Date }) =>
  Number(b.wakes) - Number(a.wakes) || b.at.getTime() - a.at.getTime()

/**
 * The one message that tells of these notices, and of the messages about the same case that have not gone out: those
 * are dropped for it. Their wait after a failure stays, unless something new must be told at once.
 */
function fold(waiting: readonly NoticeRecord[], unsent: readonly MessageRecord[], at: Date): MessageRecord {
  const fresh = waiting.map((notice) => ({ ...notice, wakes: notice.waiting === 'at_once' })).sort(byPressure)
  const [first] = fresh
  const [lead] = [...fresh, ...unsent].sort(byPressure)
  if (!first || !lead) throw new Error('A message needs a notice')
  const waits = unsent.flatMap((message) => message.nextTry ?? [])
  return {
    _id: first._id,
    account: first.account,
    caseId: first.caseId,
    kind: lead.kind,
    page: lead.page,
    count: waiting.length + unsent.reduce((sum, { count }) => sum + count, 0),
    wakes: lead.wakes,
    at,
    tries: Math.max(0, ...unsent.map(({ tries }) => tries)),
    nextTry: first.wakes || waits.length === 0 ? at : new Date(Math.max(...waits.map(Number))),
    sending: false,
  }
}

/**
 * Makes the round in which people are told outside the app: every message at least once, with one key whenever it is
 * tried. First what waits is folded, all of one person and one case into one message; then messages are claimed one by
 * one, each for as long as its sender may take. Any number of processes may go round at once, and be killed at any
 * moment. The round answers how many messages went out.
 */
export function delivery(
  { db, now, log }: Pick<House, 'db' | 'now' | 'log'>,
  senders: readonly Sender[],
  { channelTime = 10_000 }: DeliveryOptions = {},
): () => Promise<number> {
  const notices = noticeModel(db)
  const messages = messageModel(db)

  /** Folds what waits of one person about one case; false when nothing waits. */
  const foldOne = async (waiting: Waiting): Promise<boolean> => {
    const found = await notices.findOne({ waiting }).lean<NoticeRecord>()
    if (!found) return false
    const group = { account: found.account, caseId: found.caseId }
    // Of two processes that fold the same, the later one is turned back, looks again and finds nothing.
    await inTransaction(db, async ({ session, insert }) => {
      const all = await notices
        .find({ ...group, waiting: { $in: ['at_once', 'by_day'] satisfies Waiting[] } })
        .session(session)
        .lean<NoticeRecord[]>()
      if (all.length === 0) return
      const unsent = await messages
        .find({ ...group, nextTry: { $exists: true }, sending: false })
        .session(session)
        .lean<MessageRecord[]>()
      const ids = (records: readonly { _id: string }[]) => ({ _id: { $in: records.map(({ _id }) => _id) } })
      await notices.updateMany(ids(all), { $unset: { waiting: 1 } }, { session })
      if (unsent.length > 0) await messages.deleteMany(ids(unsent), { session })
      insert(messages, fold(all, unsent, now()))
    })
    return true
  }

  const claim = (wakes: boolean) => takeDue(messages, now(), lease, { of: { wakes }, set: { sending: true } })

  /** Hands the message to the first sender that takes it. */
  const handOver = async (
    message: MessageRecord,
  ): Promise<Channel | 'unreachable' | 'failed' | 'unheard'> => {
    let went: 'unreachable' | 'failed' | 'unheard' = 'unreachable'
    for (const sender of senders) {
      const { channel } = sender
      try {
        if (!(await within(channelTime, sender.reaches(message.account.toHexString(), message.kind))))
          continue
        await within(channelTime, sender.send(outward(message)))
        return channel
      } catch (error) {
        if (went !== 'unheard') went = error instanceof NoAnswer ? 'unheard' : 'failed'
        log.warn({ err: error, channel, key: message._id, tries: message.tries }, 'a message did not go out')
      }
    }
    return went
  }

  const end = (outcome: Outcome, channel?: Channel) => ({
    $set: { outcome, sending: false, ...(channel && { channel }) },
    $unset: { nextTry: 1 as const },
  })

  /** Sends one message; answers whether it went out. */
  const send = async (message: MessageRecord): Promise<boolean> => {
    const went = await handOver(message)
    const { _id, tries } = message
    if (went !== 'failed' && went !== 'unheard') {
      const sent = went !== 'unreachable'
      await messages.updateOne({ _id }, sent ? end('sent', went) : end('unreachable'))
      return sent
    }
    const next = nextTry(message.at, tries, now())
    // Whoever took it up meanwhile, because this took too long, says himself how it went.
    await messages.updateOne(
      { _id, tries, sending: true },
      next ? { $set: { nextTry: next, sending: went === 'unheard' } } : end('given_up'),
    )
    if (!next) log.warn({ key: _id, tries }, 'a message is given up; the inbox has what it told of')
    return false
  }

  return async () => {
    const began = now().getTime()
    const spent = () => now().getTime() - began
    const wanted: Waiting[] = isQuiet(now()) ? ['at_once'] : ['at_once', 'by_day']
    for (const waiting of wanted) while (spent() < roundTime / 2 && (await foldOne(waiting)));
    let sent = 0
    const lane = async (waiting: Waiting) => {
      while (spent() < roundTime) {
        const message = await claim(waiting === 'at_once')
        if (!message) return
        if (await send(message)) sent += 1
      }
    }
    for (const waiting of wanted) await Promise.all(Array.from({ length: lanes }, () => lane(waiting)))
    return sent
  }
}
