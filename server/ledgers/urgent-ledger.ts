import { dateOf } from '../../shared/domain/absence-days'
import {
  channels,
  hardshipCauses,
  hardshipDegrees,
  healthConditions,
  householdCategories,
  labourCapacities,
} from '../../shared/domain/code-lists'
import { followUpInWords } from '../../shared/domain/follow-up'
import { reliefRule } from '../../shared/domain/relief'
import type { UrgentLedgerRow } from '../../shared/domain/urgent-ledger'
import { classificationOf } from '../../shared/domain/visit-form'
import { visitorsInWords } from '../../shared/domain/visit-in-words'
import type { CaseRecord } from '../casework/case.model'
import type { ReliefItem } from '../casework/relief-item'
import type { OpenVisit } from '../casework/visit-file.service'
import type { OpenReport } from '../intake/reports.service'
import { maskIdentity } from '../trust/masking'

/** What a row of the ledger is made from. */
export interface LedgerSource {
  work: CaseRecord
  visits: readonly OpenVisit[]
  reports: readonly OpenReport[]
  placeName: string
}

const fenInYuan = 100
const dayOf = (at: Date | null | undefined) => (at ? dateOf(at) : '')
const lastStep = (work: CaseRecord, event: string) =>
  work.history.findLast((step) => step.event === event)?.at

/** What was given of one item: in advance, or granted in the end; an advance is not counted a second time. */
const givenOf = ({ advance, outcome }: ReliefItem) => outcome?.amount ?? advance?.amount ?? 0
const isGiven = ({ advance, outcome }: ReliefItem) =>
  advance !== null || (outcome !== null && outcome.reason === null)

const distinct = (words: readonly string[]) => [...new Set(words.filter(Boolean))].join('、')

/** A family's row of the 急难台账: every cell from what was recorded, nothing typed a second time (R11). */
export function urgentLedgerRow(
  { work, visits, reports, placeName }: LedgerSource,
  number: number,
): UrgentLedgerRow {
  const confirming = visits.filter(({ conclusion }) => conclusion === 'confirms')
  const visit = confirming.at(-1) ?? visits.at(-1)
  const found = visit ? classificationOf(visit.form) : null
  const [first] = reports
  const given = work.relief.filter(isGiven)
  const fen = given.reduce((sum, item) => sum + givenOf(item), 0)
  const last = work.followUps.at(-1)
  const identity = visit?.form.idNumber ?? reports.findLast(({ idNumber }) => idNumber)?.idNumber
  return {
    number: String(number),
    head: visit?.form.head ?? work.subjectName ?? '',
    identity: identity ? maskIdentity(identity) : '',
    place: placeName,
    people: visit?.form.people === undefined ? '' : String(visit.form.people),
    health: distinct((found?.health ?? []).map((one) => healthConditions[one])),
    labour: found?.labour ? labourCapacities[found.labour] : '',
    causes: distinct((found?.causes ?? []).map((one) => hardshipCauses[one])),
    degree: found ? hardshipDegrees[found.degree] : '',
    category: found?.category ? householdCategories[found.category] : '',
    foundBy: first ? channels[first.channel] : '',
    foundAt: dayOf(first?.receivedAt ?? work.openedAt),
    verifiedBy: visit ? visitorsInWords(visit.form.visitors) : '',
    verifiedAt: dayOf(visit?.happenedAt),
    relief: distinct(given.map(({ type }) => reliefRule(type).label)),
    amount: fen > 0 ? String(fen / fenInYuan) : '',
    answeredAt: dayOf(lastStep(work, 'answer')),
    followedUpAt: dayOf(last?.at),
    followUp: last ? followUpInWords(last) : '',
    remark: work.fromElsewhere ? '户籍不在本乡，急难发生在本乡' : '',
  }
}
