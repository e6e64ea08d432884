import {
  county,
  deputy,
  elsewhere,
  openRosterDesk,
  type RosterDesk,
  township,
  village,
} from '../setup/roster-desk'
import { someReport } from '../setup/test-house'

describe('a post ends (R2, R13)', () => {
  let desk: RosterDesk
  beforeAll(async () => {
    desk = await openRosterDesk()
  })
  afterAll(() => desk.town.close())
  afterEach(() => expect(desk.town.failures).toEqual([]))

  test('access ends at once, and the number is free for somebody else', async () => {
    const body = deputy({ calledAs: '走老师' })
    const { reply } = await desk.give(body)
    const session = await desk.signInAs(reply.id, 'leaves')
    expect((await desk.town.call('GET /api/queue', session.accessToken, { query: {} })).status).toBe(200)
    expect((await desk.end(await desk.line('走老师'))).status).toBe(200)
    expect((await desk.town.call('GET /api/queue', session.accessToken, { query: {} })).status).toBe(401)
    const refreshed = await desk.town.call('POST /api/sessions/refresh', null, {
      body: { refreshToken: session.refreshToken },
    })
    expect(refreshed.status).toBe(401)
    expect((await desk.lines()).some(({ calledAs }) => calledAs === '走老师')).toBe(false)
    const next = await desk.give({ ...body, calledAs: '接老师' })
    expect(next.reply.known).toBe(false)
  })

  test('who keeps another post stays signed in, and sees only what is left', async () => {
    const body = deputy({ calledAs: '留老师', territory: village(206) })
    const { reply } = await desk.give(body)
    await desk.give({ ...body, territory: village(202) })
    const { accessToken } = await desk.signInAs(reply.id, 'stays')
    await desk.town.call('POST /api/reports', await desk.town.newResident(), {
      body: someReport({ card: 'demo0206', place: { village: village(206), villageFrom: 'card' } }),
    })
    const [item] = (
      await desk.town.call('GET /api/queue', await desk.town.signIn('coordinator-206'), { query: {} })
    ).reply.items
    const look = () =>
      desk.town.call('GET /api/cases/:caseId', accessToken, { params: { caseId: item?.id ?? '' } })
    expect((await look()).status).toBe(200)
    const shown = (await desk.lines()).find(
      ({ calledAs, territory }) => calledAs === '留老师' && territory === village(206),
    )
    if (!shown) throw new Error('The post is not on the roster')
    await desk.end(shown)
    expect((await look()).status).toBe(404)
    expect((await desk.town.call('GET /api/queue', accessToken, { query: {} })).status).toBe(200)
  })

  test('what they had open goes to whoever acts now; what comes a moment later, with the sweep', async () => {
    const report = () =>
      desk.town.newResident().then((as) =>
        desk.town.call('POST /api/reports', as, {
          body: someReport({ card: 'demo0204', place: { village: village(204), villageFrom: 'card' } }),
        }),
      )
    await report()
    const yang = await desk.line('杨老师')
    const { reply } = await desk.end(yang)
    expect(reply.handedOver).toBe(1)
    const wei = await desk.town.signIn('deputy-coordinator-204')
    const queue = async () => (await desk.town.call('GET /api/queue', wei, { query: {} })).reply.items
    const [first] = await queue()
    const seen = await desk.town.call('GET /api/cases/:caseId', desk.officer, {
      params: { caseId: first?.id ?? '' },
    })
    expect(seen.reply.history.at(-1)?.told).toBe('杨老师不再管这里，协理员魏老师接着办')

    // Another process still believed them there, and gave them a case.
    await report()
    const cases = desk.town.house.db.collection('cases')
    const late = (await queue()).find(({ id }) => id !== first?.id)
    const owner = (await cases.findOne({ 'owner.calledAs': '魏老师' }))?.owner
    await cases.updateMany(
      { village: village(204), version: late?.version },
      { $set: { owner: { ...owner, account: (await desk.account(yang.id))?._id, calledAs: '杨老师' } } },
    )
    expect(await queue()).toHaveLength(1)
    expect(await desk.town.rooms.assignment.sweep()).toBe(0)
    desk.town.setTime('2026-11-24T02:01:00.000Z')
    const swept = await Promise.all([desk.town.rooms.assignment.sweep(), desk.town.rooms.assignment.sweep()])
    expect(swept.sort()).toEqual([0, 1])
    expect(await queue()).toHaveLength(2)
    expect(await desk.town.rooms.posts.leftBefore(new Date('2030-01-01'))).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ calledAs: '杨老师' })]),
    )
    desk.town.setTime('2026-11-24T02:00:00.000Z')
  })

  test('what had moved up the line goes to who has not had it, and not back to who let it lie', async () => {
    await desk.town.call('POST /api/reports', await desk.town.newResident(), {
      body: someReport({ card: 'demo0205', place: { village: village(205), villageFrom: 'card' } }),
    })
    const of = { village: village(205), open: true }
    const cases = desk.town.house.db.collection('cases')
    const late = await cases.findOne(of)
    if (late?.owner.calledAs !== '何老师') throw new Error('The case is not the coordinator’s')
    const zheng = await desk.line('郑书记')
    const secretary = {
      account: (await desk.account(zheng.id))?._id,
      role: 'village_secretary',
      calledAs: '郑书记',
    }
    await cases.updateOne(of, {
      $set: { owner: { ...late.owner, ...secretary }, passedOver: [late.owner.account] },
    })
    expect((await desk.end(zheng)).reply.handedOver).toBe(1)
    expect((await cases.findOne(of))?.owner.calledAs).toBe('彭老师')
  })

  test('what only the lead may know of never comes to the officer', async () => {
    const { reply } = await desk.give(
      { ...deputy({ calledAs: '副乡长', role: 'township_lead', territory: township, title: '分管领导' }) },
      desk.lead,
    )
    await desk.town.call('POST /api/reports', await desk.town.newResident(), {
      body: someReport({
        card: undefined,
        place: {},
        text: '村干部贪污救灾米，不查我就发抖音',
        categories: [],
      }),
    })
    const cases = desk.town.house.db.collection('cases')
    const owned = async () => (await cases.findOne({ track: 'petition' }))?.owner.calledAs
    expect(await owned()).toBe('罗副乡长')
    const boss = await desk.line('罗副乡长', desk.lead)
    await desk.town.call('POST /api/absences', desk.officer, {
      body: { account: boss.id, from: '2026-11-24T01:00:00.000Z', until: '2026-11-24T03:00:00.000Z' },
    })
    expect(await owned()).toBe('副乡长')
    const own = (await desk.lines(desk.lead)).find(({ id }) => id === reply.id)
    if (!own) throw new Error('The deputy is not on the roster')
    expect((await desk.end(own, desk.lead)).reply.handedOver).toBe(1)
    expect(await owned()).toBe('尹科长')
  })

  test('a desk never stands empty: the last one stays, and of two who leave at once one stays', async () => {
    const alone = elsewhere
    const add = (calledAs: string) =>
      desk.give(
        deputy({ role: 'township_officer', territory: alone, title: '经办人', calledAs, deputy: false }),
        desk.ofCounty,
      )
    const countyLines = async () =>
      (
        await desk.town.call('GET /api/counties/:county/roster', desk.ofCounty, { params: { county } })
      ).reply.townships.find(({ code }) => code === alone)?.people ?? []
    expect((await add('头一个')).status).toBe(201)
    const [last] = await countyLines()
    if (!last) throw new Error('Nobody is there')
    const refused = await desk.end(last, desk.ofCounty)
    expect([refused.status, refused.problem.fields?.[0]]).toMatchObject([
      400,
      { field: 'post', message: expect.stringContaining('只剩这一个人了') },
    ])
    expect((await add('接手人')).status).toBe(201)
    const both = await countyLines()
    expect(both).toHaveLength(2)
    const answers = await Promise.all(both.map((one) => desk.end(one, desk.ofCounty)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(await countyLines()).toHaveLength(1)
  })

  test('twice at once: one ends it, the other is told', async () => {
    await desk.give(deputy({ calledAs: '两次老师' }))
    const shown = await desk.line('两次老师')
    const answers = await Promise.all([desk.end(shown, desk.officer), desk.end(shown, desk.lead)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test.each<[string, { id?: string; post?: string; version?: number }, () => string, number]>([
    ['a person who is not there', { id: '0123456789abcdef01234567' }, () => desk.officer, 404],
    ['a post that they do not hold', { post: `village_secretary.${village(203)}` }, () => desk.officer, 404],
    ['a post that is none', { post: '../../x' }, () => desk.officer, 400],
    ['a version that never was', { version: 99 }, () => desk.officer, 409],
    ['the county, in a village', {}, () => desk.ofCounty, 403],
  ])('but not: %s', async (_, changes, as, status) => {
    const shown = await desk.line('鲍老师')
    expect((await desk.end({ ...shown, ...changes }, as())).status).toBe(status)
    expect((await desk.line('鲍老师')).version).toBe(shown.version)
  })
})
