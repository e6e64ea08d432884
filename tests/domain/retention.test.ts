import { caseStateCodes, isClosed } from '../../shared/domain/case-states'
import { hasFile, reportPartCodes, type TidyFacts, tidyingOf } from '../../shared/domain/retention'

const day = 24 * 3_600_000
const received = new Date('2026-01-01T00:00:00.000Z')
const onDay = (days: number) => new Date(received.getTime() + days * day)
const some = (changes: Partial<TidyFacts> = {}): TidyFacts => ({
  receivedAt: received,
  endedAt: null,
  hidden: false,
  hasFile: true,
  erased: false,
  removed: [],
  ...changes,
})

describe('what of a report goes when', () => {
  test('while somebody’s help is under way, only where the phone was', () => {
    expect(tidyingOf(some(), onDay(29)).remove).toEqual([])
    expect(tidyingOf(some(), onDay(30)).remove).toEqual(['position'])
    expect(tidyingOf(some(), onDay(2000)).remove).toEqual(['position'])
  })

  test('half a year after the end the number and the name, after three years the files, the words never', () => {
    const ended = some({ endedAt: onDay(10), removed: ['position'] })
    expect(tidyingOf(ended, onDay(189)).remove).toEqual([])
    expect(tidyingOf(ended, onDay(190))).toEqual({ remove: ['contact'], next: onDay(10 + 3 * 365) })
    expect(tidyingOf(ended, onDay(10 + 3 * 365))).toEqual({ remove: ['contact', 'files'], next: null })
  })

  test('who has closed the account: at once what no running case needs, and all that left no file', () => {
    const open = some({ erased: true })
    expect(tidyingOf(open, onDay(1))).toEqual({
      remove: ['position'],
      next: new Date(onDay(1).getTime() + 3_600_000),
    })
    expect(tidyingOf({ ...open, endedAt: onDay(2) }, onDay(2)).remove).toEqual(['position', 'contact'])
    expect(tidyingOf({ ...open, endedAt: onDay(2), hasFile: false }, onDay(2)).remove).toEqual(
      reportPartCodes,
    )
  })

  test('of what is kept apart nothing goes while it is open, and its files and words never by themselves', () => {
    const hidden = some({ hidden: true, erased: true })
    expect(tidyingOf(hidden, onDay(5000)).remove).toEqual([])
    expect(tidyingOf({ ...hidden, endedAt: onDay(3) }, onDay(5000))).toEqual({
      remove: ['position', 'contact'],
      next: null,
    })
    for (const state of caseStateCodes) expect(hasFile(state, true)).toBe(true)
  })

  test('a case that is open or was decided upon has a file', () => {
    for (const state of caseStateCodes.filter((code) => !isClosed(code)))
      expect(hasFile(state, false)).toBe(true)
    expect(caseStateCodes.filter((code) => !hasFile(code, false))).toEqual(['unfounded', 'withdrawn'])
  })

  test('is taken out once: looked at again, nothing is found', () => {
    const facts = some({ endedAt: onDay(1), erased: true, hasFile: false })
    const { remove } = tidyingOf(facts, onDay(1))
    expect(tidyingOf({ ...facts, removed: remove }, onDay(5000))).toEqual({ remove: [], next: null })
  })
})
