import type { VillageFigure } from '../../shared/domain/village-figures'
import { moveOn, newCase } from '../setup/moved-case'
import { someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const village = '530924205203'

describe('a village’s own figures (R15)', () => {
  let town: TestHouse
  let coordinator: string
  beforeEach(async () => {
    town = await openTestHouse()
    coordinator = await town.signIn('coordinator-203')
  })
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const figures = async () => {
    const params = { village }
    return (await town.call('GET /api/villages/:village/figures', coordinator, { params })).reply
  }
  const leads = (query: { figure?: VillageFigure; month?: string; category?: 'illness'; after?: string }) =>
    town.call('GET /api/villages/:village/cases', coordinator, { params: { village }, query })
  const names = async (query: Parameters<typeof leads>[0]) =>
    (await leads(query)).reply.items.map(({ subjectName }) => subjectName)
  const signedIn = async () => {
    coordinator = await town.signIn('coordinator-203')
  }
  const accept = async (caseId: string) =>
    town.call('POST /api/cases/:caseId/accept', coordinator, { params: { caseId }, body: { version: 0 } })

  test('stand at nothing for twelve months, the present one last', async () => {
    const { name, months } = await figures()
    expect(name).toBe('彩靠村')
    expect(months).toHaveLength(12)
    expect(months.at(-1)).toMatchObject({ month: '2026-11', figures: { received: 0, open: 0 } })
    expect(months[0]?.month).toBe('2025-12')
  })

  test('are counted from what was done and when, and each number opens its leads', async () => {
    const inTime = await newCase(town, { subjectName: '岩甲', categories: ['illness', 'food_money'] })
    const late = await newCase(town, { subjectName: '岩乙' })
    const closed = await newCase(town, { subjectName: '岩丙' })
    await newCase(town, { subjectName: '岩丁', card: 'demo0204', place: { village: '530924205204' } })
    await accept(inTime)
    town.setTime('2026-11-24T03:00:00.000Z')
    await signedIn()
    const visit = await town.call('POST /api/cases/:caseId/visits', coordinator, {
      params: { caseId: inTime },
      body: someVisit({ version: 1, happenedAt: '2026-11-24T02:30:00.000Z' }),
    })
    expect(visit.reply.moved).toBe(true)
    await moveOn(town, closed, 'withdraw')
    town.setTime('2026-12-02T02:00:00.000Z')
    await signedIn()
    await accept(late)
    await newCase(town, { subjectName: '岩戊' })

    const { months } = await figures()
    const [november, december] = months.slice(-2)
    expect(november).toMatchObject({
      month: '2026-11',
      figures: {
        received: 3,
        accepted_in_time: 1,
        accepted_late: 1,
        visited_in_time: 1,
        visited_late: 0,
        open: 2,
        withdrawn: 1,
        closed: 0,
      },
      categories: { illness: 3, food_money: 1 },
    })
    expect(december?.figures).toMatchObject({ received: 1, accepted_late: 0, open: 1 })
    for (const month of months)
      for (const [figure, count] of Object.entries(month.figures))
        expect({
          figure,
          count: (await names({ figure: figure as VillageFigure, month: month.month })).length,
        }).toEqual({
          figure,
          count,
        })
    expect(await names({ figure: 'accepted_late' })).toEqual(['岩乙'])
    expect(await names({ month: '2026-11', figure: 'open' })).toEqual(['岩乙', '岩甲'])
    expect(await names({ category: 'illness' })).toHaveLength(4)
    expect(await names({})).toEqual(['岩戊', '岩丙', '岩乙', '岩甲'])
  })

  test('a visit counts by the hour it was made, not by when it found signal, and by its own term', async () => {
    const offline = await newCase(town, { subjectName: '岩甲' })
    const atOnce = await newCase(town, { subjectName: '岩乙', text: '断粮了' })
    const much = await newCase(town, { subjectName: '岩丙', text: '断粮了' })
    await accept(offline)
    const visit = async (caseId: string, version: number, happenedAt: string) => {
      const body = someVisit({ version, happenedAt })
      const sent = await town.call('POST /api/cases/:caseId/visits', coordinator, {
        params: { caseId },
        body,
      })
      expect(sent.reply).toMatchObject({ moved: true })
    }
    // Nobody took it, and 30 minutes for that are over: the visit itself has a day.
    town.setTime('2026-11-24T06:00:00.000Z')
    await signedIn()
    await visit(atOnce, 0, '2026-11-24T05:00:00.000Z')
    town.setTime('2026-12-01T06:00:00.000Z')
    await signedIn()
    await visit(offline, 1, '2026-11-25T05:00:00.000Z')
    await visit(much, 0, '2026-11-25T05:00:00.000Z')
    expect(await names({ figure: 'visited_in_time' })).toEqual(['岩乙', '岩甲'])
    expect(await names({ figure: 'visited_late' })).toEqual(['岩丙'])
  })

  test('are of one’s own village, and hold no suspected abuse', async () => {
    await newCase(town, { subjectName: '岩甲' })
    const outside = await town.signIn('coordinator-204')
    const params = { village }
    expect((await town.call('GET /api/villages/:village/figures', outside, { params })).status).toBe(404)
    expect((await town.call('GET /api/villages/:village/cases', outside, { params, query: {} })).status).toBe(
      404,
    )
    await town.house.db.collection('cases').updateOne({ subjectName: '岩甲' }, { $set: { track: 'abuse' } })
    expect((await figures()).months.at(-1)?.figures.received).toBe(0)
    expect((await leads({})).reply.items).toEqual([])
  })

  test('long lists come page by page, none twice; a made-up mark begins anew', async () => {
    for (let i = 0; i < 23; i += 1) {
      town.setTime(new Date(Date.parse('2026-11-24T02:00:00.000Z') + Math.floor(i / 2) * 1000).toISOString())
      await newCase(town, { subjectName: `岩${'一二三四五六七八九十'.charAt(i % 10)}` })
    }
    const first = (await leads({})).reply
    expect(first.items).toHaveLength(20)
    const second = (await leads({ after: first.after ?? '' })).reply
    expect(second.items).toHaveLength(3)
    expect(second.after).toBeNull()
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(23)
    expect((await leads({ after: 'abc' })).reply.items).toEqual(first.items)
  })

  test.each([
    ['a month that there is not', { month: '2026-13' }, 'month'],
    ['a figure that there is not', { figure: 'score' }, 'figure'],
  ])('%s is refused', async (_name, query, field) => {
    const answer = await leads(query as never)
    expect(answer.status).toBe(400)
    expect(answer.problem.fields?.[0]?.field).toBe(field)
  })
})
