import type { Types } from 'mongoose'
import type { z } from 'zod'
import type { visitInCase, visitInFull, visitPrefill } from '../../shared/contract/visit-views'
import { causesSuggestedBy, conclusionsOpen } from '../../shared/domain/home-visit'
import {
  visitInFull as linesOfVisit,
  visitInShort,
  visitorsInWords,
} from '../../shared/domain/visit-in-words'
import type { OpenReport } from '../intake/reports.service'
import { publicPersonOf } from '../people/public-person'
import type { Gazetteer } from '../places/gazetteer'
import { maskIdentity, maskNumbersIn, maskPhone } from '../trust/masking'
import { postsOver, rolesOver, type Viewer } from '../trust/policy'
import { type CaseRecord, territoryOf } from './case.model'
import { placeNameOf } from './case.presenter'
import { possibleEvents } from './possible-events'
import type { OpenVisit } from './visit-file.service'

type LinkTo = (photo: Types.ObjectId) => string

/** A visit on its case's page. */
export const presentVisit = (visit: OpenVisit, linkTo: LinkTo): z.input<typeof visitInCase> => ({
  id: visit._id.toHexString(),
  happenedAt: visit.happenedAt.toISOString(),
  recordedAt: visit.recordedAt.toISOString(),
  by: publicPersonOf(visit.by),
  visitors: visitorsInWords(visit.form.visitors),
  conclusion: visit.conclusion,
  moved: visit.event !== null,
  summary: visitInShort(visit).map(maskNumbersIn),
  photos: visit.photos.map(linkTo),
  signed: visit.signature !== null,
})

/** The whole form in words, its numbers masked. */
export function presentVisitInFull(visit: OpenVisit, linkTo: LinkTo): z.input<typeof visitInFull> {
  const { phone, idNumber } = visit.form
  const masked = {
    ...visit,
    form: {
      ...visit.form,
      ...(phone && { phone: maskPhone(phone) }),
      ...(idNumber && { idNumber: maskIdentity(idNumber) }),
    },
  }
  return {
    ...presentVisit(visit, linkTo),
    lines: linesOfVisit(masked).map(({ label, words }) => ({ label, words: maskNumbersIn(words) })),
    signature: visit.signature && linkTo(visit.signature),
  }
}

/** The household's own phone and identity number, as the reports told them. */
const numbersIn = (reports: readonly OpenReport[]) => ({
  phone:
    reports.findLast((report) => report.subjectPhone)?.subjectPhone ??
    reports.findLast((report) => report.forWhom === 'self' && report.phone)?.phone,
  idNumber: reports.findLast((report) => report.idNumber)?.idNumber,
})

/** What a visitor finds filled in: from the last visit of this household, and from what was reported. */
export function presentPrefill(
  work: CaseRecord,
  {
    reports,
    visits,
    last,
    colleagues,
    notBefore,
  }: {
    reports: readonly OpenReport[]
    /** This case's own visits. */
    visits: readonly OpenVisit[]
    /** The household's last one, of this case or another. */
    last: OpenVisit | null
    colleagues: readonly { calledAs: string; title: string }[]
    notBefore: Date
  },
  gazetteer: Gazetteer,
  viewer: Viewer,
): z.input<typeof visitPrefill> {
  const territory = territoryOf(work)
  const [post] = postsOver(viewer, territory)
  const said = numbersIn(reports)
  const phone = last?.form.phone ?? said.phone
  const idNumber = last?.form.idNumber ?? said.idNumber
  const told = visits.some(({ form }) => form.subjectTold)
  const form = last?.form
  const nobody = work.subjectName === null ? [] : [{ name: work.subjectName }]
  return {
    caseId: work._id.toHexString(),
    version: work.version,
    subjectName: work.subjectName,
    placeName: placeNameOf(work, gazetteer),
    conclusions: conclusionsOpen(possibleEvents(work, rolesOver(viewer, territory))),
    notBefore: notBefore.toISOString(),
    track: work.track,
    last: last && {
      at: last.happenedAt.toISOString(),
      visitors: visitorsInWords(last.form.visitors),
      conclusion: last.conclusion,
    },
    form: {
      head: form?.head,
      people: form?.people,
      members: form && form.members.length > 0 ? form.members : nobody,
      housing: maskNumbersIn(form?.housing ?? ''),
      assets: maskNumbersIn(form?.assets ?? ''),
      incomeSources: maskNumbersIn(form?.incomeSources ?? ''),
      supporters: maskNumbersIn(form?.supporters ?? ''),
      bodyCondition: maskNumbersIn(form?.bodyCondition ?? ''),
      causes: form && form.causes.length > 0 ? form.causes : causesSuggestedBy(work.categories),
      degree: form?.degree,
      category: form?.category,
      registeredAt: form?.registeredAt,
    },
    phoneMasked: phone ? maskPhone(phone) : null,
    idNumberMasked: idNumber ? maskIdentity(idNumber) : null,
    me: { name: viewer.calledAs, title: post?.title ?? '' },
    colleagues: colleagues.map(({ calledAs, title }) => ({ name: calledAs, title })),
    asksTold: !told && reports.some(({ forWhom }) => forWhom === 'other'),
  }
}
