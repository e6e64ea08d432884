import { randomInt } from 'node:crypto'
import { Types } from 'mongoose'
import type { z } from 'zod'
import type { reportSubmission } from '../../shared/contract/intake'
import { type CardKind, type Channel, helpCategoriesInWords } from '../../shared/domain/code-lists'
import { townshipOf } from '../../shared/domain/territory'
import { judgeUrgency } from '../../shared/domain/urgency'
import type { CaseRecord } from '../casework/case.model'
import type { Casework } from '../casework/casework.service'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { Problem, wrongField } from '../http/problem'
import type { CardRecord } from '../outreach/card.model'
import type { Cards } from '../outreach/cards.service'
import { type Gazetteer, villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { Door } from '../routing/evidence'
import { route } from '../routing/route'
import { maskNumbersIn } from '../trust/masking'
import type { Attachments } from './attachments.service'
import { type ReportRecord, reportModel } from './report.model'

/** What a resident's phone sends, checked against the contract. */
export type Submission = z.output<typeof reportSubmission>

/** A stored report with the case it opened. */
export interface Accepted {
  report: ReportRecord
  case: CaseRecord
  gazetteer: Gazetteer
  alreadyReceived: boolean
}

/** Reports coming in. */
export interface Intake {
  /**
   * Stores a report, routes it and opens its case: all durably in one transaction, or nothing. The same key with
   * the same words gives the same receipt, however often it is sent.
   * @throws Problem already-sent when the key was used for other words; invalid-input for a place, card or photo
   * that does not exist; unavailable when the township has nobody set up.
   */
  submit(submission: Submission, reporter: string): Promise<Accepted>
}

const headlineLength = 60

const channelByCard: Record<CardKind, Channel> = {
  group_chat: 'group_card',
  poster: 'poster',
  window: 'window',
}

const doorByCard: Record<CardKind, Door> = { group_chat: 'card', poster: 'poster', window: 'window' }

const channelOf = (submission: Submission, card: CardRecord | null): Channel =>
  card ? channelByCard[card.kind] : submission.forWhom === 'self' ? 'self' : 'on_behalf'

/** What a queue shows of a report in one line, with no identity or card number in it. */
const headlineOf = ({ text, categories }: Submission) => {
  const named = helpCategoriesInWords(categories)
  const said = maskNumbersIn(text).replace(/\s+/g, ' ')
  return [...(said || named || '只有照片')].slice(0, headlineLength).join('')
}

const newReceipt = () => String(randomInt(10_000_000, 100_000_000))

/** Makes the intake service. */
export function intakeService(
  { db, now, cipher, audit, config }: House,
  rooms: { cards: Cards; places: Places; casework: Casework; attachments: Attachments },
): Intake {
  const { cards, places, casework, attachments } = rooms
  const reports = reportModel(db)

  /** Where the report belongs, looked up and decided before anything is written. */
  const routed = async (submission: Submission) => {
    const { place } = submission
    const card = submission.card ? await cards.find(submission.card) : null
    if (submission.card && !card) throw wrongField('card', '没有这张名片，请从首页报')
    const township = card?.township ?? (place.village ? townshipOf(place.village) : config.township)
    const gazetteer = await places.gazetteer(township)
    if (place.village && !villageIn(gazetteer, place.village)) throw wrongField('place.village', '没有这个村')
    const decision = route(
      {
        stated:
          place.village === undefined
            ? undefined
            : { village: place.village, by: place.villageFrom ?? 'reporter' },
        hamlet: place.hamlet,
        placeWords: place.words,
        text: submission.text,
        cameThrough: card?.village ? { village: card.village, door: doorByCard[card.kind] } : undefined,
      },
      gazetteer,
    )
    const owner = await (decision.village
      ? casework.ownerFor('assigned', decision.village)
      : casework.ownerFor('triage', township))
    return { card, township, gazetteer, decision, owner }
  }

  const store = async (
    submission: Submission,
    reporter: Types.ObjectId,
    fingerprint: string,
    where: Awaited<ReturnType<typeof routed>>,
  ) => {
    const { place } = submission
    const receivedAt = now()
    const base: Omit<ReportRecord, 'case' | 'receipt'> = {
      _id: new Types.ObjectId(),
      reporter,
      clientKey: submission.clientKey,
      fingerprint,
      receivedAt,
      channel: channelOf(submission, where.card),
      township: where.township,
      card: where.card?._id ?? null,
      forWhom: submission.forWhom,
      discoverer: submission.forWhom === 'self' ? 'self' : (submission.discoverer ?? null),
      categories: submission.categories,
      text: cipher.encrypt('report.text', submission.text),
      subjectName: submission.subjectName ?? null,
      statedVillage: place.village ?? null,
      villageFrom: place.village ? (place.villageFrom ?? 'reporter') : null,
      hamlet: place.hamlet || null,
      placeWords: place.words ? cipher.encrypt('report.placeWords', place.words) : null,
      phone: submission.phone ? cipher.encrypt('report.phone', submission.phone) : null,
      phoneHash: submission.phone ? cipher.hash('phone', submission.phone) : null,
      photos: submission.photos.map((id) => new Types.ObjectId(id)),
      markedUrgent: submission.markedUrgent,
    }
    const headline = cipher.encrypt('case.headline', headlineOf(submission))
    return inTransaction(db, async (work) => {
      const opened = casework.open(
        {
          township: where.township,
          decision: where.decision,
          owner: where.owner,
          urgency: judgeUrgency(submission),
          subjectName: base.subjectName,
          hamlet: base.hamlet,
          headline,
          categories: base.categories,
          photoCount: base.photos.length,
          reporterHasPhone: base.phone !== null,
        },
        receivedAt,
        reporter.toHexString(),
        work,
      )
      const report: ReportRecord = { ...base, case: opened._id, receipt: newReceipt() }
      work.insert(reports, report)
      if (base.photos.length > 0) await attachments.claim(base.photos, reporter, report._id, work.session)
      return { report, case: opened }
    })
  }

  return {
    async submit(submission, account) {
      const reporter = new Types.ObjectId(account)
      const fingerprint = cipher.hash('report', JSON.stringify(submission))
      const where = await routed(submission)
      for (let attempt = 1; ; attempt += 1) {
        try {
          const stored = await store(submission, reporter, fingerprint, where)
          audit.sealSoon()
          return { ...stored, gazetteer: where.gazetteer, alreadyReceived: false }
        } catch (error) {
          // A second sending finds its number taken, or its own photographs tied to the first one.
          const taken = isDuplicateKey(error)
          if (!taken && !(error instanceof Problem)) throw error
          const report = await reports
            .findOne({ reporter, clientKey: submission.clientKey })
            .lean<ReportRecord>()
          if (report) {
            if (report.fingerprint !== fingerprint)
              throw new Problem('already-sent', '这件事已经收到过了。新的话请当成另一件事再报一次', {
                receipt: report.receipt,
              })
            const opened = await casework.find(report.case.toHexString())
            return { report, case: opened, gazetteer: where.gazetteer, alreadyReceived: true }
          }
          // Not this report but its number was taken: one in ninety million, so a few new numbers are enough.
          if (!taken || attempt === 5) throw error
        }
      }
    },
  }
}
