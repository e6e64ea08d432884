import type { Types } from 'mongoose'
import type { ClockName } from '../../shared/domain/clocks'
import type { WayOfContact } from '../../shared/domain/follow-up'
import type { Fen } from '../../shared/domain/money'
import { type Applicant, type ReliefType, reliefRule, type WayOfPaying } from '../../shared/domain/relief'
import type { ReliefFacts, ReliefState, WaivingCause } from '../../shared/domain/relief-life'
import type { MaterialInHand } from '../../shared/domain/relief-materials'
import type { Urgency } from '../../shared/domain/urgency'
import type { Ciphertext } from '../trust/field-cipher'
import type { CaseStep, UnderWay } from './case.model'

/** Who did it, as a case's history holds people. */
export type Doer = NonNullable<CaseStep['by']>

/** What hangs on the notice board: it is to be read by everybody, so it stands in the clear with its name masked. */
export interface Publication {
  name: string
  place: string
  people: number
  amount: Fen | null
  from: Date
  until: Date
  /** 监督电话, as it was when it was hung up. */
  hotline: string
  /** When its end was noted and told; absent while it hangs. */
  overAt?: Date
}

/** What was given before the paperwork, and who decided it (R10: 先行临时救助). */
export interface AdvanceRelief {
  amount: Fen
  goods: Ciphertext | null
  giver: Ciphertext
  receiver: Ciphertext
  relation: Ciphertext
  happenedAt: Date
  decidedBy: Doer
  photos: Types.ObjectId[]
  /** The paperwork's term runs from the end of the emergency, where it ended later than the giving. */
  emergencyOverAt: Date | null
}

/** How an application ended. */
export interface ReliefOutcome {
  at: Date
  by: Doer
  amount: Fen | null
  monthly: boolean
  paid: WayOfPaying | null
  what: Ciphertext | null
  /** Why the papers of what was given in advance can never be had. */
  waived?: WaivingCause
  reason: Ciphertext | null
  nextDoor: Ciphertext | null
  told: WayOfContact | null
}

/**
 * One relief item of a case. Amounts, types and days stand in the clear, because ledgers are made by them; names and
 * everything written in somebody's own words are encrypted.
 */
export interface ReliefItem extends UnderWay {
  id: Types.ObjectId
  /** Made by the phone: sent twice, it is one item. */
  clientKey: string
  type: ReliefType
  state: ReliefState
  startedAt: Date
  startedBy: Doer
  /** Null for what was given in advance: nobody applied for it. */
  applicant: Applicant | null
  /** Of whom of the staff the family is kin; null where it is not. Asked on every relief. */
  kinOfStaff: Ciphertext | null
  /** Kin of the lead, who stands aside for the county (回避); absent on items begun before that was asked. */
  recused?: boolean
  materials: MaterialInHand[]
  submittedAt: Date | null
  extended: boolean
  /** As the township had set it when the item began. */
  publicationDays: number
  publicationSpared: boolean
  publication: Publication | null
  advance: AdvanceRelief | null
  outcome: ReliefOutcome | null
}

/** What the rules of an item's life need to know of it. */
export const factsOf = (item: ReliefItem): ReliefFacts => ({
  type: item.type,
  state: item.state,
  materials: item.materials,
  kin: item.kinOfStaff !== null,
  recused: item.recused ?? false,
  extended: item.extended,
  publicationDays: item.publicationDays,
  publicationSpared: item.publicationSpared,
  publishedUntil: item.publication?.until ?? null,
  emergencyOver: (item.advance?.emergencyOverAt ?? null) !== null,
})

/** When a clock of the case's township runs out that starts at `from`. */
export type Terms = (clock: ClockName, urgency: Urgency, from: Date) => Promise<Date>

/** The clock of an application and when it runs out, before or from its submission. */
export async function termOf(
  type: ReliefType,
  urgency: Urgency,
  stage: 'start' | 'submission',
  from: Date,
  terms: Terms,
): Promise<Pick<UnderWay, 'clock' | 'dueAt'>> {
  const { clock, pace, runsFrom } = reliefRule(type)
  const runs = stage === 'submission' || runsFrom === 'start' ? clock : 'relief_materials'
  return { clock: runs, dueAt: await terms(runs, pace ?? urgency, from) }
}

/** The items with one of them changed. */
export const withItem = (items: readonly ReliefItem[], changed: ReliefItem): ReliefItem[] =>
  items.map((item) => (item.id.equals(changed.id) ? changed : item))
