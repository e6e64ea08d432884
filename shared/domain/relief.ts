import type { ClockName } from './clocks'
import { type Material, materials } from './relief-materials'
import type { Urgency } from './urgency'

/** One type of relief: by which rule it goes, what it needs, and how long each part of it may take. */
export interface ReliefRule {
  label: string
  /** The published rule by which it is given. */
  rule: string
  clock: ClockName
  /** By which of the clock's two allowances it runs, where the type says it and not the case's urgency. */
  pace: Urgency | null
  /**
   * From when its clock runs. A published term runs from the application's acceptance; until then the materials have a
   * reminder of their own. What presses has no such grace.
   */
  runsFrom: 'start' | 'submission'
  /**
   * How many days it is put on the notice board before it is granted (公示): what we propose, and the least and the
   * most that a township may set. None at all where the rule says so.
   */
  publication: { days: number; least: number; most: number }
  /** It may be given before the paperwork, which is then completed behind it (先行救助). */
  inAdvance: boolean
  /** At most one month's minimum living standard. */
  capped: boolean
  /** Paid month by month, unless somebody says otherwise. */
  monthly: boolean
  /** What it is decided on, unless the township keeps a list of its own. */
  materials: readonly Material[]
}

const unpublished = { days: 0, least: 0, most: 0 }
const published = { days: 7, least: 7, most: 30 }
const asTheTownshipDoes = { days: 0, least: 0, most: 30 }
const special = {
  clock: 'other_relief',
  pace: null,
  runsFrom: 'start',
  publication: asTheTownshipDoes,
  inAdvance: false,
  capped: false,
  monthly: false,
} as const

/** 救助类型 (facts: code lists; R9, R10). */
export const reliefTypes = {
  temporary_urgent: {
    label: '临时救助（急难型）',
    rule: '民发〔2018〕23号',
    clock: 'temporary_relief',
    pace: 'urgent',
    runsFrom: 'start',
    publication: unpublished,
    inAdvance: true,
    capped: false,
    monthly: false,
    materials: [materials.identity, materials.application, materials.visit, materials.account],
  },
  temporary_expense: {
    label: '临时救助（支出型）',
    rule: '民发〔2018〕23号',
    clock: 'temporary_relief',
    pace: 'ordinary',
    runsFrom: 'submission',
    publication: { days: 3, least: 0, most: 30 },
    inAdvance: false,
    capped: false,
    monthly: false,
    materials: [
      materials.identity,
      materials.application,
      materials.means,
      materials.visit,
      materials.bills,
      materials.account,
    ],
  },
  quick_relief: {
    label: '小额快救',
    rule: '小额快救：不核对收入，不公示',
    clock: 'quick_relief',
    pace: null,
    runsFrom: 'start',
    publication: unpublished,
    inAdvance: true,
    capped: true,
    monthly: false,
    materials: [materials.identity, materials.receipt],
  },
  minimum_living: {
    label: '低保',
    rule: '民发〔2021〕57号',
    clock: 'minimum_living',
    pace: null,
    runsFrom: 'submission',
    publication: published,
    inAdvance: false,
    capped: false,
    monthly: true,
    materials: [
      materials.identity,
      materials.application,
      materials.means,
      materials.visit,
      materials.disability,
      materials.diagnosis,
      materials.account,
    ],
  },
  destitute_support: {
    label: '特困供养',
    rule: '民发〔2021〕43号',
    clock: 'destitute_support',
    pace: null,
    runsFrom: 'submission',
    publication: published,
    inAdvance: false,
    capped: false,
    monthly: true,
    materials: [
      materials.identity,
      materials.application,
      materials.means,
      materials.visit,
      materials.selfCare,
      materials.disability,
      materials.account,
    ],
  },
  medical: {
    ...special,
    label: '医疗救助',
    rule: '国办发〔2021〕42号',
    materials: [
      materials.identity,
      materials.application,
      materials.settlement,
      materials.diagnosis,
      materials.account,
    ],
  },
  education: {
    ...special,
    label: '教育救助',
    rule: '《社会救助暂行办法》第六章',
    materials: [materials.identity, materials.application, materials.enrolment, materials.account],
  },
  housing: {
    ...special,
    label: '住房救助',
    rule: '《社会救助暂行办法》第七章',
    materials: [materials.identity, materials.application, materials.means, materials.houseSafety],
  },
  employment: {
    ...special,
    label: '就业救助',
    rule: '《社会救助暂行办法》第八章',
    materials: [materials.identity, materials.application, materials.unemployment],
  },
  disaster: {
    ...special,
    label: '受灾人员救助',
    rule: '《自然灾害救助条例》',
    materials: [materials.identity, materials.application, materials.losses, materials.account],
  },
  charity: {
    ...special,
    label: '慈善帮扶',
    rule: '《社会救助暂行办法》第十章',
    materials: [materials.identity, materials.application],
  },
  other: {
    ...special,
    label: '其他专项',
    rule: '《社会救助暂行办法》',
    materials: [materials.identity, materials.application],
  },
} as const satisfies Record<string, ReliefRule>

/** The name of a type of relief. */
export type ReliefType = keyof typeof reliefTypes
export const reliefTypeCodes = Object.keys(reliefTypes) as [ReliefType, ...ReliefType[]]

/** The rule of a type, typed by the table's shape rather than its literals. */
export const reliefRule = (type: ReliefType): ReliefRule => reliefTypes[type]

/** What may be given before the paperwork. */
export const advanceTypeCodes = reliefTypeCodes.filter((type) => reliefRule(type).inAdvance) as [
  ReliefType,
  ...ReliefType[],
]

/** Who applies: oneself, somebody of the family, or nobody of them can and the coordinator does it for them (R9). */
export const applicants = { self: '本人办', family: '家里人办', assisted: '办不了，协理员帮着办' } as const
export type Applicant = keyof typeof applicants
export const applicantCodes = Object.keys(applicants) as [Applicant, ...Applicant[]]

/** How granted relief reaches the family. */
export const waysOfPaying = { card: '打到一卡通', cash: '现金', goods: '实物', service: '服务' } as const
export type WayOfPaying = keyof typeof waysOfPaying
export const wayOfPayingCodes = Object.keys(waysOfPaying) as [WayOfPaying, ...WayOfPaying[]]

/** Whom a member of the joint inquiry team comes from (R10: 县、乡、村联合). */
export const inquiryUnits = { county: '县', township: '乡', village: '村' } as const
export type InquiryUnit = keyof typeof inquiryUnits
export const inquiryUnitCodes = Object.keys(inquiryUnits) as [InquiryUnit, ...InquiryUnit[]]
