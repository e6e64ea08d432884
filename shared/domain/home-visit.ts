import type { HardshipCause, HelpCategory } from './code-lists'
import type { CaseEvent } from './life-cycle'

/** How a home visit ends (R2, R8). */
export const visitConclusions = {
  confirms: '属实，确有困难',
  not_eligible: '不符合条件，当面解释了',
  unfounded: '情况不实',
} as const
export type VisitConclusion = keyof typeof visitConclusions
export const visitConclusionCodes = Object.keys(visitConclusions) as [VisitConclusion, ...VisitConclusion[]]

/** The events that a conclusion can cause, by whose visit it is: the village's, the township's, or of all three together. */
export const eventsOfConclusion: Record<VisitConclusion, readonly CaseEvent[]> = {
  confirms: ['visit_confirms', 'township_confirms', 'joint_confirms'],
  not_eligible: ['visit_not_eligible', 'decide_not_eligible'],
  unfounded: ['visit_unfounded'],
}

/** What a conclusion causes among the events that are open to somebody now; null when it moves nothing. */
export const eventOfVisit = (conclusion: VisitConclusion, open: readonly CaseEvent[]): CaseEvent | null =>
  eventsOfConclusion[conclusion].find((event) => open.includes(event)) ?? null

/** The conclusions that move a case now, by the events that are open to somebody. */
export const conclusionsOpen = (open: readonly CaseEvent[]): VisitConclusion[] =>
  visitConclusionCodes.filter((conclusion) => eventOfVisit(conclusion, open) !== null)

/** 与户主关系. */
export const relations = {
  head: '户主',
  spouse: '配偶',
  son: '儿子',
  daughter: '女儿',
  child_in_law: '儿媳/女婿',
  parent: '父母',
  grandparent: '祖父母',
  grandchild: '孙子女',
  sibling: '兄弟姐妹',
  other: '其他',
} as const
export type Relation = keyof typeof relations
export const relationCodes = Object.keys(relations) as [Relation, ...Relation[]]

/** 残疾等级, the most severe first. */
export const disabilityDegrees = { 1: '一级', 2: '二级', 3: '三级', 4: '四级' } as const
export type DisabilityDegree = keyof typeof disabilityDegrees
export const disabilityDegreeCodes = [1, 2, 3, 4] as const satisfies readonly DisabilityDegree[]

const causeByCategory: Partial<Record<HelpCategory, HardshipCause>> = {
  illness: 'illness',
  injury: 'accident',
  disability: 'disability',
  food_money: 'no_funds',
  housing_disaster: 'disaster',
  schooling: 'schooling',
  elder_alone: 'no_labour',
  work: 'unemployment',
  family_change: 'family_change',
}

/** 致困原因 that the reported kinds of trouble suggest: the visitor sees for themselves, and changes what is not so. */
export const causesSuggestedBy = (categories: readonly HelpCategory[]): HardshipCause[] => [
  ...new Set(categories.flatMap((category) => causeByCategory[category] ?? [])),
]

/** Phones' clocks are seldom right to the second. */
const skew = 5 * 60_000
const minute = 60_000

/**
 * What is wrong with the time that a visit is said to have happened at; null when it can be so. Evenings and weekends
 * are as good as any. To the minute, because that is how people write it.
 */
export function faultOfVisitTime(happened: Date, now: Date, reported: Date | null): string | null {
  if (happened.getTime() > now.getTime() + skew) return '上门的时间还没有到'
  if (reported && happened.getTime() < Math.floor(reported.getTime() / minute) * minute)
    return '上门的时间比报事还早，看看日期对不对'
  return null
}
