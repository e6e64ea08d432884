import type { CaseRecord } from './case.model'

/** What tells that two cases are of one household. */
type Kin = Pick<CaseRecord, '_id' | 'householdHashes' | 'mergedInto' | 'village' | 'homeHash' | 'nameSound'>

/**
 * Marks by which one household's cases meet: its numbers, the case they were joined into; and, in a list of one name,
 * the home that is found by the same words.
 */
const marksOf = ({ _id, householdHashes, mergedInto, village, homeHash, nameSound }: Kin): string[] => [
  _id.toHexString(),
  ...householdHashes,
  ...(mergedInto ? [mergedInto.toHexString()] : []),
  ...(homeHash && nameSound ? [`${village} ${homeHash} ${nameSound}`] : []),
]

/** Cases by household, in the order in which each household's first one stands; within one, as they came. */
export function byHousehold<T extends Kin>(works: readonly T[]): T[][] {
  let groups: { marks: Set<string>; works: T[] }[] = []
  for (const work of works) {
    const marks = marksOf(work)
    const same = groups.filter((group) => marks.some((mark) => group.marks.has(mark)))
    const [first] = same
    if (!first) {
      groups.push({ marks: new Set(marks), works: [work] })
      continue
    }
    for (const other of same.slice(1)) {
      for (const mark of other.marks) first.marks.add(mark)
      first.works.push(...other.works)
    }
    for (const mark of marks) first.marks.add(mark)
    first.works.push(work)
    groups = groups.filter((group) => group === first || !same.includes(group))
  }
  return groups.map((group) => group.works)
}
