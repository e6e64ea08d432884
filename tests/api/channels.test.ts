import { randomUUID } from 'node:crypto'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { staffChannels } from '../../shared/domain/code-lists'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

type Entry = RequestOf<Contract['POST /api/entries']>['body']

describe('what the staff write down (R4, R5)', () => {
  let town: TestHouse
  let officer: string
  let coordinator: string
  beforeAll(async () => {
    town = await openTestHouse()
    officer = await town.signIn('officer')
    coordinator = await town.signIn('coordinator-203')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  const enter = (as: string, changes: Partial<Entry> = {}) =>
    town.call('POST /api/entries', as, {
      body: { clientKey: randomUUID(), channel: 'hotline', text: '老人病了没人管', ...changes },
    })

  test.each(staffChannels)('channel %s comes in by the same door', async (channel) => {
    const { status, reply } = await enter(officer, { channel, text: `岔路村李某，来自${channel}` })
    expect([status, reply.placeName]).toEqual([201, '岔路村'])
    const seen = await town.call('GET /api/cases/:caseId', officer, { params: { caseId: reply.caseId } })
    expect(seen.reply.reports[0]?.channel).toBe(channel)
    expect(seen.reply.owner.calledAs).toBe('何老师')
  })

  test('what a coordinator writes down without a place is of the own village', async () =>
    expect((await enter(coordinator, { channel: 'visit' })).reply.placeName).toBe('彩靠村'))

  test('an officer’s entry without a place waits for its place', async () =>
    expect((await enter(officer)).reply).toMatchObject({ placed: false, owner: { calledAs: '段干事' } }))

  test('sent twice it is stored once; with other words it is refused', async () => {
    const clientKey = randomUUID()
    const first = await enter(officer, { clientKey })
    expect((await enter(officer, { clientKey })).reply).toEqual({ ...first.reply, alreadyReceived: true })
    expect((await enter(officer, { clientKey, text: '另一件事' })).status).toBe(409)
  })

  test('while it is typed, it says where it will go, how urgent it is, and whether it is known', async () => {
    const before = await town.call('POST /api/entries/preview', officer, { body: { text: '我家' } })
    expect(before.reply).toMatchObject({ village: null, urgency: 'ordinary' })
    const after = await town.call('POST /api/entries/preview', officer, {
      body: { text: '我是岔路呢，房子着火了' },
    })
    expect(after.reply).toMatchObject({
      village: { name: '岔路村' },
      urgency: 'urgent',
      dangers: [{ word: '着火', call: '119' }],
      joins: null,
    })
  })

  test('a household known by its phone or identity number is joined by itself, and found before it is saved', async () => {
    const household = { subjectPhone: '19900000771', idNumber: '53092419500101123X' }
    const first = await enter(officer, {
      text: '彩靠大青树那家老人病了',
      subjectName: '岩老大',
      ...household,
    })
    const preview = await town.call('POST /api/entries/preview', officer, {
      body: { text: '又打电话来', subjectPhone: household.subjectPhone },
    })
    expect(preview.reply.joins).toMatchObject({ caseId: first.reply.caseId, subjectName: '岩老大' })
    const byPhone = await enter(officer, {
      text: '又打电话来，说昏迷了',
      subjectPhone: household.subjectPhone,
    })
    const byNumber = await enter(coordinator, { text: '去看过，没粮了', idNumber: household.idNumber })
    for (const { reply } of [byPhone, byNumber])
      expect(reply).toMatchObject({ joined: true, caseId: first.reply.caseId })
    const seen = await town.call('GET /api/cases/:caseId', coordinator, {
      params: { caseId: first.reply.caseId },
    })
    expect(seen.reply.reports.map(({ text }) => text)).toEqual([
      '彩靠大青树那家老人病了',
      '又打电话来，说昏迷了',
      '去看过，没粮了',
    ])
    expect(seen.reply.urgency).toBe('urgent')
    expect(JSON.stringify(seen.reply)).not.toContain(household.idNumber)
  })

  test('a household that was placed before is found again when nothing else says where it lives', async () => {
    const subjectPhone = '19900000772'
    const first = await enter(officer, { text: '中厂旧矿那家', subjectPhone })
    expect(first.reply.placeName).toBe('中厂村')
    town.setTime('2027-02-24T02:00:00.000Z')
    const later = await enter(await town.signIn('officer'), { text: '又病了', subjectPhone })
    expect(later.reply).toMatchObject({ joined: false, placeName: '中厂村' })
    town.setTime('2026-11-24T02:00:00.000Z')
  })

  test.each<[string, object, string]>([
    ['an unknown channel', { channel: 'self' }, 'channel'],
    ['nothing said', { text: '' }, 'text'],
    ['an identity number of 17 digits', { idNumber: '53092419500101123' }, 'idNumber'],
    ['a village of another township', { place: { village: '530924102201' } }, 'place.village'],
    ['a name of digits', { subjectName: '123' }, 'subjectName'],
    ['a field that does not exist', { reporter: 'x' }, 'reporter'],
  ])('%s is refused and named', async (_, changes, field) => {
    const { status, problem } = await enter(officer, changes as Partial<Entry>)
    expect([status, problem.fields?.[0]?.field]).toEqual([400, field])
  })

  test.each<[string, (length: number) => object, number, string]>([
    ['text', (length) => ({ text: '病'.repeat(length) }), 2000, 'text'],
    ['name', (length) => ({ subjectName: '岩'.repeat(length) }), 30, 'subjectName'],
    ['reporter', (length) => ({ reporterName: '岩'.repeat(length) }), 30, 'reporterName'],
    ['place in words', (length) => ({ place: { words: '坡'.repeat(length) } }), 200, 'place.words'],
    ['hamlet', (length) => ({ place: { hamlet: '坡'.repeat(length) } }), 40, 'place.hamlet'],
  ])('%s may be as long as its limit and no longer', async (_, of, limit, field) => {
    expect((await enter(officer, of(limit))).status).toBe(201)
    const { status, problem } = await enter(officer, of(limit + 1))
    expect([status, problem.fields?.[0]?.field]).toEqual([400, field])
  })

  describe('who reported by telephone asks how far it has come', () => {
    const ask = (receipt: string, lastFour: string) =>
      town.call('POST /api/status', null, { body: { receipt, lastFour } })

    test('the stage and nothing else is told to who knows the receipt and the phone', async () => {
      const { reply } = await enter(officer, {
        text: '岔路村老李病了',
        phone: '19900000773',
        subjectName: '李某',
      })
      const told = await ask(reply.receipt, '0773')
      expect([told.status, told.reply]).toEqual([
        200,
        { stage: 'received', ended: false, hotline: '19900000883' },
      ])
      const wrong = await ask(reply.receipt, '0774')
      const nobody = await ask('10000000', '0773')
      expect({ ...wrong.problem, instance: '' }).toEqual({ ...nobody.problem, instance: '' })
      expect(wrong.status).toBe(404)
    })

    test('after a few tries for one receipt there is no more answer', async () => {
      const { reply } = await enter(officer, { text: '岔路村老张病了', phone: '19900000779' })
      for (let i = 0; i < 10; i += 1) expect((await ask(reply.receipt, String(1000 + i))).status).toBe(404)
      expect((await ask(reply.receipt, '0779')).status).toBe(429)
    })
  })
})

describe('what a resident adds, and takes back (R4)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  test('words added later reach the case, once, and danger in them makes it urgent', async () => {
    const resident = await town.newResident()
    const { reply } = await town.call('POST /api/reports', resident, { body: someReport() })
    const params = { receipt: reply.receipt }
    const body = { clientKey: randomUUID(), text: '老人昏迷了' }
    for (let i = 0; i < 2; i += 1) {
      const added = await town.call('POST /api/my-reports/:receipt/additions', resident, { params, body })
      expect(added.reply.additions.map(({ text }) => text)).toEqual(['老人昏迷了'])
    }
    const other = await town.call('POST /api/my-reports/:receipt/additions', resident, {
      params,
      body: { ...body, text: '别的' },
    })
    expect(other.status).toBe(409)
    const coordinator = await town.signIn('coordinator-203')
    const [item] = (await town.call('GET /api/queue', coordinator, { query: {} })).reply.items
    expect(item?.urgency).toBe('urgent')
    const seen = await town.call('GET /api/cases/:caseId', coordinator, {
      params: { caseId: item?.id ?? '' },
    })
    expect(seen.reply.reports[0]?.additions.map(({ text }) => text)).toEqual(['老人昏迷了'])
  })

  test('a report can be withdrawn until somebody has been there; it then leaves the queue', async () => {
    const resident = await town.newResident()
    const { reply } = await town.call('POST /api/reports', resident, {
      body: someReport({ place: { village: '530924205201', villageFrom: 'reporter' }, card: undefined }),
    })
    const params = { receipt: reply.receipt }
    const gone = await town.call('POST /api/my-reports/:receipt/withdraw', resident, { params, body: {} })
    expect(gone.reply).toMatchObject({
      ended: expect.stringContaining('您撤回了'),
      canWithdraw: false,
      contact: null,
    })
    const again = await town.call('POST /api/my-reports/:receipt/withdraw', resident, { params, body: {} })
    expect(again.reply.ended).toBe(gone.reply.ended)
    const coordinator = await town.signIn('coordinator-201')
    expect((await town.call('GET /api/queue', coordinator, { query: {} })).reply.items).toEqual([])
    const stranger = await town.newResident()
    expect(
      (await town.call('POST /api/my-reports/:receipt/withdraw', stranger, { params, body: {} })).status,
    ).toBe(404)
  })
})
