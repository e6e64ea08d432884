import fc from 'fast-check'
import {
  type SelfCareAnswers,
  selfCareItemCodes,
  selfCareLevels,
  selfCareOf,
  worstSelfCare,
} from '../../shared/domain/self-care'

/** Answers in which the first so many things are lost. */
const losing = (lost: number) =>
  Object.fromEntries(selfCareItemCodes.map((item, at) => [item, at >= lost])) as SelfCareAnswers

describe('自理能力 is computed from six answers (豫民〔2021〕7号)', () => {
  test.each([
    [0, '全自理'],
    [1, '半自理'],
    [2, '半自理'],
    [3, '半自理'],
    [4, '全失能'],
    [5, '全失能'],
    [6, '全失能'],
  ])('%i lost is %s', (lost, label) => {
    const level = selfCareOf(losing(lost))
    expect(level && selfCareLevels[level]).toBe(label)
  })

  test('which ones are lost makes no difference, only how many', () =>
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (able) => {
        const answers = Object.fromEntries(selfCareItemCodes.map((item, at) => [item, able[at]]))
        expect(selfCareOf(answers as SelfCareAnswers)).toBe(
          selfCareOf(losing(able.filter((one) => !one).length)),
        )
      }),
    ))

  test('half answered it stays open, unless four are lost already', () => {
    expect(selfCareOf({})).toBeNull()
    expect(selfCareOf({ eating: true, dressing: false })).toBeNull()
    expect(selfCareOf({ eating: false, dressing: false, bed: false })).toBeNull()
    expect(selfCareOf({ eating: false, dressing: false, bed: false, toilet: false })).toBe('none')
  })

  test('of several people the worst counts', () => {
    expect(worstSelfCare(['full', 'none', 'half'])).toBe('none')
    expect(worstSelfCare(['full', 'half'])).toBe('half')
    expect(worstSelfCare([])).toBeNull()
  })
})
