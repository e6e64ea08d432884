import { spokenMoment, spokenRemainder } from '../../shared/domain/spoken-time'

const china = (local: string) => new Date(`${local}+08:00`)
const now = china('2026-11-24T10:00')

describe('times as people say them', () => {
  test.each([
    ['2026-11-24T14:30', '今天 14:30'],
    ['2026-11-25T00:05', '明天 00:05'],
    ['2026-11-26T18:00', '后天 18:00'],
    ['2026-11-23T23:59', '昨天 23:59'],
    ['2026-12-01T18:00', '12月1日 18:00'],
    ['2027-01-04T18:00', '2027年1月4日 18:00'],
  ])('%s', (at, spoken) => expect(spokenMoment(china(at), now)).toBe(spoken))

  test.each([
    ['2026-11-24T10:00', '还剩 1 分钟'],
    ['2026-11-24T10:30', '还剩 30 分钟'],
    ['2026-11-24T13:10', '还剩 3 小时'],
    ['2026-11-27T10:00', '还剩 3 天'],
    ['2026-11-24T09:20', '超时 40 分钟'],
    ['2026-11-22T09:00', '超时 2 天'],
  ])('the clock due %s', (at, spoken) => expect(spokenRemainder(china(at), now)).toBe(spoken))
})
