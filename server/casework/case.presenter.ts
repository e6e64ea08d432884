import type { z } from 'zod'
import type { caseView } from '../../shared/contract/case-views'
import type { caseworkEndpoints } from '../../shared/contract/casework'
import { clockRule } from '../../shared/domain/clocks'
import { flagWords } from '../../shared/domain/content-check'
import { nextActionOf } from '../../shared/domain/life-cycle'
import type { OpenAddition } from '../intake/additions.service'
import type { Voice } from '../intake/attachments.service'
import type { ContentFlag } from '../intake/content-checks.service'
import type { OpenReport } from '../intake/reports.service'
import type { TranscriptTexts } from '../intake/transcripts.service'
import { publicPersonOf } from '../people/public-person'
import { type Gazetteer, villageIn } from '../places/gazetteer'
import { teachableWords } from '../routing/learning'
import type { FieldCipher } from '../trust/field-cipher'
import { maskNumbersIn, maskPhone } from '../trust/masking'
import { rolesOver, type Viewer } from '../trust/policy'
import { type CaseRecord, type CaseStep, territoryOf } from './case.model'
import { presentVisit } from './home-visit.presenter'
import { possibleEvents } from './possible-events'
import { presentTransfer } from './transfers.presenter'
import type { OpenVisit } from './visit-file.service'

type QueueItem = z.input<(typeof caseworkEndpoints)['GET /api/queue']['reply']>['items'][number]
type TriageItem = z.input<(typeof caseworkEndpoints)['GET /api/triage']['reply']>['items'][number]

/** Where a case lies, in words. */
export const placeNameOf = (work: CaseRecord, gazetteer: Gazetteer) => {
  const village = work.village && villageIn(gazetteer, work.village)?.name
  return `${village ?? '还不知道哪个村'}${work.hamlet ? ` ${work.hamlet}` : ''}`
}

const suggestionsOf = (work: CaseRecord) =>
  work.routing.candidates.map(({ village, name, score, reasons }) => ({ village, name, score, reasons }))

/** One line of a queue. */
export function presentQueueItem(work: CaseRecord, gazetteer: Gazetteer, cipher: FieldCipher): QueueItem {
  return {
    id: work._id.toHexString(),
    version: work.version,
    state: work.state,
    urgency: work.urgency,
    subjectName: work.subjectName,
    placeName: placeNameOf(work, gazetteer),
    headline: cipher.decrypt('case.headline', work.headline),
    categories: work.categories,
    nextAction: nextActionOf(work.clock),
    openedAt: work.openedAt.toISOString(),
    dueAt: work.dueAt.toISOString(),
    photoCount: work.photoCount,
    // Cases of the first versions do not count them.
    voiceCount: work.voiceCount ?? 0,
    reporterHasPhone: work.reporterHasPhone,
  }
}

/** Gives a link to a private file, for whoever sees the page it stands on. */
type LinkTo = (file: Voice['id']) => string

const presentVoices = (voices: readonly Voice[], transcripts: TranscriptTexts, linkTo: LinkTo) =>
  voices.map(({ id, seconds }) => {
    const text = transcripts.get(id.toHexString())
    return { link: linkTo(id), seconds, transcript: text === undefined ? null : maskNumbersIn(text) }
  })

/** A step as the staff read it, with what was written to it and what the family was told. */
const stepInWords = ({ told, words, explained }: CaseStep, cipher: FieldCipher) =>
  [
    told,
    words && maskNumbersIn(cipher.decrypt('case.words', words)),
    explained && maskNumbersIn(cipher.decrypt('case.explained', explained)),
  ]
    .filter(Boolean)
    .join('：')

/** When a step really happened, where that was at another minute than it was written down. */
const happenedBefore = ({ at, happenedAt }: CaseStep) =>
  happenedAt && at.getTime() - happenedAt.getTime() >= 60_000 ? happenedAt.toISOString() : null

/** Why a lead came back to the desk, when somebody wrote it. */
function lastWords(work: CaseRecord, cipher: FieldCipher): string[] {
  const last = work.history.at(-1)
  return last?.words ? [stepInWords(last, cipher)] : []
}

/** A waiting lead on the triage desk, with the first report's words and what was recognised in them. */
export function presentTriageItem(
  work: CaseRecord,
  report: OpenReport | undefined,
  gazetteer: Gazetteer,
  cipher: FieldCipher,
  viewer: Viewer,
  transcripts: TranscriptTexts,
  linkTo: LinkTo,
): Omit<TriageItem, 'police'> {
  const said = { text: report?.text ?? '', placeWords: report?.placeWords ?? null }
  return {
    ...presentQueueItem(work, gazetteer, cipher),
    text: maskNumbersIn(said.text),
    placeWords: said.placeWords && maskNumbersIn(said.placeWords),
    voices: presentVoices(report?.voices ?? [], transcripts, linkTo),
    channel: report?.channel ?? 'self',
    recognised: work.routing.recognised,
    reasons: [...lastWords(work, cipher), ...work.routing.reasons],
    suggestions: suggestionsOf(work),
    desk: work.township,
    track: work.track,
    trackReason: work.trackReason ? cipher.decrypt('case.trackReason', work.trackReason) : '',
    elsewhere: work.routing.elsewhere,
    teachable: teachableWords(said, gazetteer),
    events: possibleEvents(work, rolesOver(viewer, territoryOf(work))),
  }
}

/** What a case's page shows besides the case itself. */
export interface CaseStory {
  /** Its own reports and those of the cases that were joined to it, oldest first. */
  reports: readonly OpenReport[]
  additions: readonly OpenAddition[]
  /** What WeChat's content check pointed at. */
  flags: readonly ContentFlag[]
  /** What machines wrote down of the recordings. */
  transcripts: TranscriptTexts
  joined: readonly CaseRecord[]
  lookalikes: readonly { work: CaseRecord; why: string; reports: readonly OpenReport[] }[]
  candidates: readonly { id: string; calledAs: string; title: string }[]
  visits: readonly OpenVisit[]
  relief: z.input<typeof caseView>['relief']
  jointInquiry: z.input<typeof caseView>['jointInquiry']
}

/** A case with its story, as this viewer may see it: numbers masked, buttons by the life-cycle table. */
export function presentCase(
  work: CaseRecord,
  {
    reports,
    additions,
    flags,
    transcripts,
    joined,
    lookalikes,
    candidates,
    visits,
    relief,
    jointInquiry,
  }: CaseStory,
  gazetteer: Gazetteer,
  viewer: Viewer,
  cipher: FieldCipher,
  linkTo: LinkTo,
  now: Date,
): z.input<typeof caseView> {
  const clock = work.clock && clockRule(work.clock)
  const events = possibleEvents(work, rolesOver(viewer, territoryOf(work)))
  const village = work.village ? villageIn(gazetteer, work.village) : undefined
  return {
    id: work._id.toHexString(),
    version: work.version,
    state: work.state,
    urgency: work.urgency,
    urgencyReasons: work.urgencyReasons,
    subjectName: work.subjectName,
    placeName: placeNameOf(work, gazetteer),
    village: village ? { code: village.code, name: village.name } : null,
    owner: publicPersonOf(work.owner),
    mine: work.owner.account.toHexString() === viewer.account,
    nextAction: nextActionOf(work.clock),
    openedAt: work.openedAt.toISOString(),
    dueAt: work.dueAt.toISOString(),
    clock: clock && { label: clock.label, nature: clock.nature, source: clock.source },
    track: work.track,
    mergedInto: work.mergedInto?.toHexString() ?? null,
    candidates: events.includes('reassign') ? [...candidates] : [],
    lookalikes: lookalikes.map((other) => ({
      id: other.work._id.toHexString(),
      version: other.work.version,
      subjectName: other.work.subjectName,
      placeName: placeNameOf(other.work, gazetteer),
      texts: other.reports.map(({ text }) => maskNumbersIn(text)),
      openedAt: other.work.openedAt.toISOString(),
      why: other.why,
    })),
    routing: {
      reasons: work.routing.reasons,
      confidence: work.routing.confidence,
      suggestions: suggestionsOf(work),
    },
    reports: reports.map((report) => {
      const from = joined.find(({ _id }) => _id.equals(report.case))
      return {
        receipt: report.receipt,
        sentAt: report.receivedAt.toISOString(),
        channel: report.channel,
        forWhom: report.forWhom,
        discoverer: report.discoverer,
        grounds: report.grounds ?? null,
        categories: report.categories,
        text: maskNumbersIn(report.text),
        hamlet: report.hamlet,
        placeWords: report.placeWords && maskNumbersIn(report.placeWords),
        photos: report.photos.map(linkTo),
        voices: presentVoices(report.voices, transcripts, linkTo),
        phoneMasked: report.phone && maskPhone(report.phone),
        reporterName: report.reporterName,
        additions: additions
          .filter((addition) => addition.report.equals(report._id))
          .map(({ at, text, photos, voices }) => ({
            at: at.toISOString(),
            text: maskNumbersIn(text),
            photos: photos.map(linkTo),
            voices: presentVoices(voices, transcripts, linkTo),
          })),
        flags: flags
          .filter((flag) => flag.report.equals(report._id))
          .map(({ id, part, label, looked }) => ({
            id: id.toHexString(),
            words: flagWords(part, label),
            looked: looked && { by: publicPersonOf(looked), at: looked.at.toISOString() },
          })),
        joinedFrom: from ? { id: from._id.toHexString(), version: from.version } : null,
      }
    }),
    visits: visits.map((visit) => presentVisit(visit, linkTo)),
    fromElsewhere: work.fromElsewhere,
    jointInquiry,
    relief,
    history: work.history.map((step) => ({
      at: step.at.toISOString(),
      happenedAt: happenedBefore(step),
      told: stepInWords(step, cipher),
      by: step.by && publicPersonOf(step.by),
    })),
    transfers: work.transfers.map((transfer) => presentTransfer(transfer, cipher, now)),
    events,
  }
}
