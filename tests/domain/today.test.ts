import { byParts, todayKindOf, todayPartOf } from '../../shared/domain/today'

const now = new Date('2026-11-24T02:00:00.000Z')

describe('the day’s list (R7)', () => {
  test.each([
    ['urgent, its clock has run out', 'urgent', '2026-11-23T02:00:00.000Z', 'pressing'],
    ['urgent, until tonight', 'urgent', '2026-11-24T15:59:00.000Z', 'pressing'],
    ['urgent, tomorrow by the calendar', 'urgent', '2026-11-24T16:00:00.000Z', 'coming'],
    ['ordinary, its clock has run out', 'ordinary', '2026-11-24T02:00:00.000Z', 'overdue'],
    ['ordinary, due this evening', 'ordinary', '2026-11-24T10:00:00.000Z', 'today'],
    ['ordinary, due the day after', 'ordinary', '2026-11-25T10:00:00.000Z', 'coming'],
  ] as const)('%s', (_name, urgency, dueAt, part) => {
    expect(todayPartOf({ urgency, dueAt }, now)).toBe(part)
  })

  test('stands in its parts, each by its clock, empty ones left out', () => {
    const task = (dueAt: string, urgency: 'urgent' | 'ordinary' = 'ordinary') => ({ dueAt, urgency })
    const late = task('2026-11-20T10:00:00.000Z')
    const later = task('2026-11-30T10:00:00.000Z')
    const soon = task('2026-11-26T10:00:00.000Z')
    const fire = task('2026-11-24T02:20:00.000Z', 'urgent')
    expect(byParts([later, late, soon, fire], now)).toEqual([
      { part: 'pressing', tasks: [fire] },
      { part: 'overdue', tasks: [late] },
      { part: 'coming', tasks: [soon, later] },
    ])
  })

  test('a clock says what is to be done; those of the township’s work are just work', () => {
    expect(todayKindOf('acknowledgement')).toBe('accept')
    expect(todayKindOf('follow_up')).toBe('follow_up')
    expect(todayKindOf('placing')).toBe('other')
    expect(todayKindOf(null)).toBe('other')
  })
})
