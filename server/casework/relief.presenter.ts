import type { z } from 'zod'
import type { jointInquiry, reliefItem } from '../../shared/contract/relief-views'
import { clockRule } from '../../shared/domain/clocks'
import { isSettled, reliefDeedsOpenTo } from '../../shared/domain/relief-life'
import type { Role } from '../../shared/domain/roles'
import type { Attachments } from '../intake/attachments.service'
import { publicPersonOf } from '../people/public-person'
import type { Ciphertext, FieldCipher } from '../trust/field-cipher'
import { maskNumbersIn } from '../trust/masking'
import type { CaseRecord } from './case.model'
import { type AdvanceRelief, factsOf, type ReliefItem, type ReliefOutcome } from './relief-item'

/** What a presenter of relief stands on. */
export interface Presenting {
  cipher: FieldCipher
  linkTo: Attachments['linkTo']
  held: readonly Role[]
  at: Date
}

const opened = (cipher: FieldCipher, field: string) => (words: Ciphertext | null) =>
  words && maskNumbersIn(cipher.decrypt(field, words))

function presentAdvance(advance: AdvanceRelief, { cipher, linkTo }: Presenting) {
  const person = (name: Ciphertext) => cipher.decrypt('relief.person', name)
  return {
    amount: advance.amount,
    goods: opened(cipher, 'relief.what')(advance.goods),
    giver: person(advance.giver),
    receiver: person(advance.receiver),
    relation: person(advance.relation),
    happenedAt: advance.happenedAt.toISOString(),
    decidedBy: publicPersonOf(advance.decidedBy),
    photos: advance.photos.map(linkTo),
    emergencyOverAt: advance.emergencyOverAt?.toISOString() ?? null,
  }
}

function presentOutcome(outcome: ReliefOutcome, { cipher }: Presenting) {
  const words = opened(cipher, 'relief.words')
  return {
    at: outcome.at.toISOString(),
    by: publicPersonOf(outcome.by),
    amount: outcome.amount,
    monthly: outcome.monthly,
    paid: outcome.paid,
    what: words(outcome.what),
    waived: outcome.waived ?? null,
    reason: words(outcome.reason),
    nextDoor: words(outcome.nextDoor),
    told: outcome.told,
  }
}

/** One relief item, with what this viewer may do with it now. */
export function presentReliefItem(item: ReliefItem, presenting: Presenting): z.input<typeof reliefItem> {
  const { cipher, held, at } = presenting
  const { label, nature, source } = clockRule(item.clock)
  return {
    id: item.id.toHexString(),
    type: item.type,
    state: item.state,
    startedAt: item.startedAt.toISOString(),
    startedBy: publicPersonOf(item.startedBy),
    applicant: item.applicant,
    kinOfStaff: opened(cipher, 'relief.kin')(item.kinOfStaff),
    recused: item.recused ?? false,
    term: isSettled(item.state) ? null : { label, nature, source, dueAt: item.dueAt.toISOString() },
    materials: item.materials,
    submittedAt: item.submittedAt?.toISOString() ?? null,
    publicationDays: item.publicationDays,
    publicationSpared: item.publicationSpared,
    publication: item.publication && {
      ...item.publication,
      from: item.publication.from.toISOString(),
      until: item.publication.until.toISOString(),
    },
    advance: item.advance && presentAdvance(item.advance, presenting),
    outcome: item.outcome && presentOutcome(item.outcome, presenting),
    deeds: reliefDeedsOpenTo(factsOf(item), held, at),
  }
}

/** Who goes together, when and where. */
export function presentJointInquiry(
  inquiry: NonNullable<CaseRecord['jointInquiry']>,
  { cipher }: Pick<Presenting, 'cipher'>,
): z.input<typeof jointInquiry> {
  return {
    team: inquiry.team,
    meetAt: inquiry.meetAt.toISOString(),
    place: opened(cipher, 'case.meeting')(inquiry.place),
    by: publicPersonOf(inquiry.by),
  }
}
