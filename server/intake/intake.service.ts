import { randomInt } from 'node:crypto'
import { Types } from 'mongoose'
import { isHidden } from '../../shared/domain/code-lists'
import { firstLook } from '../../shared/domain/retention'
import { judgeUrgency } from '../../shared/domain/urgency'
import type { CaseRecord } from '../casework/case.model'
import type { Casework } from '../casework/casework.service'
import type { Joining } from '../casework/joining.service'
import { inTransaction, isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import { isOvertaken, Problem, wrongField } from '../http/problem'
import type { Cards } from '../outreach/cards.service'
import type { GroupChats } from '../outreach/group-chats.service'
import type { Gazetteer } from '../places/gazetteer'
import { homeInWords } from '../places/home-in-words'
import { syllablesOf } from '../places/sounds'
import type { Attachments } from './attachments.service'
import type { ContentChecks } from './content-checks.service'
import {
  type Entry,
  type EntryDesk,
  fromDesk,
  fromSubmission,
  headlineOf,
  type Incoming,
  type Submission,
} from './incoming'
import { type ReportRecord, reportModel } from './report.model'
import type { Transcripts } from './transcripts.service'
import type { Destination, Destinations, Placeable } from './where-it-belongs'

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
   * Stores a report, routes it and opens its case, or joins it to the household's open one: all durably in one
   * transaction, or nothing. The same key with the same words gives the same receipt, however often it is sent.
   * @throws Problem already-sent when the key was used for other words; invalid-input for a place, card or photo
   * that does not exist; unavailable when the township has nobody set up.
   */
  submit(submission: Submission, reporter: string): Promise<Accepted>
  /** The same for what the staff write down: a call, a visitor at the window, a list from the county (R4). */
  enter(entry: Entry, desk: EntryDesk): Promise<Accepted>
  /** What routing and the open cases say to a half-written entry; nothing is stored. */
  preview(entry: EntryDraft, desk: EntryDesk): Promise<Preview>
}

/** What a clerk has typed so far. */
export type EntryDraft = Pick<
  Entry,
  'text' | 'place' | 'subjectName' | 'subjectPhone' | 'idNumber' | 'categories' | 'markedUrgent'
>

/** What is known of a half-written entry. */
export interface Preview extends Awaited<ReturnType<Destinations['decide']>> {
  urgency: ReturnType<typeof judgeUrgency>
  /** The open case it will join by itself, and those that may be of the same household. */
  joins: CaseRecord | null
  lookalikes: Awaited<ReturnType<Joining['lookalikesOf']>>
}

const newReceipt = () => String(randomInt(10_000_000, 100_000_000))
const mostAttempts = 5

/** Makes the intake service. */
export function intakeService(
  { db, now, cipher, audit, config }: House,
  rooms: {
    cards: Cards
    groupChats: GroupChats
    casework: Casework
    joining: Joining
    attachments: Attachments
    contentChecks: ContentChecks
    transcripts: Transcripts
    destinations: Destinations
  },
): Intake {
  const { cards, groupChats, casework, joining, attachments, contentChecks, transcripts, destinations } =
    rooms
  const reports = reportModel(db)

  /** A phone is the household's when its own people report, or when the clerk was told so. */
  const householdHashesOf = (report: Pick<Incoming, 'forWhom' | 'phone' | 'subjectPhone' | 'idNumber'>) => {
    const phone = report.subjectPhone ?? (report.forWhom === 'self' ? report.phone : null)
    return [
      ...(phone ? [cipher.hash('phone', phone)] : []),
      ...(report.idNumber ? [cipher.hash('identity', report.idNumber)] : []),
    ]
  }
  const nameSoundOf = (name: string | null) => name && cipher.hash('name', syllablesOf(name))
  const homeHashOf = ({ hamlet, words }: Incoming['place']) => {
    const home = homeInWords(hamlet ?? null, words ?? null)
    return home && cipher.hash('home', home)
  }

  const placeable = (report: Incoming): Placeable => {
    const { place } = report
    return {
      township: report.township,
      householdHashes: householdHashesOf(report),
      resident: report.enteredBy ? null : report.account,
      otherwiseSaid:
        report.photos.length > 0 ||
        report.voices.length > 0 ||
        report.categories.length > 0 ||
        report.subjectName !== null ||
        report.idNumber !== null,
      facts: {
        text: report.text,
        forWhom: report.forWhom,
        ...(report.position ? { position: report.position } : {}),
        ...(place.village ? { stated: { village: place.village, by: place.villageFrom ?? 'reporter' } } : {}),
        ...(place.hamlet ? { hamlet: place.hamlet } : {}),
        ...(place.words ? { placeWords: place.words } : {}),
        ...(report.cameThrough ? { cameThrough: report.cameThrough } : {}),
      },
    }
  }

  const store = (report: Incoming, fingerprint: string, to: Destination) => {
    const { place } = report
    const receivedAt = now()
    const secret = (field: string, value: string | null | undefined) =>
      value ? cipher.encrypt(field, value) : null
    const base: Omit<ReportRecord, 'case' | 'receipt' | 'voices'> = {
      _id: new Types.ObjectId(),
      reporter: new Types.ObjectId(report.account),
      enteredBy: report.enteredBy,
      clientKey: report.clientKey,
      fingerprint,
      receivedAt,
      channel: report.channel,
      township: report.township,
      card: report.card,
      forWhom: report.forWhom,
      discoverer: report.discoverer,
      grounds: report.grounds,
      categories: report.categories,
      text: cipher.encrypt('report.text', report.text),
      subjectName: report.subjectName,
      reporterName: report.reporterName,
      statedVillage: place.village ?? null,
      villageFrom: place.village ? (place.villageFrom ?? 'reporter') : null,
      hamlet: place.hamlet || null,
      placeWords: secret('report.placeWords', place.words),
      position: secret('report.position', report.position && JSON.stringify(report.position)),
      phone: secret('report.phone', report.phone),
      phoneHash: report.phone ? cipher.hash('phone', report.phone) : null,
      subjectPhone: secret('report.subjectPhone', report.subjectPhone),
      idNumber: secret('report.idNumber', report.idNumber),
      photos: report.photos.map((id) => new Types.ObjectId(id)),
      markedUrgent: report.markedUrgent,
      consentVersion: report.consentVersion,
      looksAt: firstLook(receivedAt),
    }
    const uploaded = { photos: base.photos, voices: report.voices.map((id) => new Types.ObjectId(id)) }
    const headline = cipher.encrypt('case.headline', headlineOf(report))
    const urgency = judgeUrgency({ ...report, track: to.track.track })
    return inTransaction(db, async (work) => {
      const opened = await casework.open(
        {
          township: to.township,
          decision: to.decision,
          owner: to.owner,
          urgency,
          track: to.track,
          joinInto: to.joinInto,
          subjectName: base.subjectName,
          nameSound: nameSoundOf(base.subjectName),
          homeHash: homeHashOf(place),
          householdHashes: householdHashesOf(report),
          hamlet: base.hamlet,
          headline,
          categories: base.categories,
          photoCount: base.photos.length,
          voiceCount: uploaded.voices.length,
          reporterHasPhone: base.phone !== null,
          reporter: base.enteredBy ? null : base.reporter,
        },
        receivedAt,
        report.account,
        work,
      )
      if (to.joinInto) {
        const said = { ...urgency, reporters: opened.reporters }
        await joining.hear(to.joinInto, said, 'joined', receivedAt, work)
      }
      const voices = await attachments.claim(uploaded, base.reporter, base._id, work.session)
      const stored: ReportRecord = { ...base, voices, case: opened._id, receipt: newReceipt() }
      work.insert(reports, stored)
      transcripts.ask({ report: base._id, case: opened._id }, voices, receivedAt, work)
      // What is hidden from the village (suspected abuse, complaints) goes to no other firm's machine either.
      if (!base.enteredBy && !isHidden(opened.track)) {
        const sent = { report: base._id, addition: null, account: base.reporter }
        contentChecks.ask({ ...sent, text: report.text, ...uploaded }, receivedAt, work)
      }
      return { report: stored, case: opened }
    })
  }

  const accept = async (report: Incoming): Promise<Accepted> => {
    // What was said, and not what has become of its door since: sent again after a card was taken back it is the same.
    const {
      account,
      clientKey,
      enteredBy: _enteredBy,
      cameThrough: _door,
      consentVersion: _text,
      ...said
    } = report
    const fingerprint = cipher.hash('report', JSON.stringify(said))
    for (let attempt = 1; ; attempt += 1) {
      const to = await destinations.of(placeable(report))
      const { gazetteer } = to
      try {
        const stored = await store(report, fingerprint, to)
        audit.sealSoon()
        return { ...stored, gazetteer, alreadyReceived: false }
      } catch (error) {
        // A second sending finds its number taken, or its own photographs tied to the first one.
        const taken = isDuplicateKey(error)
        if (!taken && !(error instanceof Problem)) throw error
        const before = await reports.findOne({ clientKey }).lean<ReportRecord>()
        if (before) {
          // Under another account it is the same phone, whose owner signed in or out meanwhile: nobody else has its key.
          if (before.fingerprint !== fingerprint || !before.reporter.equals(account))
            throw new Problem('already-sent', '这件事已经收到过了。新的话请当成另一件事再报一次', {
              receipt: before.receipt,
            })
          const opened = await casework.find(before.case.toHexString())
          return { report: before, case: opened, gazetteer, alreadyReceived: true }
        }
        // Not this report but its number was taken, one in ninety million; or the household's open case was worked
        // on at this very moment, and is looked at again.
        if ((!taken && !isOvertaken(error)) || attempt === mostAttempts) throw error
      }
    }
  }

  return {
    async submit(submission, account) {
      const card = submission.card ? await cards.standing(submission.card) : null
      if (submission.card && !card) throw wrongField('card', '没有这张名片，请从首页报')
      const groupVillage = submission.groupChat
        ? await groupChats.villageOf(submission.groupChat, account)
        : null
      return accept(fromSubmission(submission, { account, card, groupVillage, township: config.township }))
    },
    enter: (entry, desk) => accept(fromDesk(entry, desk)),
    async preview(draft, desk) {
      const report = fromDesk({ ...draft, clientKey: '', channel: 'hotline' }, desk)
      const { householdHashes, ...rest } = placeable(report)
      const decided = await destinations.decide({ ...rest, householdHashes })
      const [joins, lookalikes] = await Promise.all([
        joining.openCaseOf(householdHashes, desk.township),
        joining.lookalikesOf({
          _id: new Types.ObjectId(),
          township: desk.township,
          village: decided.decision.village,
          nameSound: nameSoundOf(report.subjectName),
          homeHash: homeHashOf(report.place),
          hamlet: report.place.hamlet ?? null,
          openedAt: now(),
          track: 'hardship',
        }),
      ])
      return { ...decided, joins, lookalikes, urgency: judgeUrgency(report) }
    },
  }
}
