import fc from 'fast-check'
import { Types } from 'mongoose'
import type { CaseRecord, UnderWay } from '../../server/casework/case.model'
import { afterPause, runningClock } from '../../server/casework/running-clock'
import type { Deadlines } from '../../server/deadlines/deadlines.service'
import { clockNames, clockRule } from '../../shared/domain/clocks'

const moment = fc.date({
  min: new Date('2026-01-01'),
  max: new Date('2027-12-31'),
  noInvalidDate: true,
})
const underWay: fc.Arbitrary<UnderWay> = fc.record({
  clock: fc.constantFrom(...clockNames),
  dueAt: moment,
  endedAt: fc.option(moment, { nil: null }),
})

describe('which clock runs while something is under way in a case', () => {
  test('the term that comes first, of relief and transfers alike; nothing left: the family is told', () => {
    fc.assert(
      fc.property(fc.array(underWay), fc.array(underWay), (relief, transfers) => {
        const open = [...relief, ...transfers].filter(({ endedAt }) => endedAt === null)
        const running = runningClock(relief, transfers)
        if (open.length === 0) expect(running).toEqual({ clock: 'telling' })
        else {
          const first = Math.min(...open.map(({ dueAt }) => dueAt.getTime()))
          expect(running.due?.getTime()).toBe(first)
          expect(open.some((one) => one.clock === running.clock && one.dueAt.getTime() === first)).toBe(true)
        }
      }),
    )
  })

  test('what hangs on the notice board ends as a clock of its own, until that was told', () => {
    const until = new Date('2026-12-01T10:00:00.000Z')
    const term = {
      clock: 'minimum_living',
      dueAt: new Date('2027-01-05T10:00:00.000Z'),
      endedAt: null,
    } as const
    const at = (publication: object | null) =>
      runningClock([{ ...term, publication: publication as never }], [])
    expect(at({ until })).toEqual({ clock: 'publication', due: until })
    expect(at({ until, overAt: until })).toEqual({ clock: 'minimum_living', due: term.dueAt })
    expect(at(null)).toEqual({ clock: 'minimum_living', due: term.dueAt })
    expect(runningClock([{ ...term, endedAt: until, publication: { until } }], [])).toEqual({
      clock: 'telling',
    })
  })

  test('after a pause what has ended is as it was, and what is under way has lost nothing', async () => {
    const standard: Pick<Deadlines, 'allowance'> = {
      allowance: async (_, clock, urgency) => clockRule(clock)[urgency],
    }
    const since = new Date('2026-06-01T02:00:00.000Z')
    await fc.assert(
      fc.asyncProperty(
        fc.array(underWay),
        fc.integer({ min: 1, max: 59 }),
        fc.boolean(),
        async (relief, days, urgent) => {
          const until = new Date(since.getTime() + days * 86_400_000)
          const work = {
            paused: { reason: 'road_cut', since, until, dueBefore: since, by: new Types.ObjectId() },
            urgency: urgent ? 'urgent' : 'ordinary',
            relief,
            transfers: [],
          } as unknown as CaseRecord
          const after = (await afterPause(standard, work, until)).relief ?? []
          relief.forEach((one, at) => {
            if (one.endedAt || one.dueAt <= since) expect(after[at]).toEqual(one)
            else expect(after[at]?.dueAt.getTime()).toBeGreaterThanOrEqual(one.dueAt.getTime())
          })
        },
      ),
    )
  })
})
