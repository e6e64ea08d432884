import { isWorkday } from 'chinese-days'
import fc from 'fast-check'
import { dueAt, endOf } from '../../server/deadlines/due-time'
import { dayAfter, dayOf, isWorkingDay, lastPublishedYear } from '../../server/deadlines/working-calendar'
import type { Allowance } from '../../shared/domain/clocks'

/** A moment by China's clock. */
const china = (local: string) => new Date(`${local}+08:00`)

describe('when a clock runs out (facts: clocks; the State Council’s calendar)', () => {
  test.each<[string, string, Allowance, string]>([
    ['the next working day', '2026-11-24T10:00', { workingDays: 1 }, '2026-11-25T18:00'],
    ['over a weekend', '2026-11-27T17:00', { workingDays: 1 }, '2026-11-30T18:00'],
    ['reported on a Saturday', '2026-11-28T09:00', { workingDays: 1 }, '2026-11-30T18:00'],
    ['three working days', '2026-11-24T10:00', { workingDays: 3 }, '2026-11-27T18:00'],
    ['late at night counts as its own day', '2026-11-24T23:59', { workingDays: 1 }, '2026-11-25T18:00'],
    ['a minute after midnight is the next day', '2026-11-25T00:01', { workingDays: 1 }, '2026-11-26T18:00'],

    ['over National Day and its moved Saturday', '2025-09-30T10:00', { workingDays: 1 }, '2025-10-09T18:00'],
    ['on National Day itself', '2026-10-01T08:00', { workingDays: 1 }, '2026-10-08T18:00'],
    [
      'three days over National Day, the Saturday after it worked',
      '2026-09-30T10:00',
      { workingDays: 3 },
      '2026-10-10T18:00',
    ],
    ['a weekend that is worked', '2025-10-10T10:00', { workingDays: 1 }, '2025-10-11T18:00'],
    [
      'a Sunday before National Day that is worked',
      '2026-09-18T10:00',
      { workingDays: 1 },
      '2026-09-20T18:00',
    ],

    [
      'a Saturday before Spring Festival that is worked',
      '2026-02-13T10:00',
      { workingDays: 1 },
      '2026-02-14T18:00',
    ],
    ['over the nine days of Spring Festival', '2026-02-14T10:00', { workingDays: 1 }, '2026-02-24T18:00'],
    ['on New Year’s Eve of the old calendar', '2026-02-16T23:30', { workingDays: 5 }, '2026-02-28T18:00'],
    [
      'ten days over Spring Festival and both moved Saturdays',
      '2026-02-10T10:00',
      { workingDays: 10 },
      '2026-03-02T18:00',
    ],

    ['over the turn of the year', '2025-12-31T10:00', { workingDays: 1 }, '2026-01-04T18:00'],
    [
      'fifteen working days over the turn of the year',
      '2025-12-22T10:00',
      { workingDays: 15 },
      '2026-01-13T18:00',
    ],
    ['the 29th of February', '2024-02-28T10:00', { workingDays: 1 }, '2024-02-29T18:00'],
    ['from the 29th of February', '2024-02-29T10:00', { workingDays: 1 }, '2024-03-01T18:00'],

    ['days count weekends', '2026-11-27T10:00', { days: 1 }, '2026-11-28T18:00'],
    ['days count holidays', '2026-09-30T23:59', { days: 3 }, '2026-10-03T18:00'],
    ['seven days over the 29th of February', '2024-02-26T00:00', { days: 7 }, '2024-03-04T18:00'],
    ['thirty days in a February without it', '2026-02-01T12:00', { days: 30 }, '2026-03-03T18:00'],
    ['thirty days over the turn of the year', '2026-12-15T09:00', { days: 30 }, '2027-01-14T18:00'],

    ['thirty minutes before midnight', '2026-11-24T23:50', { hours: 0.5 }, '2026-11-25T00:20'],
    ['thirty minutes at the end of the year', '2026-12-31T23:50', { hours: 0.5 }, '2027-01-01T00:20'],
    ['a day of hours into the 29th of February', '2024-02-28T20:00', { hours: 24 }, '2024-02-29T20:00'],
    ['hours on a holiday', '2026-10-01T03:00', { hours: 2 }, '2026-10-01T05:00'],
    [
      'seven minutes, which are no round part of an hour',
      '2026-11-24T10:00',
      { hours: 7 / 60 },
      '2026-11-24T10:07',
    ],
  ])('%s', (_, from, allowance, expected) => {
    expect(endOf(allowance, china(from))).toEqual(china(expected))
  })

  test('urgent clocks run through night and weekend', () => {
    expect(dueAt('acknowledgement', 'urgent', china('2026-11-28T23:45'))).toEqual(china('2026-11-29T00:15'))
    expect(dueAt('placing', 'urgent', china('2026-02-16T23:50'))).toEqual(china('2026-02-17T00:20'))
    expect(dueAt('home_visit', 'urgent', china('2026-12-31T20:00'))).toEqual(china('2027-01-01T20:00'))
  })

  test('an ordinary clock always ends later, on a working day at 18:00, and more days never end sooner', () => {
    const instants = fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2026-12-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 20 }), (from, workingDays) => {
        const end = endOf({ workingDays }, from)
        const local = new Date(end.getTime() + 8 * 3_600_000).toISOString()
        expect(end.getTime()).toBeGreaterThan(from.getTime())
        expect(local.slice(11)).toBe('18:00:00.000Z')
        expect(isWorkday(local.slice(0, 10))).toBe(true)
        expect(endOf({ workingDays: workingDays + 1 }, from).getTime()).toBeGreaterThan(end.getTime())
      }),
    )
  })
})

describe('which calendar is known', () => {
  test('at least that of 2026, and every year up to the last one has its National Day off', () => {
    expect(lastPublishedYear).toBeGreaterThanOrEqual(2026)
    for (let year = 2024; year <= lastPublishedYear; year += 1)
      expect(isWorkingDay(dayOf(china(`${year}-10-01T12:00`)))).toBe(false)
  })

  test('beyond it the weekend alone decides, National Day and Spring Festival included', () => {
    const first = dayOf(china(`${lastPublishedYear + 1}-01-01T00:00`))
    const last = dayOf(china(`${lastPublishedYear + 2}-12-31T00:00`))
    for (let date = first; date <= last; date = dayAfter(date)) {
      const weekend = [0, 6].includes(new Date(date).getUTCDay())
      expect(isWorkingDay(date)).toBe(!weekend)
    }
  })
})
