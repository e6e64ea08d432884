import { randomUUID } from 'node:crypto'
import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

type Report = RequestOf<Contract['POST /api/reports']>['body']

const village = (number: number) => `530924205${number}`
/** A phone in 半坡寨 of 彩靠村, by WGS-84. */
const inBanpozhai = { lat: 23.9908, lng: 99.0144, accuracyMetres: 20 }

describe('what is known of who reports (design: routing)', () => {
  let town: TestHouse
  let officer: string
  beforeAll(async () => {
    town = await openTestHouse()
    officer = await town.signIn('officer')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  /** A report that says nothing of a place. */
  const nowhere = (changes: Partial<Report> = {}) =>
    someReport({
      card: undefined,
      place: {},
      forWhom: 'self',
      discoverer: undefined,
      phone: undefined,
      subjectName: undefined,
      text: '药钱都借不着了',
      ...changes,
    })
  const send = async (as: string, changes: Partial<Report> = {}) =>
    (await town.call('POST /api/reports', as, { body: nowhere(changes) })).reply
  const living = (number: number): Partial<Report> => ({
    place: { village: village(number), villageFrom: 'reporter' },
  })
  const caseOf = async (receipt: string) => {
    const report = await town.house.db.collection('reports').findOne({ receipt })
    const work = await town.house.db.collection('cases').findOne({ _id: report?.case })
    if (!report || !work) throw new Error(`No report ${receipt}`)
    return { report, work }
  }
  const reasonsOf = async (receipt: string): Promise<string[]> =>
    (await caseOf(receipt)).work.routing.candidates.flatMap((one: { reasons: string[] }) => one.reasons)

  test('the phone’s position is a reason at the desk, and with the own earlier village it is enough', async () => {
    const resident = await town.newResident()
    const alone = await send(resident, { position: inBanpozhai })
    expect(alone.placed).toBe(false)
    const { items } = (await town.call('GET /api/triage', officer, { query: {} })).reply
    expect(items[0]?.suggestions[0]).toMatchObject({
      name: '彩靠村',
      reasons: ['因为报的时候人在彩靠村半坡寨附近'],
    })
    expect((await send(resident, living(203))).villageName).toBe('彩靠村')
    expect((await send(resident, { text: '今年学费又凑不够' })).placed).toBe(false)
    expect(await send(resident, { position: inBanpozhai, text: '房子漏雨了' })).toMatchObject({
      placed: true,
      villageName: '彩靠村',
    })
  })

  test('where the phone was stands encrypted with the report, and nowhere else', async () => {
    const { receipt } = await send(await town.newResident(), { position: inBanpozhai })
    const { report } = await caseOf(receipt)
    expect(JSON.parse(town.house.cipher.decrypt('report.position', report.position))).toEqual(inBanpozhai)
    const seen = await town.call('GET /api/triage', officer, { query: {} })
    const collections = await town.house.db.db?.listCollections().toArray()
    for (const { name } of collections ?? []) {
      const stored = JSON.stringify(await town.house.db.collection(name).find({}).toArray())
      // The gazetteer has the hamlets' own places.
      if (name !== 'places')
        expect([name, /23\.99|99\.01|accuracyMetres/.test(stored)]).toEqual([name, false])
    }
    expect(JSON.stringify(seen.reply)).not.toMatch(/23\.99|99\.01|accuracyMetres/)
  })

  test('only what a resident reported of the own household counts, where it lies now, if all lies in one village', async () => {
    const [neighbour, mover, moved] = await Promise.all([1, 2, 3].map(() => town.newResident()))
    if (!neighbour || !mover || !moved) throw new Error('Nobody came')
    await send(neighbour, { ...living(205), forWhom: 'other', discoverer: 'neighbour' })
    expect(await reasonsOf((await send(neighbour)).receipt)).toEqual([])

    await send(mover, living(204))
    expect(await reasonsOf((await send(mover)).receipt)).toEqual(['因为报的人以前报自家的事，是南榨村的'])
    await send(mover, living(206))
    expect(await reasonsOf((await send(mover)).receipt)).toEqual([])

    // Placed by a person at the desk, it lies there.
    const { work } = await caseOf((await send(moved)).receipt)
    await town.call('POST /api/cases/:caseId/place', officer, {
      params: { caseId: String(work._id) },
      body: { version: 0, village: village(202), learn: [] },
    })
    const other = await send(moved, { forWhom: 'other', discoverer: 'neighbour' })
    expect(await reasonsOf(other.receipt)).toEqual(['因为报的人以前报自家的事，是中厂村的，不过是帮别人报的'])
  })

  test('what the staff write down for others says nothing of where the staff live', async () => {
    const coordinator = await town.signIn('coordinator-203')
    for (const text of ['我是岔路的，来窗口说的', '又来说'])
      await town.call('POST /api/entries', officer, {
        body: { clientKey: randomUUID(), channel: 'window', discoverer: 'self', text },
      })
    expect(await reasonsOf((await send(officer)).receipt)).toEqual([])
    expect(await reasonsOf((await send(coordinator)).receipt)).toEqual([])
  })

  test('who tells of abuse or of an official may stay unnamed: nothing is derived from where they are', async () => {
    const resident = await town.newResident()
    await send(resident, living(203))
    for (const text of ['隔壁男人天天打他老婆，打得一身青', '村主任贪污低保款，你们管不管']) {
      const { receipt } = await send(resident, { text, position: inBanpozhai, categories: [] })
      const { work } = await caseOf(receipt)
      expect(['abuse', 'petition']).toContain(work.track)
      expect(await reasonsOf(receipt)).toEqual([])
    }
  })

  test('sent again it is one report; from another place with the same key it is another matter', async () => {
    const resident = await town.newResident()
    const body = nowhere({ position: inBanpozhai })
    const [first, second] = await Promise.all(
      [body, body].map((same) => town.call('POST /api/reports', resident, { body: same })),
    )
    expect(first?.reply.receipt).toBe(second?.reply.receipt)
    const moved = { ...body, position: { ...inBanpozhai, lat: 23.9 } }
    expect((await town.call('POST /api/reports', resident, { body: moved })).status).toBe(409)
  })

  test.each<[string, unknown, string]>([
    ['north of the pole', { ...inBanpozhai, lat: 91 }, 'position.lat'],
    ['south of the pole', { ...inBanpozhai, lat: -90.1 }, 'position.lat'],
    ['off the globe', { ...inBanpozhai, lng: 180.5 }, 'position.lng'],
    ['no number at all (NaN)', { ...inBanpozhai, lat: Number.NaN }, 'position.lat'],
    ['without end', { ...inBanpozhai, lng: Number.POSITIVE_INFINITY }, 'position.lng'],
    ['in words', { ...inBanpozhai, lat: '23.99' }, 'position.lat'],
    ['an operator', { ...inBanpozhai, lng: { $gt: 0 } }, 'position.lng'],
    ['better known than well', { ...inBanpozhai, accuracyMetres: -1 }, 'position.accuracyMetres'],
    ['absurdly vague', { ...inBanpozhai, accuracyMetres: 100_001 }, 'position.accuracyMetres'],
    ['without its accuracy', { lat: 23.99, lng: 99.01 }, 'position.accuracyMetres'],
    ['with a height', { ...inBanpozhai, altitude: 1200 }, 'position.altitude'],
    ['a pair', [23.99, 99.01], 'position'],
    ['a line', '23.99,99.01', 'position'],
    ['null', null, 'position'],
  ])('a position %s is refused and named', async (_, position, field) => {
    const before = await town.house.db.collection('reports').countDocuments()
    const answer = await town.call('POST /api/reports', await town.newResident(), {
      body: { ...nowhere(), position } as Report,
    })
    expect(answer.status).toBe(400)
    expect(answer.problem.fields).toEqual([
      { field, in: 'body', message: expect.stringMatching(/\p{Script=Han}/u) },
    ])
    expect(await town.house.db.collection('reports').countDocuments()).toBe(before)
  })

  test.each([
    ['a pole', { lat: 90, lng: 180, accuracyMetres: 100_000 }],
    ['the other', { lat: -90, lng: -180, accuracyMetres: 0 }],
    ['0, 0', { lat: 0, lng: 0, accuracyMetres: 0.5 }],
    ['Guangdong', { lat: 22.95, lng: 113.89, accuracyMetres: 12 }],
  ])('at %s it is taken and says nothing', async (_, position) => {
    const { receipt } = await send(await town.newResident(), { position })
    expect(await reasonsOf(receipt)).toEqual([])
  })

  test('the staff’s own entry has no position', async () => {
    const { status, problem } = await town.call('POST /api/entries', officer, {
      body: { clientKey: randomUUID(), channel: 'visit', text: '老人病了', position: inBanpozhai } as never,
    })
    expect([status, problem.fields?.[0]?.field]).toEqual([400, 'position'])
  })
})
