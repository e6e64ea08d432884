import type { z } from 'zod'
import type { householdView } from '../../shared/contract/households'
import { hardshipCauses, hardshipDegrees, householdCategories } from '../../shared/domain/code-lists'
import { followUpInWords, waysOfContact } from '../../shared/domain/follow-up'
import { nextActionOf } from '../../shared/domain/life-cycle'
import { reliefRule } from '../../shared/domain/relief'
import { reliefStates } from '../../shared/domain/relief-life'
import { memberInWords, selfCareInWords, visitorsInWords } from '../../shared/domain/visit-in-words'
import { publicPersonOf } from '../people/public-person'
import type { Gazetteer } from '../places/gazetteer'
import type { FieldCipher } from '../trust/field-cipher'
import { maskNumbersIn, maskPhone } from '../trust/masking'
import type { CaseRecord } from './case.model'
import { placeNameOf } from './case.presenter'
import { presentVisit } from './home-visit.presenter'
import type { Household } from './households.service'
import type { ReliefItem } from './relief-item'
import type { OpenVisit } from './visit-file.service'

type HouseholdView = z.input<typeof householdView>

const presentLine = (work: CaseRecord, gazetteer: Gazetteer, cipher: FieldCipher) => ({
  id: work._id.toHexString(),
  state: work.state,
  open: work.open,
  urgency: work.urgency,
  openedAt: work.openedAt.toISOString(),
  headline: cipher.decrypt('case.headline', work.headline),
  placeName: placeNameOf(work, gazetteer),
  owner: publicPersonOf(work.owner),
  nextAction: nextActionOf(work.clock),
  dueAt: work.dueAt.toISOString(),
})

const inOneLine = (parts: readonly (string | undefined | false)[]) => parts.filter(Boolean).join(' · ')

/** What the last visit found of the family, its numbers masked. */
const presentKnown = ({ happenedAt, form }: OpenVisit): HouseholdView['known'] => ({
  at: happenedAt.toISOString(),
  visitors: visitorsInWords(form.visitors),
  people: form.people ?? null,
  members: form.members.map((member) => ({
    name: member.name,
    words: maskNumbersIn(memberInWords(member)),
    selfCare: selfCareInWords(member),
  })),
  hardship: inOneLine([
    form.degree && hardshipDegrees[form.degree],
    form.causes.map((cause) => hardshipCauses[cause]).join('、'),
    form.category && householdCategories[form.category],
  ]),
  housing: maskNumbersIn(form.housing),
})

/** What a family got of one item, or is to get: its state in words, and the amount where there is one. */
const presentRelief = (work: CaseRecord, item: ReliefItem): HouseholdView['relief'][number] => ({
  caseId: work._id.toHexString(),
  label: reliefRule(item.type).label,
  how: reliefStates[item.state].label,
  amount: item.outcome?.amount ?? item.advance?.amount ?? null,
  at: (item.outcome?.at ?? item.advance?.happenedAt ?? item.startedAt).toISOString(),
})

const newestFirst = <T extends { at: string }>(lines: readonly T[]): T[] =>
  [...lines].sort((one, other) => other.at.localeCompare(one.at))

/** A household's page: its cases and what was found, given and followed up in all of them, newest first. */
export function presentHousehold(
  { cases, visits, last, perhaps }: Household,
  gazetteer: Gazetteer,
  cipher: FieldCipher,
): HouseholdView {
  const line = (work: CaseRecord) => presentLine(work, gazetteer, cipher)
  const [newest] = cases
  const named = cases.find(({ subjectName }) => subjectName !== null)
  const callable = cases.find(({ reporterHasPhone }) => reporterHasPhone)
  const phone = last?.form.phone
  return {
    caseId: newest?._id.toHexString() ?? '',
    name: named?.subjectName ?? last?.form.head ?? null,
    placeName: newest ? placeNameOf(newest, gazetteer) : '',
    phoneMasked: phone ? maskPhone(phone) : null,
    callThrough: callable?._id.toHexString() ?? null,
    known: last && presentKnown(last),
    cases: cases.map(line),
    visits: [...visits].reverse().map((visit) => {
      const { photos: _, ...short } = presentVisit(visit, () => '')
      return { ...short, caseId: visit.case.toHexString() }
    }),
    relief: newestFirst(cases.flatMap((work) => work.relief.map((item) => presentRelief(work, item)))),
    followUps: newestFirst(
      cases.flatMap((work) =>
        work.followUps.map((made) => ({
          caseId: work._id.toHexString(),
          at: made.at.toISOString(),
          words: `${waysOfContact[made.how]}：${followUpInWords(made)}`,
        })),
      ),
    ),
    perhaps: perhaps.map(({ work, why }) => ({ ...line(work), name: work.subjectName, why })),
  }
}
