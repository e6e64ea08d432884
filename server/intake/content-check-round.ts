import { takeDue } from '../database/take-due'
import type { House } from '../house'
import { nextTry } from '../notifications/quiet-hours'
import type { Openids } from '../people/openids.service'
import { maskNumbersIn } from '../trust/masking'
import { type WeChat, WeChatRefused } from '../wechat/wechat'
import { additionModel } from './addition.model'
import type { Attachments } from './attachments.service'
import { type ContentCheckRecord, contentCheckModel, type Unchecked } from './content-check.model'
import type { ContentChecks } from './content-checks.service'
import { reportModel } from './report.model'

const minute = 60_000
/** After this long a check whose process was killed is taken up by another one. */
const lease = 2 * minute
/** WeChat promises verdicts within half an hour; after this long one is asked for again. */
const verdictTime = 45 * minute
/** How long WeChat may take to fetch a file. */
const linkTime = 40 * minute
/** After so many tries without a verdict nobody waits for one. */
const mostWithoutVerdict = 2
const roundTime = 20_000
/** WeChat's number, in version 1, for a text that is risky; by whatever it is said, it is a verdict. */
const riskyBefore = 87014
const otherLabel = 21000

/** How a check ended, or that it waits for its verdict or for another try. */
type End =
  | { outcome: 'pass' | 'review' | 'risky'; label: number }
  | { outcome: 'unchecked'; why: Unchecked }
  | { traceId: string }
  | 'later'

const unchecked = (why: Unchecked): End => ({ outcome: 'unchecked', why })

/** What a refusal means for the check. What the service's people can mend is tried again until they have. */
function endOf({ refusal, errcode }: WeChatRefused): End {
  if (errcode === riskyBefore) return { outcome: 'risky', label: otherLabel }
  if (refusal === 'too-often' || refusal === 'wrong-setting') return 'later'
  return unchecked(refusal === 'inactive' ? 'inactive' : 'refused')
}

/**
 * Makes the round in which WeChat is asked to look at what residents sent: each check claimed by one process, tried again
 * while WeChat is down, and ended with a verdict or with the reason why there is none. Answers how many it took up.
 */
export function contentCheckRound(
  { db, now, cipher, config, wechat, log }: House,
  {
    openids,
    attachments,
    contentChecks,
  }: { openids: Openids; attachments: Attachments; contentChecks: ContentChecks },
): () => Promise<number> {
  const checks = contentCheckModel(db)
  const reports = reportModel(db)
  const additions = additionModel(db)

  const textOf = async ({ report, addition }: ContentCheckRecord): Promise<string> => {
    const said = addition ? await additions.findById(addition).lean() : await reports.findById(report).lean()
    // Identity and card numbers are nobody's business outside.
    return said ? maskNumbersIn(cipher.decrypt(addition ? 'addition.text' : 'report.text', said.text)) : ''
  }

  const look = async (record: ContentCheckRecord, by: WeChat): Promise<End> => {
    const { account, part, file, tries } = record
    const person = await openids.of(account.toHexString())
    if (!person) return unchecked('not-wechat')
    const of = { openid: person.openid, scene: 'social-log' as const }
    if (!file || part === 'text') {
      const { suggest, label } = await by.checkText({ ...of, content: await textOf(record) })
      return { outcome: suggest, label }
    }
    if (!config.publicUrl) return unchecked('no-link')
    if (record.traceId && tries > mostWithoutVerdict) return unchecked('no-verdict')
    const url = `${config.publicUrl}${attachments.linkFor(file, linkTime)}`
    return by.checkMedia({ ...of, url, type: part === 'voice' ? 'audio' : 'image' })
  }

  const write = async (record: Pick<ContentCheckRecord, '_id' | 'at' | 'tries'>, end: End) => {
    const { _id, at, tries } = record
    if (end === 'later') {
      const next = nextTry(at, tries, now())
      if (next) await checks.updateOne({ _id, tries }, { $set: { nextTry: next } })
      else await write(record, unchecked('given-up'))
    } else if ('traceId' in end) {
      const { traceId } = end
      await checks.updateOne(
        { _id, tries },
        { $set: { traceId, nextTry: new Date(now().getTime() + verdictTime) } },
      )
      // The verdict may have come before this was written.
      await contentChecks.settle(traceId)
    } else await checks.updateOne({ _id, tries }, { $set: end, $unset: { nextTry: 1 } })
  }

  const take = () => takeDue(checks, now(), lease)

  const lookOrWait = async (record: ContentCheckRecord, by: WeChat): Promise<End> => {
    try {
      return await look(record, by)
    } catch (error) {
      const end = error instanceof WeChatRefused ? endOf(error) : 'later'
      if (end === 'later')
        log.warn({ err: error, tries: record.tries }, 'a content check could not be made yet')
      return end
    }
  }

  return async () => {
    if (!wechat) return 0
    const until = now().getTime() + roundTime
    let taken = 0
    for (let record = await take(); record; record = now().getTime() < until ? await take() : null) {
      await write(record, await lookOrWait(record, wechat))
      taken += 1
    }
    return taken
  }
}
