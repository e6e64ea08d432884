import { hardshipCauses, hardshipDegrees } from '../../../shared/domain/code-lists'
import { visitConclusions } from '../../../shared/domain/home-visit'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import type { FormFault } from '../../../shared/domain/visit-form'
import { selfCareInWords, visitorsInWords } from '../../../shared/domain/visit-in-words'
import type { Prefill, VisitDraft } from '../../client/visit-drafts'
import { formOf, peopleOf } from './visit-form'

/** The parts of the form, in the order in which a visit goes. */
export const sections = {
  who: '谁去的，什么时候',
  family: '家里有哪些人',
  care: '能不能自理',
  trouble: '难在哪里',
  home: '房子和收入',
  contact: '电话和户口',
  extras: '照片、签名、位置',
  end: '看下来怎么样',
} as const
export type Section = keyof typeof sections
export const sectionCodes = Object.keys(sections) as Section[]

/** The part of the form in which a field stands. */
export function sectionOf(field: string): Section {
  if (/^(?:happenedAt|form\.visitors|form\.aloneBecause)/.test(field)) return 'who'
  if (/^form\.members\.\d+\.selfCare/.test(field)) return 'care'
  if (/^form\.(?:members|head|people)/.test(field)) return 'family'
  if (/^form\.(?:causes|degree|category|bodyCondition)/.test(field)) return 'trouble'
  if (/^form\.(?:housing|assets|incomeSources|supporters)/.test(field)) return 'home'
  if (/^form\.(?:phone|idNumber|registeredAt)/.test(field)) return 'contact'
  if (/^(?:photos|signature|form\.position)/.test(field)) return 'extras'
  return 'end'
}

/** What is wrong in one part, by field. */
export const faultsOf = (faults: readonly FormFault[], section: Section): Partial<Record<string, string>> =>
  Object.fromEntries(
    faults.filter(({ field }) => sectionOf(field) === section).map(({ field, message }) => [field, message]),
  )

const joined = (parts: readonly (string | false | undefined)[], between = ' · ') =>
  parts.filter(Boolean).join(between)

const inShort: Record<Section, (draft: VisitDraft, prefill: Prefill, now: Date) => string> = {
  who: ({ happenedAt, visitors }, _prefill, now) =>
    joined([spokenMoment(new Date(happenedAt), now), visitorsInWords(visitors)]),
  family: (draft) =>
    joined(
      [
        `${peopleOf(draft)} 口人`,
        formOf(draft)
          .members.map(({ name }) => name)
          .join('、'),
      ],
      '：',
    ),
  care: (draft) =>
    formOf(draft)
      .members.map((member) => joined([selfCareInWords(member) && member.name, selfCareInWords(member)], ' '))
      .filter(Boolean)
      .join('；'),
  trouble: ({ degree, causes }) =>
    joined([degree && hardshipDegrees[degree], causes.map((cause) => hardshipCauses[cause]).join('、')]),
  home: ({ housing, incomeSources, assets, supporters }) =>
    joined([housing, incomeSources, assets, supporters].map((words) => words.trim())),
  contact: ({ phone, idNumber, fromElsewhere, registeredAt }, { phoneMasked, idNumberMasked }) =>
    joined([
      phone.trim() || (phoneMasked ?? ''),
      idNumber.trim() || (idNumberMasked ?? ''),
      fromElsewhere && `户口在${registeredAt.trim()}`,
    ]),
  extras: ({ photos, signature, position }) =>
    joined([
      photos.length > 0 && `照片 ${photos.length} 张`,
      signature !== null && '签了名',
      position && '记了位置',
    ]),
  end: ({ conclusion }) => (conclusion ? visitConclusions[conclusion] : ''),
}

/** What a folded part says of itself. */
export const summaryOf = (section: Section, draft: VisitDraft, prefill: Prefill, now: Date): string =>
  inShort[section](draft, prefill, now) || (canBeEmpty.includes(section) ? '可以不填' : '')

const canBeEmpty: readonly Section[] = ['home', 'contact', 'extras']
