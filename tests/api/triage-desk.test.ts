import { readCounty, readRegions } from '../../server/places/china-division'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const village = (number: number) => `530924205${number}`

describe('the triage desk (R4, R5)', () => {
  let town: TestHouse
  let resident: string
  let officer: string
  let lead: string
  let county: string
  let neighbour: string

  beforeAll(async () => {
    town = await openTestHouse()
    const page = readCounty('530924')
    if (!page) throw new Error('The package has no such county')
    await town.rooms.places.atlas.putCounties([page])
    await town.rooms.places.atlas.putRegions(readRegions())
    await town.rooms.places.openTownship('530924102')
    await town.rooms.people.putDemoPeople([
      {
        demoId: 'county',
        calledAs: '县干事',
        posts: [{ role: 'county_officer', territory: '530924', title: '县民政局' }],
      },
      {
        demoId: 'neighbour',
        calledAs: '勐干事',
        posts: [{ role: 'township_officer', territory: '530924102', title: '经办人' }],
      },
    ])
    resident = await town.newResident()
    officer = await town.signIn('officer')
    lead = await town.signIn('lead')
    county = await town.signIn('county')
    neighbour = await town.signIn('neighbour')
    town.setTime('2026-11-24T02:01:00.000Z')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  /** Sends words without a card, a name or a kind of trouble. */
  const say = async (text: string, changes: Parameters<typeof someReport>[0] = {}) => {
    const body = someReport({
      card: undefined,
      text,
      place: {},
      categories: [],
      subjectName: undefined,
      ...changes,
    })
    const { reply, status } = await town.call('POST /api/reports', resident, { body })
    expect(status).toBe(201)
    return reply
  }
  const waiting = async (who: string) => (await town.call('GET /api/triage', who, { query: {} })).reply
  const find = async (who: string, text: string) =>
    (await waiting(who)).items.find((item) => item.text === text)
  const caseOf = async (who: string, text: string) => {
    const item = await find(who, text)
    if (!item) throw new Error(`${text} does not wait at this desk`)
    return item
  }

  test('a placement teaches the word it turned on, and the next report finds its village by it', async () => {
    const text = '我们住三岔坳的，老人病得起不来'
    expect((await say(text)).placed).toBe(false)
    const item = await caseOf(officer, text)
    expect(item.teachable).toEqual(['三岔坳'])
    const placed = await town.call('POST /api/cases/:caseId/place', officer, {
      params: { caseId: item.id },
      body: { version: item.version, village: village(203), learn: ['三岔坳'] },
    })
    expect(placed.reply.village?.name).toBe('彩靠村')
    town.setTime('2026-11-24T02:02:00.000Z')
    expect((await say('三岔坳李家男人摔了')).villageName).toBe('彩靠村')
    const { township } = await town.rooms.places.placesOf('530924205')
    expect(township.learned).toMatchObject([{ text: '三岔坳', village: village(203), says: 'is' }])
  })

  test('only words of the report can be taught', async () => {
    const text = '哪个都不认得这里，求帮忙'
    await say(text)
    const item = await caseOf(officer, text)
    const { status, problem } = await town.call('POST /api/cases/:caseId/place', officer, {
      params: { caseId: item.id },
      body: { version: item.version, village: village(203), learn: ['昆明'] },
    })
    expect([status, problem.fields?.[0]?.field]).toEqual([400, 'learn'])
  })

  test('what a village returns is not read so again, and old cases stay where they are', async () => {
    const said = '水井坳那家老人没人管'
    expect((await say(said)).villageName).toBe('南榨村')
    const coordinator = await town.signIn('coordinator-204')
    const [first] = (await town.call('GET /api/queue', coordinator, { query: {} })).reply.items
    if (!first) throw new Error('The queue is empty')
    const returned = await town.call('POST /api/cases/:caseId/return', coordinator, {
      params: { caseId: first.id },
      body: { version: first.version, reason: '我们村没有这一家' },
    })
    expect(returned.status).toBe(204)
    expect(
      (await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId: first.id } })).status,
    ).toBe(404)
    const back = await caseOf(officer, said)
    expect(back.reasons.slice(0, 2)).toEqual([
      '不是这个村的，乡里重新看是哪个村：我们村没有这一家',
      '南榨村退回',
    ])
    town.setTime('2026-11-24T02:03:00.000Z')
    expect((await say('水井坳又有一家断粮了')).placed).toBe(false)
  })

  test('a place in a neighbouring township goes to its desk; that can pass it back', async () => {
    const text = '岔沟村有个老人没人管'
    expect((await say(text)).placed).toBe(false)
    expect(await find(officer, text)).toBeUndefined()
    const item = await caseOf(neighbour, text)
    expect(item.reasons.join()).toContain('勐捧镇岔沟村')
    expect(item.suggestions[0]?.name).toBe('岔沟村')
    const passed = await town.call('POST /api/cases/:caseId/pass-on', neighbour, {
      params: { caseId: item.id },
      body: { version: item.version, desk: '530924205' },
    })
    expect(passed.status).toBe(204)
    expect((await caseOf(officer, text)).reasons[0]).toBe('勐干事看过，不在这里，转给军赛乡')
  })

  test('a place beyond the county goes to the county, which passes it to a township', async () => {
    const text = '我是凤庆县的，在这边做工老板不给钱'
    await say(text)
    const item = await caseOf(county, text)
    expect((await waiting(county)).desks.map(({ code }) => code)).toEqual(['530924102', '530924205'])
    const nowhere = await town.call('POST /api/cases/:caseId/pass-on', county, {
      params: { caseId: item.id },
      body: { version: item.version, desk: '530924104' },
    })
    expect(nowhere.status).toBe(400)
    const passed = await town.call('POST /api/cases/:caseId/pass-on', county, {
      params: { caseId: item.id },
      body: { version: item.version, desk: '530924205' },
    })
    expect(passed.status).toBe(204)
    expect(await find(officer, text)).toBeDefined()
  })

  test('a complaint about officials is the lead’s, and no village and no officer learns of it', async () => {
    const text = '岔路村主任贪污救灾米，我要举报'
    expect((await say(text)).placed).toBe(false)
    expect(await find(officer, text)).toBeUndefined()
    const item = await caseOf(lead, text)
    expect(item).toMatchObject({
      track: 'petition',
      events: expect.arrayContaining(['refer_petition', 'as_hardship']),
    })
    for (const person of [
      officer,
      await town.signIn('coordinator-205'),
      await town.signIn('secretary-205'),
      county,
    ]) {
      const seen = await town.call('GET /api/cases/:caseId', person, { params: { caseId: item.id } })
      expect(seen.status).toBe(404)
    }
    const referred = await town.call('POST /api/cases/:caseId/refer-petition', lead, {
      params: { caseId: item.id },
      body: { version: item.version },
    })
    expect(referred.reply).toMatchObject({ state: 'transferred', track: 'petition' })
  })

  test('suspected abuse is urgent and hidden; the lead reports it at once and says to whom', async () => {
    const text = '大青树那家男人天天打娃娃，身上都是伤'
    await say(text)
    const item = await caseOf(lead, text)
    expect(item).toMatchObject({ track: 'abuse', urgency: 'urgent' })
    const empty = await town.call('POST /api/cases/:caseId/report-abuse', lead, {
      params: { caseId: item.id },
      body: { version: item.version, note: ' ' },
    })
    expect(empty.status).toBe(400)
    const reported = await town.call('POST /api/cases/:caseId/report-abuse', lead, {
      params: { caseId: item.id },
      body: { version: item.version, note: '军赛派出所，11:20' },
    })
    expect(reported.reply.state).toBe('transferred')
  })

  test('suspected abuse: the lead has the police station’s contact and 110 at hand, and each call is noted', async () => {
    const text = '半坡寨那家男人天天打娃娃，脸都打肿了'
    await say(text)
    const item = await caseOf(lead, text)
    expect(item).toMatchObject({ track: 'abuse', police: { calledAs: '江警官', title: '派出所' } })
    const ring = (whom: '110' | 'contact', as: string, caseId = item.id) =>
      town.call('POST /api/cases/:caseId/police-calls', as, { params: { caseId }, body: { whom } })
    expect((await ring('110', lead)).reply).toEqual({ phone: '110' })
    expect((await ring('contact', lead)).reply.phone).toMatch(/^1990000\d{4}$/)
    const noted = await town.house.db
      .collection('audit_entries')
      .find({ action: 'case.call_police', subjectId: item.id })
      .toArray()
    expect(noted).toHaveLength(2)
    expect(JSON.stringify(noted)).not.toMatch(/1990000/)
    // Who may not know of it finds no number either.
    expect((await ring('110', officer)).status).toBe(404)
    const ordinary = '不晓得哪个村的一家老人没有吃的'
    await say(ordinary)
    const other = await caseOf(lead, ordinary)
    expect(other.police).toBeNull()
    expect((await ring('110', lead, other.id)).problem.detail).toBe('这条线索没有说到有人受虐待')
    await town.house.db.collection('accounts').updateOne({ calledAs: '江警官' }, { $unset: { phone: 1 } })
    expect((await ring('contact', lead)).problem).toMatchObject({
      status: 404,
      detail: '派出所没有留电话，打 110',
    })
  })

  test('what was taken for something else goes on as hardship, and is then placed', async () => {
    const text = '测试一下能不能报'
    await say(text)
    const item = await caseOf(officer, text)
    expect(item.track).toBe('test')
    const again = await town.call('POST /api/cases/:caseId/as-hardship', officer, {
      params: { caseId: item.id },
      body: { version: item.version },
    })
    expect(again.reply).toMatchObject({ state: 'triage', track: 'hardship' })
  })

  test('nonsense is dismissed with a reason; the reporter is told in plain words', async () => {
    const { receipt } = await say('哈哈哈哈哈哈')
    const item = await caseOf(officer, '哈哈哈哈哈哈')
    const dismissed = await town.call('POST /api/cases/:caseId/dismiss', officer, {
      params: { caseId: item.id },
      body: { version: item.version, reason: '没有说什么事' },
    })
    expect(dismissed.reply).toMatchObject({ state: 'unfounded', clock: null, events: [] })
    const own = await town.call('GET /api/my-reports/:receipt', resident, { params: { receipt } })
    expect(own.reply).toMatchObject({
      canObject: true,
      ended: expect.stringContaining('真有难处请再报'),
      next: null,
      canWithdraw: false,
    })
  })

  test('a refusal can be objected to once, and then the lead looks, and not the one who refused', async () => {
    const text = '呵呵呵呵呵呵'
    const { receipt } = await say(text)
    const object = () =>
      town.call('POST /api/my-reports/:receipt/object', resident, {
        params: { receipt },
        body: { reason: '我家真的困难' },
      })
    expect((await object()).status).toBe(409)
    for (const round of [1, 2]) {
      const item = await caseOf(officer, text)
      if (round === 1) {
        const as = { params: { caseId: item.id }, body: { version: item.version, reason: '没有说什么事' } }
        await town.call('POST /api/cases/:caseId/dismiss', officer, as)
        const again = await object()
        expect(again.reply).toMatchObject({ ended: null, canObject: false, stage: 'received' })
      } else {
        expect(item.reasons[0]).toBe('报的人不同意，请分管领导再看看：我家真的困难')
        const seen = await town.call('GET /api/cases/:caseId', lead, { params: { caseId: item.id } })
        expect(seen.reply).toMatchObject({ mine: true, track: 'hardship' })
        const as = { params: { caseId: item.id }, body: { version: item.version, reason: '问过，没有事' } }
        await town.call('POST /api/cases/:caseId/dismiss', lead, as)
        expect((await object()).status).toBe(409)
      }
    }
  })

  test('what people wrote to a case stands nowhere in clear, and the reporter reads none of the staff’s words', async () => {
    const stored = JSON.stringify(await town.house.db.collection('cases').find({}).toArray())
    for (const words of ['我家真的困难', '没有说什么事', '我们村没有这一家', '打娃娃', '军赛派出所'])
      expect(stored).not.toContain(words)
    const own = await town.call('GET /api/my-reports', resident, {})
    expect(JSON.stringify(own.reply.reports.map(({ steps }) => steps))).not.toMatch(/没有说什么事|我们村没有/)
  })

  test('two who place one lead at once: one wins, the other is told who did', async () => {
    const text = '村委会旁边那家，房子要倒了'
    await say(text)
    const item = await caseOf(officer, text)
    const answers = await Promise.all(
      [officer, lead].map((who, i) =>
        town.call('POST /api/cases/:caseId/place', who, {
          params: { caseId: item.id },
          body: { version: item.version, village: village(201 + i) },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const lost = answers.find(({ status }) => status === 409)
    expect(lost?.problem.detail).toMatch(/刚才/)
  })
})
