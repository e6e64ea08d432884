import { isWorkday } from 'chinese-days'
import fc from 'fast-check'
import { dueAt, endOf } from '../../server/deadlines/due-time'

/** A moment by China's clock. */
const china = (local: string) => new Date(`${local}+08:00`)

describe('when a clock runs out (facts: clocks; the State Council’s calendar)', () => {
  test.each([
    ['the next working day', '2026-11-24T10:00', 1, '2026-11-25T18:00'],
    ['over a weekend', '2026-11-27T17:00', 1, '2026-11-30T18:00'],
    ['reported on a Saturday', '2026-11-28T09:00', 1, '2026-11-30T18:00'],
    ['three working days', '2026-11-24T10:00', 3, '2026-11-27T18:00'],
    ['late at night counts as its own day', '2026-11-24T23:59', 1, '2026-11-25T18:00'],
    ['a minute after midnight is the next day', '2026-11-25T00:01', 1, '2026-11-26T18:00'],
    ['over National Day and its moved Saturday', '2025-09-30T10:00', 1, '2025-10-09T18:00'],
    ['a weekend that is worked', '2025-10-10T10:00', 1, '2025-10-11T18:00'],
    ['over the turn of the year', '2025-12-31T10:00', 1, '2026-01-04T18:00'],
  ])('%s', (_, from, workingDays, expected) => {
    expect(endOf({ workingDays }, china(from))).toEqual(china(expected))
  })

  test('urgent clocks run through night and weekend', () => {
    expect(dueAt('acknowledgement', 'urgent', china('2026-11-28T23:45'))).toEqual(china('2026-11-29T00:15'))
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
