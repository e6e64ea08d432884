import type { Trouble } from '../../server/wechat/stand-in/stand-in'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const township = '530924205'
const village = (number: number) => `${township}${number}`

describe('hotline cards', () => {
  let town: TestHouse
  let officer: string
  let coordinator: string
  beforeEach(async () => {
    town = await openTestHouse()
    officer = await town.signIn('officer')
    coordinator = await town.signIn('coordinator-203')
  })
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const open = (cardId: string) => town.call('GET /api/cards/:cardId', null, { params: { cardId } })
  const kept = async (as = officer) =>
    (await town.call('GET /api/townships/:township/cards', as, { params: { township } })).reply
  const make = (
    as: string,
    body: Parameters<typeof town.call<'POST /api/townships/:township/cards'>>[2]['body'],
  ) => town.call('POST /api/townships/:township/cards', as, { params: { township }, body })
  const end = (deed: 'withdraw' | 'replace', as: string, cardId: string) =>
    town.call(`POST /api/cards/:cardId/${deed}`, as, { params: { cardId }, body: {} })

  test('a card is made for a group of a village, opened, counted, and known only by its own id', async () => {
    const { status, reply: card } = await make(officer, {
      kind: 'poster',
      village: village(203),
      group: 2,
      hangs: '半坡寨活动室',
    })
    expect(status).toBe(201)
    expect(card).toMatchObject({ placeName: '彩靠村', group: 2, createdBy: '段干事', opens: 0 })
    expect(card.id).toMatch(/^[0-9A-Za-z]{8}$/)
    const { reply: face } = await open(card.id)
    expect(face).toMatchObject({
      village: { name: '彩靠村' },
      group: 2,
      contact: { calledAs: '鲍老师', title: '协理员' },
      hotline: '19900000883',
      withdrawn: false,
    })
    await Promise.all([open(card.id), open(card.id), open(card.id)])
    const resident = await town.newResident()
    const sent = await town.call('POST /api/reports', resident, {
      body: someReport({ card: card.id, place: {}, text: '家里老人病了' }),
    })
    expect(sent.reply.villageName).toBe('彩靠村')
    const [counted] = (await kept()).cards.filter(({ id }) => id === card.id)
    expect(counted).toMatchObject({ opens: 4, reports: 1 })
    const stored = await town.house.db.collection('card_opens').find().toArray()
    expect(stored.map((one) => Object.keys(one).sort())).toEqual([
      ['_id', 'card', 'day', 'expiresAt', 'opens'],
    ])
    town.setTime('2026-12-30T02:00:00.000Z')
    const later = await town.call('GET /api/townships/:township/cards', await town.signIn('officer'), {
      params: { township },
    })
    expect(later.reply.cards.find(({ id }) => id === card.id)).toMatchObject({ opens: 0, reports: 0 })
  })

  test('a village sees and makes its own, and nobody else’s', async () => {
    const mine = await kept(coordinator)
    expect(mine.forTownship).toBe(false)
    expect(mine.villages.map(({ name, groups }) => [name, groups])).toEqual([['彩靠村', [1, 2, 3, 4]]])
    expect(mine.cards.map(({ id }) => id)).toEqual(['demo0203'])
    expect((await kept()).cards).toHaveLength(7)
    expect((await make(coordinator, { kind: 'group_chat', village: village(203) })).status).toBe(201)
    for (const body of [
      { kind: 'group_chat' as const, village: village(204) },
      { kind: 'window' as const },
      { kind: 'poster' as const },
    ]) {
      const { status, problem } = await make(coordinator, body)
      expect([status, problem.fields?.[0]?.field]).toEqual([400, 'village'])
    }
    for (const id of ['demo0204', 'demo0000', 'nocard00'])
      expect((await end('withdraw', coordinator, id)).status).toBe(404)
    expect((await end('withdraw', coordinator, 'demo0203')).status).toBe(200)
  })

  test.each<[string, object, string]>([
    ['a group that the village does not have', { kind: 'poster', village: village(203), group: 9 }, 'group'],
    ['a poster of no village', { kind: 'poster' }, 'village'],
    ['a village of another township', { kind: 'poster', village: '530924102201' }, 'village'],
    ['an unknown kind', { kind: 'flag', village: village(203) }, 'kind'],
    ['too long a place', { kind: 'poster', village: village(203), hangs: '墙'.repeat(31) }, 'hangs'],
    ['a field of its own', { kind: 'poster', village: village(203), id: 'abcd1234' }, 'id'],
  ])('%s is refused and named', async (_, body, field) => {
    const { status, problem } = await make(officer, body as Parameters<typeof make>[1])
    expect([status, problem.fields?.[0]?.field]).toEqual([400, field])
  })

  test('one that was taken back still tells whom to call, and no more which village; a report by it comes in', async () => {
    expect((await end('withdraw', officer, 'demo0205')).reply.withdrawnAt).toBe('2026-11-24T02:00:00.000Z')
    expect((await open('demo0205')).reply).toMatchObject({
      id: 'demo0205',
      withdrawn: true,
      village: null,
      townshipName: '军赛乡',
      hotline: '19900000883',
    })
    const { reply } = await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ card: 'demo0205', place: {}, text: '家里老人病了' }),
    })
    expect(reply.placed).toBe(false)
  })

  test('one that was replaced leads on, however often', async () => {
    const first = await end('replace', officer, 'demo0205')
    expect(first.status).toBe(201)
    const second = await end('replace', officer, first.reply.id)
    expect((await open('demo0205')).reply).toMatchObject({
      id: second.reply.id,
      village: { name: '岔路村' },
      withdrawn: false,
    })
    expect((await kept()).cards.find(({ id }) => id === 'demo0205')?.replacedBy).toBe(first.reply.id)
    const sent = await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ card: 'demo0205', place: {}, text: '家里老人病了' }),
    })
    expect(sent.reply.villageName).toBe('岔路村')
  })

  test('of two who end it at once one is told that it was ended', async () => {
    const answers = await Promise.all([
      end('withdraw', officer, 'demo0203'),
      end('replace', coordinator, 'demo0203'),
    ])
    expect(answers.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(1)
    expect((await kept()).cards.filter(({ village: at }) => at === village(203)).length).toBeLessThanOrEqual(
      2,
    )
  })

  test('each village gets one poster, however often it is pressed, and a new one after it was taken back', async () => {
    const press = async () =>
      (
        await town.call('POST /api/townships/:township/cards/each-village', officer, {
          params: { township },
          body: {},
        })
      ).reply.made
    const made = await Promise.all([press(), press()])
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(6)
    const posters = (await kept()).cards.filter(({ kind }) => kind === 'poster')
    expect(posters).toHaveLength(6)
    expect(await press()).toBe(0)
    await end('withdraw', officer, posters[0]?.id ?? '')
    expect(await press()).toBe(1)
  })

  test('who tries ids is stopped; a card that is there still opens', async () => {
    const tries = []
    for (let i = 0; i < 61; i += 1) tries.push((await open(`nocard${10 + i}`)).status)
    expect(tries.slice(0, 60)).toEqual(Array(60).fill(404))
    expect(tries[60]).toBe(429)
    expect((await open('demo0203')).status).toBe(200)
  })

  test('a report sent again after its card was taken back gets the same receipt', async () => {
    const resident = await town.newResident()
    const body = someReport({ card: 'demo0205', place: {}, text: '家里老人病了' })
    const first = await town.call('POST /api/reports', resident, { body })
    await end('withdraw', officer, 'demo0205')
    const again = await town.call('POST /api/reports', resident, { body })
    expect(again.reply).toMatchObject({ receipt: first.reply.receipt, alreadyReceived: true })
  })

  describe('what cards and posters say', () => {
    const hotline = () => town.call('GET /api/townships/:township/hotline', officer, { params: { township } })
    const words = {
      hotline: '0883-6630001',
      officeHours: '每天 8:00–20:00',
      help: ['看病', '吃饭'],
      ownWords: 'Maux gax heu',
    }
    const set = (version: number, changes = {}) =>
      town.call('PUT /api/townships/:township/hotline', officer, {
        params: { township },
        body: { version, ...words, ...changes },
      })

    test('the township sets it, and cards say it at once', async () => {
      const { version } = (await hotline()).reply
      await town.rooms.places.learn(township, {
        text: '野猪青',
        village: village(203),
        says: 'is',
        by: 'officer',
      })
      expect((await set(version)).reply).toEqual({ ...words, hotline: '08836630001', version: version + 1 })
      expect((await open('demo0203')).reply).toMatchObject({ hotline: '08836630001', help: ['看病', '吃饭'] })
      expect((await set(version)).status).toBe(409)
    })

    test.each<[string, object, string]>([
      ['no number', { hotline: '' }, 'hotline'],
      ['words for a number', { hotline: '打我' }, 'hotline'],
      ['no help', { help: [] }, 'help'],
      ['five lines of help', { help: Array(5).fill('帮') }, 'help'],
      ['an empty line', { help: [' '] }, 'help.0'],
      ['no hours', { officeHours: ' ' }, 'officeHours'],
    ])('%s is refused and named', async (_, changes, field) => {
      const { status, problem } = await set(1, changes)
      expect([status, problem.fields?.[0]?.field]).toEqual([400, field])
    })
  })
})

describe('codes and posters', () => {
  const poster = (town: TestHouse, search: string) => town.send('GET', `/api/posters?${search}`)

  test('without a mini-program the code is a QR code of the card’s page, and the poster whole in itself', async () => {
    const town = await openTestHouse()
    const code = await town.send('GET', '/api/cards/demo0203/code')
    expect(code.headers.get('content-type')).toBe('image/svg+xml')
    expect(code.text).toContain('<svg')
    const { status, headers, text } = await poster(town, 'cards=demo0203,demo0000&design=board')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(text.match(/<section/g)).toHaveLength(2)
    for (const words of ['彩靠村', '军赛乡', '199 0000 0883', '用手机扫一扫', 'demo0203'])
      expect(text).toContain(words)
    expect(text).not.toMatch(/<script|src="http|href=/)
    expect(town.failures).toEqual([])
    await town.close()
  })

  test('what a township writes is shown as text', async () => {
    const town = await openTestHouse()
    const officer = await town.signIn('officer')
    const params = { township }
    const { version } = (await town.call('GET /api/townships/:township/hotline', officer, { params })).reply
    await town.call('PUT /api/townships/:township/hotline', officer, {
      params,
      body: {
        version,
        hotline: '19900000883',
        officeHours: '<b>每天</b>',
        help: ['<img src=x>'],
        ownWords: '"><script>',
      },
    })
    const { text } = await poster(town, 'cards=demo0203&design=window')
    expect(text).not.toMatch(/<b>|<img src=x|<script/)
    await town.close()
  })

  test.each<[string, string, number]>([
    ['no card', '', 400],
    ['a card that is none', 'cards=../../etc', 400],
    ['an unknown design', 'cards=demo0203&design=flag', 400],
    ['a card that is not there', 'cards=demo0203,nocard00', 404],
    ['a thousand cards', `cards=${Array(1000).fill('demo0203').join(',')}`, 400],
  ])('%s is refused', async (_, search, status) => {
    const town = await openTestHouse()
    expect((await poster(town, search)).status).toBe(status)
    expect(town.failures).toEqual([])
    await town.close()
  })

  const asksForCode = '/wxa/getwxacodeunlimit'

  test('WeChat’s code is drawn once for each card, leads to its page, and is kept', async () => {
    const town = await openTestHouse({ wechat: true })
    const pictures: Buffer[] = []
    for (let i = 0; i < 3; i += 1) {
      const got = await fetch(`${town.base}/api/cards/demo0203/code`)
      expect(got.headers.get('content-type')).toBe('image/png')
      pictures.push(Buffer.from(await got.arrayBuffer()))
    }
    expect(pictures[0]?.subarray(1, 4).toString()).toBe('PNG')
    expect(pictures[2]).toEqual(pictures[0])
    expect(town.standIn.codes.made).toMatchObject([{ with: 'c=demo0203', page: 'pages/card/card' }])
    expect((await poster(town, 'cards=demo0203')).text).toContain('用微信扫一扫')
    expect(town.standIn.calls.filter(({ path }) => path === asksForCode)).toHaveLength(1)
    expect(town.failures).toEqual([])
    await town.close()
  })

  test.each<[string, Trouble, number, string]>([
    ['the page is not released', 41030, 409, '小程序发布以后再印'],
    ['it was asked too often', 45009, 503, '明天再印'],
    ['it does not answer', 'cut', 503, '过一会儿再印'],
  ])('when WeChat gives no code because %s, it is said what to do', async (_, trouble, status, detail) => {
    const town = await openTestHouse({ wechat: true })
    town.standIn.fail(asksForCode, trouble, 10)
    const { status: got, json } = await poster(town, 'cards=demo0203')
    expect([got, JSON.stringify(json)]).toEqual([status, expect.stringContaining(detail)])
    await town.close()
  })
})
