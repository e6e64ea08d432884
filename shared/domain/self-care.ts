/** The six things of daily life that are asked of a person (豫民〔2021〕7号), in the order one asks them. */
export const selfCareItems = {
  eating: '自己吃饭',
  dressing: '自己穿衣',
  bed: '自己上下床',
  toilet: '自己上厕所',
  walking: '在屋里自己走动',
  bathing: '自己洗澡',
} as const
export type SelfCareItem = keyof typeof selfCareItems
export const selfCareItemCodes = Object.keys(selfCareItems) as [SelfCareItem, ...SelfCareItem[]]

/** 自理能力: how much of it somebody can do alone. */
export const selfCareLevels = {
  full: '全自理',
  half: '半自理',
  none: '全失能',
} as const
export type SelfCareLevel = keyof typeof selfCareLevels
/** From the best to the worst. */
export const selfCareLevelCodes = Object.keys(selfCareLevels) as [SelfCareLevel, ...SelfCareLevel[]]

/** What was answered: true for what the person can do alone. */
export type SelfCareAnswers = Record<SelfCareItem, boolean>

/** With this many lost a person counts as 全失能. */
const lostInAll = 4

/**
 * 自理能力 is computed, never guessed: all six 全自理, one to three lost 半自理, four or more lost 全失能. Null while
 * the answers given so far leave it open.
 */
export function selfCareOf(answers: Partial<SelfCareAnswers>): SelfCareLevel | null {
  const lost = selfCareItemCodes.filter((item) => answers[item] === false).length
  if (lost >= lostInAll) return 'none'
  if (selfCareItemCodes.some((item) => answers[item] === undefined)) return null
  return lost === 0 ? 'full' : 'half'
}

/** The worst of several levels; null of none. */
export const worstSelfCare = (levels: readonly SelfCareLevel[]): SelfCareLevel | null =>
  selfCareLevelCodes.findLast((level) => levels.includes(level)) ?? null
