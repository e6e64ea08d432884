import { isQuiet, nextTry } from '../../server/notifications/quiet-hours'

/** A moment by China's clock. */
const china = (local: string) => new Date(`${local}+08:00`)

describe('when people may be told outside the app', () => {
  test.each([
    ['2026-11-24T20:59:59.999', false],
    ['2026-11-24T21:00:00.000', true],
    ['2026-11-24T23:59:59.999', true],
    ['2026-11-25T00:00:00.000', true],
    ['2026-11-25T07:29:59.999', true],
    ['2026-11-25T07:30:00.000', false],
    ['2026-11-25T12:00:00.000', false],
    // The day in UTC, and the year, end in the middle of China's morning.
    ['2026-11-25T07:59:59.999', false],
    ['2026-11-25T08:00:00.000', false],
    ['2026-12-31T23:59:59.999', true],
    ['2027-01-01T00:00:00.000', true],
    ['2027-01-01T07:30:00.000', false],
  ])('%s is quiet: %s', (at, quiet) => expect(isQuiet(china(at))).toBe(quiet))

  test.each([
    [1, '2026-11-24T10:01'],
    [2, '2026-11-24T10:05'],
    [3, '2026-11-24T10:15'],
    [4, '2026-11-24T11:00'],
    [5, '2026-11-24T11:00'],
    [20, '2026-11-24T11:00'],
  ])('after %i failures it is tried again at %s', (tries, next) => {
    expect(nextTry(china('2026-11-24T10:00'), tries, china('2026-11-24T10:00'))).toEqual(china(next))
  })

  test('it is given up when a day has gone by, over midnight as well', () => {
    const since = china('2026-11-24T22:00')
    expect(nextTry(since, 9, china('2026-11-25T20:59'))).toEqual(china('2026-11-25T21:59'))
    expect(nextTry(since, 9, china('2026-11-25T21:00'))).toBeNull()
    expect(nextTry(since, 1, china('2026-11-25T21:58'))).toEqual(china('2026-11-25T21:59'))
    expect(nextTry(since, 1, china('2026-11-25T21:59'))).toBeNull()
    expect(nextTry(since, 1, china('2026-11-27T10:00'))).toBeNull()
  })
})
