import fc from 'fast-check'
import { endOf } from '../../server/deadlines/due-time'
import { type Pause, paused, pauseFault, resumed } from '../../server/deadlines/pause'
import { closingOf, dayAfter, dayOf, isWorkingDay } from '../../server/deadlines/working-calendar'
import { type AllowanceUnit, allowanceOf, allowanceUnits } from '../../shared/domain/clocks'

/** A moment by China's clock. */
const china = (local: string) => new Date(`${local}+08:00`)
const hour = 3_600_000

/** What is left of a clock in its own measure, stated apart from the code that gives it back. */
const left = (unit: AllowanceUnit, at: Date, due: Date): number => {
  if (unit === 'hours') return due.getTime() - at.getTime()
  let days = 0
  for (let date = dayAfter(dayOf(at)); date <= dayOf(due); date = dayAfter(date))
    if (unit === 'days' || isWorkingDay(date)) days += 1
  return days
}

/** A clock that runs, stopped at some moment before its end and for some time: over all holidays of three years. */
const pauses: fc.Arbitrary<Pause> = fc
  .record({
    unit: fc.constantFrom(...allowanceUnits),
    amount: fc.integer({ min: 1, max: 45 }),
    from: fc.date({ min: new Date('2024-01-01'), max: new Date('2027-06-01'), noInvalidDate: true }),
    spent: fc.double({ min: 0, max: 0.999, noNaN: true }),
    stopped: fc.integer({ min: 0, max: 60 * 24 * 60 }),
  })
  .map(({ unit, amount, from, spent, stopped }) => {
    const due = endOf(allowanceOf(unit, amount), from)
    const at = new Date(from.getTime() + Math.floor((due.getTime() - from.getTime()) * spent))
    return { unit, due, at, until: new Date(at.getTime() + stopped * 60_000) }
  })

describe('a clock that is stopped for a while', () => {
  test.each<[string, AllowanceUnit, string, string, string, string]>([
    [
      'hours: exactly what was left',
      'hours',
      '2026-11-24T20:00',
      '2026-11-24T12:00',
      '2026-11-27T09:30',
      '2026-11-27T17:30',
    ],
    [
      'hours: half an hour over midnight',
      'hours',
      '2026-11-25T00:10',
      '2026-11-24T23:50',
      '2026-11-25T23:55',
      '2026-11-26T00:15',
    ],
    [
      'three working days left, family away over National Day',
      'workingDays',
      '2026-09-30T18:00',
      '2026-09-27T10:00',
      '2026-10-06T00:00',
      '2026-10-10T18:00',
    ],
    [
      'two left, road cut until a Saturday',
      'workingDays',
      '2026-11-26T18:00',
      '2026-11-24T09:00',
      '2026-11-28T08:00',
      '2026-12-01T18:00',
    ],
    [
      'stopped on its last day',
      'workingDays',
      '2026-11-24T18:00',
      '2026-11-24T09:00',
      '2026-11-26T16:00',
      '2026-11-27T18:00',
    ],
    [
      'stopped on its last day, before a weekend',
      'workingDays',
      '2026-11-27T18:00',
      '2026-11-27T09:00',
      '2026-11-28T00:00',
      '2026-11-30T18:00',
    ],
    [
      'stopped and going again on the same day',
      'workingDays',
      '2026-11-27T18:00',
      '2026-11-24T09:00',
      '2026-11-24T17:00',
      '2026-11-27T18:00',
    ],
    [
      'stopped over a weekend only',
      'workingDays',
      '2026-11-30T18:00',
      '2026-11-27T20:00',
      '2026-11-29T09:00',
      '2026-11-30T18:00',
    ],
    [
      'days: over the 29th of February',
      'days',
      '2024-02-29T18:00',
      '2024-02-27T09:00',
      '2024-03-10T09:00',
      '2024-03-12T18:00',
    ],
    [
      'over Spring Festival',
      'workingDays',
      '2026-02-13T18:00',
      '2026-02-12T09:00',
      '2026-02-14T12:00',
      '2026-02-24T18:00',
    ],
  ])('%s', (_, unit, due, at, until, expected) => {
    expect(paused({ unit, due: china(due), at: china(at), until: china(until) })).toEqual(china(expected))
  })

  test('never has less left than it had, nor ends sooner', () => {
    fc.assert(
      fc.property(pauses, (pause) => {
        const { unit, at, due, until } = pause
        const after = paused(pause)
        expect(after.getTime()).toBeGreaterThanOrEqual(due.getTime())
        expect(left(unit, until, after)).toBeGreaterThanOrEqual(left(unit, at, due))
        if (unit === 'hours') expect(left(unit, until, after)).toBe(left(unit, at, due))
      }),
      { numRuns: 2000 },
    )
  })

  test('gives back no more days than were left, but for one that was stopped on its last day', () => {
    fc.assert(
      fc.property(pauses, (pause) => {
        const { unit, at, due, until } = pause
        if (unit === 'hours' || dayOf(at) === dayOf(until)) return
        expect(left(unit, until, paused(pause))).toBe(Math.max(1, left(unit, at, due)))
      }),
      { numRuns: 2000 },
    )
  })

  test('that counts in days ends at 18:00, and in working days never on a day off', () => {
    fc.assert(
      fc.property(pauses, (pause) => {
        if (pause.unit === 'hours') return
        const after = paused(pause)
        expect(after).toEqual(closingOf(dayOf(after)))
        if (pause.unit === 'workingDays') expect(isWorkingDay(dayOf(after))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('set going again at once, runs out when it would have; sooner than planned, as if no more had been asked for', () => {
    fc.assert(
      fc.property(pauses, fc.double({ min: 0, max: 2, noNaN: true }), (pause, part) => {
        expect(resumed(pause, pause.at)).toEqual(pause.due)
        const asked = pause.until.getTime() - pause.at.getTime()
        const now = new Date(pause.at.getTime() + Math.floor(asked * part))
        const until = now < pause.until ? now : pause.until
        expect(resumed(pause, now)).toEqual(paused({ ...pause, until }))
        expect(resumed(pause, now).getTime()).toBeLessThanOrEqual(paused(pause).getTime())
      }),
      { numRuns: 2000 },
    )
  })

  test('that has run out gets nothing back', () => {
    const pause = {
      due: china('2026-11-24T09:00'),
      at: china('2026-11-24T10:00'),
      until: china('2026-12-01T10:00'),
    }
    for (const unit of allowanceUnits) expect(paused({ ...pause, unit })).toEqual(pause.due)
    expect(pauseFault(pause)).toBe('已经超时了，不能再停')
  })

  test('may be stopped until a day within sixty', () => {
    const due = china('2026-11-25T18:00')
    const at = china('2026-11-24T10:00')
    const fault = (until: Date) => pauseFault({ due, at, until })
    expect(fault(at)).toBe('停到什么时候，要写以后的日子')
    expect(fault(new Date(at.getTime() - hour))).toBe('停到什么时候，要写以后的日子')
    expect(fault(new Date(at.getTime() + hour))).toBeNull()
    expect(fault(china('2027-01-23T23:59'))).toBeNull()
    expect(fault(china('2027-01-24T00:00'))).toBe('最多停 60 天')
  })
})
