import { absenceOver, dateOf, spokenAbsence, spokenDate } from '../../shared/domain/absence-days'

const now = new Date('2026-11-24T02:00:00.000Z')

describe('the days of an absence, by China’s calendar', () => {
  test.each([
    ['2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['2026-11-23T16:00:00.000Z', '2026-11-24'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s is the date %s', (at, date) => expect(dateOf(new Date(at))).toBe(date))

  test.each([
    ['2026-11-24', '2026-11-24', '2026-11-23T16:00:00.000Z', '2026-11-24T16:00:00.000Z', '11月24日'],
    [
      '2026-11-24',
      '2026-11-30',
      '2026-11-23T16:00:00.000Z',
      '2026-11-30T16:00:00.000Z',
      '11月24日 到 11月30日',
    ],
    [
      '2026-12-31',
      '2027-01-01',
      '2026-12-30T16:00:00.000Z',
      '2027-01-01T16:00:00.000Z',
      '12月31日 到 2027年1月1日',
    ],
    [
      '2028-02-28',
      '2028-02-29',
      '2028-02-27T16:00:00.000Z',
      '2028-02-29T16:00:00.000Z',
      '2028年2月28日 到 2028年2月29日',
    ],
  ])('from %s to %s, both counted', (first, last, from, until, words) => {
    expect(absenceOver(first, last)).toEqual({ from, until })
    expect(spokenAbsence({ from, until }, now)).toBe(words)
  })

  test('an absence that was written down at ten in the morning is of that day', () =>
    expect(spokenAbsence({ from: now.toISOString(), until: '2026-11-24T16:00:00.000Z' }, now)).toBe(
      '11月24日',
    ))

  test('a date of another year is said with it', () =>
    expect(spokenDate('2027-03-01', now)).toBe('2027年3月1日'))
})
