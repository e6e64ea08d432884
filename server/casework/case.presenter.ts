import type { z } from 'zod'
import type { caseView, caseworkEndpoints } from '../../shared/contract/casework'
import { clocks } from '../../shared/domain/clocks'
import { eventsOpenTo, stateRule } from '../../shared/domain/life-cycle'
import type { OpenReport } from '../intake/reports.service'
import { type Gazetteer, villageIn } from '../places/gazetteer'
import type { FieldCipher } from '../trust/field-cipher'
import { maskNumbersIn, maskPhone } from '../trust/masking'
import { rolesOver, type Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'

type QueueItem = z.input<(typeof caseworkEndpoints)['GET /api/queue']['reply']>['items'][number]
type TriageItem = z.input<(typeof caseworkEndpoints)['GET /api/triage']['reply']>['items'][number]

const placeNameOf = (work: CaseRecord, gazetteer: Gazetteer) => {
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
    nextAction: stateRule(work.state).nextAction,
    openedAt: work.openedAt.toISOString(),
    dueAt: work.dueAt.toISOString(),
    photoCount: work.photoCount,
    reporterHasPhone: work.reporterHasPhone,
  }
}

/** A waiting lead on the triage desk, with the first report's words and what was recognised in them. */
export function presentTriageItem(
  work: CaseRecord,
  report: OpenReport | undefined,
  gazetteer: Gazetteer,
  cipher: FieldCipher,
): TriageItem {
  return {
    ...presentQueueItem(work, gazetteer, cipher),
    text: maskNumbersIn(report?.text ?? ''),
    placeWords: report?.placeWords ? maskNumbersIn(report.placeWords) : null,
    channel: report?.channel ?? 'self',
    recognised: work.routing.recognised,
    reasons: work.routing.reasons,
    suggestions: suggestionsOf(work),
  }
}

/** A case with its story, as this viewer may see it: numbers masked, buttons by the life-cycle table. */
export function presentCase(
  work: CaseRecord,
  reports: readonly OpenReport[],
  gazetteer: Gazetteer,
  viewer: Viewer,
  linkTo: (photo: OpenReport['photos'][number]) => string,
): z.input<typeof caseView> {
  const rule = stateRule(work.state)
  const clock = clocks[rule.clock]
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
    owner: { calledAs: work.owner.calledAs, title: work.owner.title },
    mine: work.owner.account.toHexString() === viewer.account,
    nextAction: rule.nextAction,
    openedAt: work.openedAt.toISOString(),
    dueAt: work.dueAt.toISOString(),
    clock: { label: clock.label, nature: clock.nature },
    routing: {
      reasons: work.routing.reasons,
      confidence: work.routing.confidence,
      suggestions: suggestionsOf(work),
    },
    reports: reports.map((report) => ({
      receipt: report.receipt,
      sentAt: report.receivedAt.toISOString(),
      channel: report.channel,
      forWhom: report.forWhom,
      discoverer: report.discoverer,
      categories: report.categories,
      text: maskNumbersIn(report.text),
      hamlet: report.hamlet,
      placeWords: report.placeWords && maskNumbersIn(report.placeWords),
      photos: report.photos.map(linkTo),
      phoneMasked: report.phone && maskPhone(report.phone),
    })),
    history: work.history.map(({ at, told, by }) => ({
      at: at.toISOString(),
      told,
      by: by && { calledAs: by.calledAs, title: by.title },
    })),
    events: eventsOpenTo(work.state, rolesOver(viewer, work)),
  }
}
