import fc from 'fast-check'
import { boundsOfMonth, monthOf, monthsUpTo, spokenMonth } from '../../shared/domain/village-figures'

describe('the months of a village’s figures', () => {
  test('end with the present one, by the calendar in China', () => {
    expect(monthsUpTo(new Date('2026-02-10T00:00:00.000Z'), 4)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ])
    expect(monthsUpTo(new Date('2026-11-30T16:00:00.000Z')).at(-1)).toBe('2026-12')
    expect(monthsUpTo(new Date('2026-11-30T15:59:59.000Z')).at(-1)).toBe('2026-11')
  })

  test('lie one beside the other without a gap, and hold the moments that are theirs', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (at) => {
          const months = monthsUpTo(at)
          const { from, until } = boundsOfMonth(monthOf(at))
          expect(months).toHaveLength(12)
          expect(months.at(-1)).toBe(monthOf(at))
          expect(from.getTime()).toBeLessThanOrEqual(at.getTime())
          expect(until.getTime()).toBeGreaterThan(at.getTime())
          for (const [i, month] of months.slice(1).entries())
            expect(boundsOfMonth(months[i] ?? '').until).toEqual(boundsOfMonth(month).from)
        },
      ),
    )
  })

  test('are said with their year where that is another', () => {
    const now = new Date('2026-11-24T02:00:00.000Z')
    expect(spokenMonth('2026-09', now)).toBe('9月')
    expect(spokenMonth('2025-12', now)).toBe('2025年12月')
  })
})
