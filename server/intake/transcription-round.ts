import { isHidden } from '../../shared/domain/code-lists'
import { dangerSigns } from '../../shared/domain/urgency'
import type { CaseRecord } from '../casework/case.model'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import { takeDue } from '../database/take-due'
import { inTransaction } from '../database/transaction'
import type { House } from '../house'
import { isOvertaken } from '../http/problem'
import { nextTry } from '../notifications/quiet-hours'
import type { Attachments } from './attachments.service'
import { type Transcriber, TranscriberRefused } from './transcriber'
import { type NotTranscribed, type TranscriptRecord, transcriptModel } from './transcript.model'

/** After this long a recording whose process was killed is taken up by another one. */
const lease = 2 * 60_000
const roundTime = 20_000
const mostAttempts = 5

/** How it ended, or that it is tried again. */
type End = { text: string } | { why: NotTranscribed } | 'later'

/**
 * True where nobody has taken the case into their hands yet. A person who has looked knows better than a machine that
 * listened; and a flag that a person has set back is not set again.
 */
const isUnhandled = ({ state, urgency, history }: CaseRecord) =>
  (state === 'triage' || state === 'assigned') &&
  urgency === 'ordinary' &&
  !history.some(({ event }) => event === 'mark_ordinary')

/**
 * Makes the round in which recordings are written down: each claimed by one process, tried again while the transcriber
 * is down, and ended with a text or with the reason why there is none. Words of danger in it raise the urgency of a
 * case that nobody has taken up; nothing lowers it (design: urgency). Answers how many it took up.
 */
export function transcriptionRound(
  { db, now, cipher, log }: Pick<House, 'db' | 'now' | 'cipher' | 'log'>,
  transcriber: Transcriber | null,
  { casework, joining, attachments }: { casework: Casework; joining: Joining; attachments: Attachments },
): () => Promise<number> {
  const transcripts = transcriptModel(db)

  const take = () => takeDue(transcripts, now(), lease)

  /** The case that its report is worked in now. */
  const caseOf = async (record: TranscriptRecord): Promise<CaseRecord | undefined> => {
    const [opened] = await casework.many([record.case])
    return opened && (await joining.leading([opened])).get(opened._id.toHexString())
  }

  const listen = async (record: TranscriptRecord, by: Transcriber): Promise<End> => {
    const work = await caseOf(record)
    if (!by.local && (!work || isHidden(work.track))) return { why: 'hidden' }
    const recording = await attachments.recording(record._id)
    if (!recording) return { why: 'gone' }
    try {
      return { text: await by.transcribe(recording) }
    } catch (error) {
      if (error instanceof TranscriberRefused) return { why: 'refused' }
      log.warn({ err: error, tries: record.tries }, 'a recording could not be written down yet')
      return 'later'
    }
  }

  /** Stores the text, and lets an untouched case know of danger, in one: a text without its warning would stay so. */
  const store = async ({ _id, case: opened, ...record }: TranscriptRecord, text: string) => {
    const signs = dangerSigns(text)
    for (let attempt = 1; ; attempt += 1) {
      const main = signs.length > 0 ? await caseOf({ _id, case: opened, ...record }) : undefined
      try {
        await inTransaction(db, async (work) => {
          const { modifiedCount } = await transcripts.updateOne(
            { _id, tries: record.tries, nextTry: { $exists: true } },
            { $set: { text: cipher.encrypt('transcript.text', text) }, $unset: { nextTry: 1 } },
            { session: work.session },
          )
          // Its lease ran out, and another process has written it down.
          if (modifiedCount === 0 || !main?.open || !isUnhandled(main)) return
          const reasons = signs.map(({ word }) => `录音里像是说到“${word}”（机器听的，可能有误）`)
          await joining.hear(main, { urgency: 'urgent', reasons }, 'transcribed', now(), work)
        })
        return
      } catch (error) {
        if (!isOvertaken(error) || attempt === mostAttempts) throw error
      }
    }
  }

  const write = async (record: TranscriptRecord, end: End): Promise<void> => {
    const { _id, at, tries } = record
    if (end !== 'later' && 'text' in end) return store(record, end.text)
    const next = end === 'later' ? nextTry(at, tries, now()) : null
    if (next) await transcripts.updateOne({ _id, tries }, { $set: { nextTry: next } })
    else
      await transcripts.updateOne(
        { _id, tries },
        { $set: { why: end === 'later' ? 'given-up' : end.why }, $unset: { nextTry: 1 } },
      )
  }

  return async () => {
    if (!transcriber) return 0
    const until = now().getTime() + roundTime
    let taken = 0
    for (let record = await take(); record; record = now().getTime() < until ? await take() : null) {
      const end = await listen(record, transcriber)
      await write(record, end)
      taken += 1
      // A machine that is down is not asked once for each of a thousand recordings.
      if (end === 'later') break
    }
    return taken
  }
}
