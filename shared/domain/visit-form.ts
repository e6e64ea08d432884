import type {
  DisabilityKind,
  HardshipCause,
  HardshipDegree,
  HealthCondition,
  HouseholdCategory,
  LabourCapacity,
} from './code-lists'
import { labourCapacityCodes } from './code-lists'
import type { DisabilityDegree, Relation, VisitConclusion } from './home-visit'
import type { Fen } from './money'
import type { PhonePosition } from './phone-position'
import { type SelfCareAnswers, type SelfCareLevel, selfCareOf, worstSelfCare } from './self-care'

/** One of the family, as far as it was told or seen. */
export interface HouseholdMember {
  name: string
  relation?: Relation
  age?: number
  /** Several may be true at once. */
  health: HealthCondition[]
  disability?: { kind: DisabilityKind; degree?: DisabilityDegree }
  labour?: LabourCapacity
  occupation: string
  yearlyIncome?: Fen
  /** Asked of whoever needs it; at least of the one whose trouble it is. */
  selfCare?: SelfCareAnswers
}

/** Who went: the rule asks for two. */
export interface VisitorName {
  name: string
  title: string
}

/** 入户核查表: what is written down of a family at a home visit. What nobody could say stays empty. */
export interface VisitForm {
  /** 户主. */
  head?: string
  /** 家庭人口. */
  people?: number
  members: HouseholdMember[]
  housing: string
  /** 大宗财产. */
  assets: string
  /** 经济来源. */
  incomeSources: string
  /** 法定赡抚养人. */
  supporters: string
  /** 身体状况, in words. */
  bodyCondition: string
  causes: HardshipCause[]
  degree?: HardshipDegree
  category?: HouseholdCategory
  /** The family's own phone, and the head's identity number, where they were given. */
  phone?: string
  idNumber?: string
  /** Where they are registered, when that is elsewhere: help is owed where the trouble is (急难发生地). */
  registeredAt?: string
  visitors: VisitorName[]
  aloneBecause: string
  /** Whether the person was told that somebody reported their trouble; left out where they reported it themselves. */
  subjectTold?: boolean
  /** Where the home is, for whoever comes next: only where the family lets it be noted. */
  position?: PhonePosition
}

/** A visit as it is written down: how it ended, and the form. */
export interface VisitRecord {
  conclusion: VisitConclusion
  /** What was explained to the family, who can read it. */
  explanation: string
  /** What the visitor saw, or why it is not as reported: for the staff. */
  words: string
  form: VisitForm
}

/** The longest list of one family, and of visitors. */
export const mostMembers = 30
export const mostVisitors = 10
/** The oldest that somebody can be. */
export const oldestAge = 120

/** Something of the form that is missing or cannot be so, by the path of its field. */
export interface FormFault {
  field: string
  message: string
}

const when = (wrong: boolean, field: string, message: string): FormFault[] =>
  wrong ? [{ field, message }] : []

const faultsOfMember = ({ health, disability }: HouseholdMember, at: number): FormFault[] => [
  ...when(
    health.includes('healthy') && health.length > 1,
    `form.members.${at}.health`,
    '选了“健康”，就不能再选病和残疾',
  ),
  ...when(
    disability !== undefined && !health.includes('disabled'),
    `form.members.${at}.disability`,
    '没有选“残疾”，不用填残疾类别',
  ),
]

/** What a visit that found hardship must say: the ledger and the relief stand on it. */
const faultsOfHardship = ({ members, causes, degree }: VisitForm): FormFault[] => [
  ...when(members.length === 0, 'form.members', '家里有哪些人，至少写一个'),
  ...when(
    members.length > 0 && members.every(({ selfCare }) => !selfCare),
    'form.members.0.selfCare',
    '能不能自理还没有问，有困难的那个人要问到',
  ),
  ...when(causes.length === 0, 'form.causes', '为什么困难，选一样或几样'),
  ...when(degree === undefined, 'form.degree', '困难到什么程度，选一个'),
]

/**
 * What of a visit is missing or contradicts itself, beyond each field's own shape. The phone asks this before it
 * sends, so that what was written without signal is not refused hours later; the server asks it again.
 */
export function faultsOfVisit({ conclusion, explanation, words, form }: VisitRecord): FormFault[] {
  const { people, members, visitors, aloneBecause, head } = form
  const somebodyThere = conclusion !== 'unfounded'
  return [
    ...when(visitors.length === 0, 'form.visitors', '谁去看的，至少写一个'),
    ...when(
      visitors.length === 1 && aloneBecause === '',
      'form.aloneBecause',
      '要两个人去；一个人去的，写一句为什么',
    ),
    ...when(somebodyThere && !head, 'form.head', '户主是谁'),
    ...when(somebodyThere && people === undefined, 'form.people', '家里几口人'),
    ...when(
      people !== undefined && people < members.length,
      'form.people',
      `写了 ${members.length} 个人，人口不能更少`,
    ),
    ...members.flatMap(faultsOfMember),
    ...(conclusion === 'confirms' ? faultsOfHardship(form) : []),
    ...when(
      conclusion === 'not_eligible' && explanation === '',
      'explanation',
      '为什么不符合、还能找谁，写清楚，家里看得到',
    ),
    ...when(conclusion === 'unfounded' && words === '', 'words', '哪里和报的不一样，写一句'),
  ]
}

/** 台账 (R11): what a family's trouble is classified by. */
export interface Classification {
  degree: HardshipDegree
  category: HouseholdCategory | null
  causes: HardshipCause[]
  /** Of those whose trouble it is: the ones who were asked whether they can look after themselves. */
  health: HealthCondition[]
  labour: LabourCapacity | null
  selfCare: SelfCareLevel | null
}

/**
 * The classification that a visit gives. Of several people in trouble the worst counts: the ledger must not look
 * better than the family is.
 */
export function classificationOf({ degree, category, causes, members }: VisitForm): Classification | null {
  if (degree === undefined) return null
  const inTrouble = members.filter(({ selfCare }) => selfCare !== undefined)
  const levels = inTrouble.flatMap(({ selfCare }) => (selfCare && selfCareOf(selfCare)) ?? [])
  const sick = [...new Set(inTrouble.flatMap(({ health }) => health))]
  return {
    degree,
    category: category ?? null,
    causes,
    health: sick.length > 1 ? sick.filter((one) => one !== 'healthy') : sick,
    labour: labourCapacityCodes.findLast((one) => inTrouble.some(({ labour }) => labour === one)) ?? null,
    selfCare: worstSelfCare(levels),
  }
}
