import fc from 'fast-check'
import { endOf } from '../../server/deadlines/due-time'
import { faultsOf, longestDays, longestWithin } from '../../shared/domain/clock-limits'
import {
  type Allowance,
  type Allowances,
  allowanceOf,
  allowanceUnits,
  type ClockName,
  clockNames,
  clockRule,
} from '../../shared/domain/clocks'
import { allowanceInWords } from '../../shared/domain/spoken-time'

const both = (allowance: Allowance): Allowances => ({ urgent: allowance, ordinary: allowance })

describe('what a township may make of a clock', () => {
  test('the defaults are within the limits', () => {
    for (const clock of clockNames) expect({ clock, ...faultsOf(clock, clockRule(clock)) }).toEqual({ clock })
  })

  test.each<[string, ClockName, Allowances, object]>([
    ['five minutes', 'placing', both({ hours: 5 / 60 }), {}],
    ['seven minutes', 'placing', both({ hours: 7 / 60 }), {}],
    ['sixty days', 'home_visit', both({ days: 60 }), {}],
    ['sixty days of hours', 'home_visit', both({ hours: 1440 }), {}],
    ['the notice’s own word', 'report_up', { urgent: { hours: 1 }, ordinary: { hours: 12 } }, {}],
    [
      'urgent a day of hours, ordinary a working day',
      'placing',
      { urgent: { hours: 24 }, ordinary: { workingDays: 1 } },
      {},
    ],
    [
      'four minutes',
      'placing',
      { urgent: { hours: 4 / 60 }, ordinary: { days: 1 } },
      { urgent: '最短 5 分钟' },
    ],
    ['nothing', 'placing', both({ hours: 0 }), { urgent: '最短 5 分钟', ordinary: '最短 5 分钟' }],
    [
      'less than nothing',
      'placing',
      both({ workingDays: -3 }),
      { urgent: '最少 1 天', ordinary: '最少 1 天' },
    ],
    ['no day', 'filing', both({ days: 0 }), { urgent: '最少 1 天', ordinary: '最少 1 天' }],
    ['half a day', 'filing', both({ days: 1.5 }), { urgent: '天数要写整数', ordinary: '天数要写整数' }],
    ['seconds', 'placing', both({ hours: 1.0001 }), { urgent: '要写到整分钟', ordinary: '要写到整分钟' }],
    ['61 days', 'home_visit', { urgent: { days: 1 }, ordinary: { days: 61 } }, { ordinary: '最长 60 天' }],
    [
      '1441 hours',
      'home_visit',
      { urgent: { days: 1 }, ordinary: { hours: 1441 } },
      { ordinary: '最长 60 天' },
    ],
    [
      'no number',
      'placing',
      both({ hours: Number.NaN }),
      { urgent: '要写到整分钟', ordinary: '要写到整分钟' },
    ],
    [
      'urgent slower than ordinary',
      'home_visit',
      { urgent: { days: 3 }, ordinary: { hours: 24 } },
      { urgent: '紧急的不能比一般的还慢' },
    ],

    ['a published rule, shorter', 'advance_paperwork', both({ workingDays: 5 }), {}],
    ['a published rule, in days', 'advance_paperwork', both({ days: 10 }), {}],
    ['a published rule, in hours', 'minimum_living', both({ hours: 29 * 24 + 18 }), {}],
    [
      'a published rule, longer',
      'advance_paperwork',
      { urgent: { workingDays: 10 }, ordinary: { workingDays: 11 } },
      { ordinary: '规定的是 10 个工作日，只能改短，不能改长' },
    ],
    [
      'a published rule, longer in other words',
      'temporary_relief',
      { urgent: { days: 1 }, ordinary: { days: 15 } },
      { urgent: '规定的是 24 小时，只能改短，不能改长，也不能换成天' },
    ],
    [
      'calendar days made working days',
      'quick_relief',
      { urgent: { hours: 18 }, ordinary: { workingDays: 1 } },
      { ordinary: '规定的是 3 天，只能改短，不能改长，也不能换成工作日' },
    ],
    [
      'a day that is a day of hours',
      'quick_relief',
      { urgent: { hours: 24 }, ordinary: { days: 3 } },
      { urgent: '规定的是 1 天，只能改短，不能改长；按小时算，最多 18 小时' },
    ],
  ])('%s', (_, clock, wanted, faults) => expect(faultsOf(clock, wanted)).toEqual(faults))

  test('what is held to be within a rule never ends later than the rule, whenever both start', () => {
    const units = fc.constantFrom(...allowanceUnits)
    const instants = fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2026-12-31'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 60 }), units, instants, (ruled, amount, unit, from) => {
        const rule = allowanceOf(ruled, amount)
        const longest = longestWithin(rule, unit)
        fc.pre(longest > 0)
        expect(endOf(allowanceOf(unit, longest), from).getTime()).toBeLessThanOrEqual(
          endOf(rule, from).getTime(),
        )
      }),
      { numRuns: 3000 },
    )
  })

  test('and the next longer one would, some day, where no weekend must lie within the rule', () => {
    const someMoments = Array.from(
      { length: 366 * 2 },
      (_, i) => new Date(Date.UTC(2026, 0, 1, 15, 59) + i * 43_260_000),
    )
    for (const rule of [{ hours: 66 }, { days: 3 }, { workingDays: 3 }] satisfies Allowance[])
      for (const unit of allowanceUnits) {
        const longer = allowanceOf(unit, longestWithin(rule, unit) + 1)
        expect(someMoments.some((from) => endOf(longer, from) > endOf(rule, from))).toBe(true)
      }
  })

  test.each<[Allowance, string]>([
    [{ hours: 5 / 60 }, '5 分钟'],
    [{ hours: 0.5 }, '30 分钟'],
    [{ hours: 1.5 }, '1 小时 30 分钟'],
    [{ hours: 100 / 60 }, '1 小时 40 分钟'],
    [{ hours: 24 }, '24 小时'],
    [{ days: longestDays }, '60 天'],
    [{ workingDays: 3 }, '3 个工作日'],
  ])('%j is said %s', (allowance, words) => expect(allowanceInWords(allowance)).toBe(words))
})
