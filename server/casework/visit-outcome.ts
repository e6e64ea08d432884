import type { z } from 'zod'
import type { visitSubmission } from '../../shared/contract/visits'
import { isClosed, stateRule } from '../../shared/domain/case-states'
import { type CaseEvent, caseEvents, eventRule } from '../../shared/domain/life-cycle'
import { dayInWords, sameDay } from '../../shared/domain/spoken-time'
import { classificationOf } from '../../shared/domain/visit-form'
import type { Actor } from '../people/people.service'
import { syllablesOf } from '../places/sounds'
import type { FieldCipher } from '../trust/field-cipher'
import { postsOver, type Viewer } from '../trust/policy'
import { type CaseClassification, type CaseRecord, territoryOf } from './case.model'
import { actorIn, type Casework } from './casework.service'

/** What a visitor sends, checked against the contract. */
export type VisitSubmission = z.output<typeof visitSubmission>

const told = (event: CaseEvent | null) => {
  if (event === null) return '又上门看了一次'
  return event === 'decide_not_eligible' ? caseEvents.visit_not_eligible.told : eventRule(event).told
}

/** What happened to a case between the moment a visitor saw it and the moment their visit came in. */
function meanwhile(work: CaseRecord, seen: number): string {
  const steps = work.version - seen
  const last = work.history.at(-1)
  return steps > 0 && last ? `写好到发来之间，这件事又有 ${steps} 步变化（最后是“${last.told}”）` : ''
}

/**
 * What the timeline says of a visit. One of an earlier day names its day, so that nobody takes the day it was sent for
 * the day somebody came.
 */
export function stepOfVisit(
  work: CaseRecord,
  event: CaseEvent | null,
  { happenedAt, explanation, words, version, conclusion }: VisitSubmission,
  now: Date,
) {
  const happened = new Date(happenedAt)
  const staffWords = [words, meanwhile(work, version)].filter(Boolean).join('。')
  return {
    told: `${sameDay(happened, now) ? '' : dayInWords(happened)}${told(event)}`,
    ...(staffWords && { words: staffWords }),
    ...(conclusion === 'not_eligible' && { explained: explanation }),
  }
}

/** Who has the case after a visit: the visitor, where the next step is theirs to do; else whose it is. */
export async function ownerAfterVisit(
  work: CaseRecord,
  event: CaseEvent,
  viewer: Viewer,
  casework: Casework,
): Promise<Actor> {
  const { to } = eventRule(event)
  if (to === 'as_before' || to === 'as_is' || isClosed(to)) return work.owner
  const { owners } = stateRule(to)
  const post = postsOver(viewer, territoryOf(work)).find(({ role }) => owners.includes(role))
  if (!post) return casework.ownerFor(to, work.village ?? work.township)
  return { ...actorIn(viewer, work), role: post.role, title: post.title }
}

/** What a case learns from a visit: how the household is known again, its classification, a name it lacked. */
export function whatVisitTells(work: CaseRecord, { form, conclusion }: VisitSubmission, cipher: FieldCipher) {
  const { phone, idNumber, head, members, registeredAt } = form
  const householdHashes = [
    ...new Set([
      ...work.householdHashes,
      ...(phone ? [cipher.hash('phone', phone)] : []),
      ...(idNumber ? [cipher.hash('identity', idNumber)] : []),
    ]),
  ]
  const name = members.find(({ selfCare }) => selfCare)?.name ?? head
  return {
    householdHashes,
    ...(conclusion !== 'unfounded' && { fromElsewhere: registeredAt !== undefined }),
    ...(conclusion !== 'unfounded' &&
      work.subjectName === null &&
      name && { subjectName: name, nameSound: cipher.hash('name', syllablesOf(name)) }),
    ...(conclusion === 'confirms' && { classification: sealedClassification(form, cipher) }),
  }
}

function sealedClassification(form: VisitSubmission['form'], cipher: FieldCipher): CaseClassification | null {
  const found = classificationOf(form)
  if (!found) return null
  const { degree, ...rest } = found
  return { degree, sealed: cipher.encrypt('case.classification', JSON.stringify(rest)) }
}
