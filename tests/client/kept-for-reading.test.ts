import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type QuietPhone, quietPhone } from './quiet-phone'

type Cases = typeof import('../../miniprogram/client/cases')
type Visits = typeof import('../../miniprogram/client/visit-drafts')
type Session = typeof import('../../miniprogram/client/session')
type Api = typeof import('../../miniprogram/client/api')

const startsAt = '2026-11-24T02:00:00.000Z'
const day = 24 * 3_600_000
const coordinator = 'coordinator-203'

describe('what staff can read where there is no signal', () => {
  let town: TestHouse
  let phone: QuietPhone
  let caseId: string

  beforeAll(async () => {
    town = await openTestHouse({ startsAt })
    const sent = await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ text: '隔壁家老人病了三天' }),
    })
    const stored = await town.house.db.collection('reports').findOne({ receipt: sent.reply.receipt })
    caseId = String(stored?.case)
  })
  afterAll(async () => {
    await town?.close()
  })
  beforeEach(async () => {
    town.setTime(startsAt)
    phone = quietPhone(town.base, startsAt, (now) => town.setTime(new Date(now).toISOString()))
    await phone.own.open()
    await phone.own.ask(() => session().signInAsDemo(coordinator))
    expect((await readAhead()).error).toBeUndefined()
  })
  afterEach(() => phone.own.close())

  const session = () => phone.own.load<Session>('client/session')
  const cases = () => phone.own.load<Cases>('client/cases')
  const readAhead = () =>
    phone.own.ask(async () => {
      const { items } = await phone.own.load<Api>('client/api').call('GET /api/queue', { query: {} })
      await cases().readyForReading(items)
      await phone.own.load<Visits>('client/visit-drafts').readyForVisit(caseId)
    })
  const read = async () => (await phone.own.ask(() => cases().fetchCase(caseId))).value
  const held = () => [...phone.own.phone.sealed.keys()]

  test('one’s open cases and the forms of their visits are there, with the hour at which they were seen', async () => {
    expect(held()).toHaveLength(2)
    phone.signal = false
    phone.hours.pass(3_600_000)
    const kept = await read()
    expect(kept?.value.reports[0]?.text).toBe('隔壁家老人病了三天')
    expect(kept?.keptAt).toBe(Date.parse(startsAt))
    expect((await phone.own.ask(() => cases().keptCases())).value).toHaveLength(1)
    const form = phone.own.ask(() => phone.own.load<Visits>('client/visit-drafts').fetchPrefill(caseId))
    expect((await form).value?.subjectName).toBe('岩三木')
  })

  test('it lies there encrypted, and without phone numbers, links, or what other households said', async () => {
    expect([...phone.own.phone.storage.values()].join('')).not.toContain('病了三天')
    phone.signal = false
    const work = (await read())?.value
    expect(work).toMatchObject({ lookalikes: [], candidates: [] })
    expect(work?.reports[0]).toMatchObject({ phoneMasked: null, photos: [], voices: [] })
  })

  test('signing out takes it along', async () => {
    await phone.own.ask(() => session().signOut())
    expect(held()).toEqual([])
    expect(phone.own.phone.storage.get('zaofaxian.visits')).toBe('[]')
  })

  test('who signs in after somebody whose session has just ended finds nothing of theirs', async () => {
    phone.own.phone.storage.delete('zaofaxian.session.person')
    phone.own.kill()
    await phone.own.open()
    expect(held()).toEqual([])
  })

  test('whoever loses their post loses it at the next contact', async () => {
    const accounts = town.house.db.collection('accounts')
    const me = await accounts.findOne({ demoId: coordinator })
    await accounts.updateOne({ demoId: coordinator }, { $set: { posts: [] } })
    try {
      const lost = await phone.own.ask(() =>
        phone.own.load<Api>('client/api').call('GET /api/queue', { query: {} }),
      )
      expect(lost.error).toMatchObject({ status: 403 })
      expect(held()).toEqual([])
    } finally {
      await accounts.updateOne({ demoId: coordinator }, { $set: { posts: me?.posts } })
    }
  })

  test('one refused deed takes nothing along: the post is still theirs', async () => {
    const refused = await phone.own.ask(() =>
      phone.own.load<Api>('client/api').call('POST /api/cases/:caseId/dismiss', {
        params: { caseId },
        body: { version: 0, words: '这件是试着写的' },
      } as never),
    )
    expect(refused.error).toMatchObject({ status: 403 })
    expect(held()).toHaveLength(2)
  })

  test('one post of several that ended takes everything along, and what they may do is known anew', async () => {
    const accounts = town.house.db.collection('accounts')
    const me = await accounts.findOne({ demoId: coordinator })
    const [village] = me?.posts ?? []
    const secretary = { ...village, role: 'village_secretary', title: '书记' }
    await accounts.updateOne({ demoId: coordinator }, { $set: { posts: [village, secretary] } })
    try {
      await phone.own.ask(() => session().signInAsDemo(coordinator))
      await readAhead()
      expect(held()).toHaveLength(2)
      await accounts.updateOne({ demoId: coordinator }, { $set: { posts: [secretary] } })
      const dismiss = { params: { caseId }, body: { version: 0, words: '这件是试着写的' } } as never
      await phone.own.ask(() =>
        phone.own.load<Api>('client/api').call('POST /api/cases/:caseId/dismiss', dismiss),
      )
      expect(held()).toEqual([])
      expect(
        session()
          .signedInPerson()
          ?.posts.map(({ role }) => role),
      ).toEqual(['village_secretary'])
    } finally {
      await accounts.updateOne({ demoId: coordinator }, { $set: { posts: me?.posts } })
    }
  })

  test('after seven days it goes; by a clock that was put back it stays', async () => {
    phone.signal = false
    phone.own.clockOff = -phone.hours.now()
    expect(await read()).toBeDefined()
    phone.own.clockOff = 7 * day + 1
    expect(await read()).toBeUndefined()
    phone.own.kill()
    await phone.own.open()
    expect(held()).toEqual([])
  })

  test('a case that is hidden from all but two is not kept, and goes when it becomes one', async () => {
    await town.house.db.collection('cases').updateOne({}, { $set: { track: 'abuse' } })
    try {
      await phone.own.ask(() => cases().fetchCase(caseId))
      await phone.own.ask(() => phone.own.load<Visits>('client/visit-drafts').fetchPrefill(caseId))
      expect(held()).toEqual([])
    } finally {
      await town.house.db.collection('cases').updateOne({}, { $set: { track: 'hardship' } })
    }
  })
})
