import { randomUUID } from 'node:crypto'
import { deputy, village } from '../setup/roster-desk'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const number = '19900000801'

describe('signing in with WeChat', () => {
  let town: TestHouse
  let officer: string
  beforeEach(async () => {
    town = await openTestHouse({ wechat: true })
    officer = await town.signIn('officer')
  })
  afterEach(async () => {
    await town.close()
    expect(town.failures).toEqual([])
  })

  const signIn = (openid: string, more: { deviceKey?: string; asPerson?: boolean } = {}) =>
    town.call('POST /api/sessions/wechat', null, { body: { code: town.standIn.loginCode(openid), ...more } })
  const bind = (openid: string, phone = number) =>
    town.call('POST /api/sessions/wechat/staff', null, {
      body: { code: town.standIn.loginCode(openid), phoneCode: town.standIn.phoneCode(phone) },
    })
  const report = (as: string, clientKey: string = randomUUID()) =>
    town.call('POST /api/reports', as, { body: someReport({ clientKey }) })
  const reportsOf = async (as: string) => (await town.call('GET /api/my-reports', as, {})).reply.reports
  const putOnRoster = async (changes = {}) =>
    (
      await town.call('POST /api/posts', officer, {
        body: deputy({ calledAs: '鲍国强', phone: number, ...changes }),
      })
    ).reply.id
  const queue = async (as: string | undefined) =>
    (await town.call('GET /api/queue', as ?? null, { query: {} })).status
  const audited = async (action: string) =>
    town.house.db.collection('audit_entries').countDocuments({ action })

  describe('a resident', () => {
    test('is known again without a word, on every phone, and WeChat’s key goes nowhere', async () => {
      const first = await signIn('oVillager')
      expect([first.status, first.reply.person]).toEqual([201, null])
      const { status } = await report(first.reply.accessToken)
      expect(status).toBe(201)
      const again = await signIn('oVillager', { deviceKey: town.newDeviceKey() })
      expect(again.reply.me.account).toBe(first.reply.me.account)
      expect(await reportsOf(again.reply.accessToken)).toHaveLength(1)
      const [kept] = await town.house.db.collection('wechat_identities').find({}).toArray()
      expect(JSON.stringify(kept)).not.toContain('oVillager')
      expect(Object.keys(first.reply).sort()).toEqual([
        'accessExpiresIn',
        'accessToken',
        'me',
        'person',
        'refreshToken',
      ])
    })

    test('keeps what the phone reported before it had WeChat', async () => {
      const deviceKey = town.newDeviceKey()
      await report(await town.newResident(deviceKey))
      const { reply } = await signIn('oVillager', { deviceKey })
      expect(await reportsOf(reply.accessToken)).toHaveLength(1)
      expect(await reportsOf(await town.newResident(deviceKey))).toHaveLength(1)
    })

    test('who was known already keeps both: what the new phone sent while WeChat was down comes to the same person', async () => {
      const known = await signIn('oVillager')
      const [twice, once] = [randomUUID(), randomUUID()]
      await report(known.reply.accessToken, twice)
      const deviceKey = town.newDeviceKey()
      const alone = await town.newResident(deviceKey)
      await report(alone, twice)
      await report(alone, once)
      const { reply } = await signIn('oVillager', { deviceKey })
      expect(await reportsOf(reply.accessToken)).toHaveLength(2)
      // Down again: the phone's key now leads to the same person.
      expect(await reportsOf(await town.newResident(deviceKey))).toHaveLength(2)
    })

    test('a phone that two use stays the first one’s; the second has an account of their own', async () => {
      const deviceKey = town.newDeviceKey()
      const first = await signIn('oFather', { deviceKey })
      await report(first.reply.accessToken)
      const second = await signIn('oSon', { deviceKey })
      expect(second.reply.me.account).not.toBe(first.reply.me.account)
      expect(await reportsOf(second.reply.accessToken)).toHaveLength(0)
      expect((await signIn('oFather', { deviceKey })).reply.me.account).toBe(first.reply.me.account)
    })

    test('five at once are one', async () => {
      const deviceKey = town.newDeviceKey()
      const all = await Promise.all(Array.from({ length: 5 }, () => signIn('oVillager', { deviceKey })))
      expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
      expect(new Set(all.map(({ reply }) => reply.me.account)).size).toBe(1)
      expect(await town.house.db.collection('wechat_identities').countDocuments({})).toBe(1)
    })

    test.each<[string, number, number, string]>([
      ['a spent code', 40163, 400, 'invalid-input'],
      ['an account that WeChat warns of', 40226, 403, 'not-allowed'],
      ['a wrong setting', 40013, 503, 'unavailable'],
    ])('%s', async (_, trouble, status, type) => {
      town.standIn.fail('/sns/jscode2session', trouble, 9)
      const { status: got, problem } = await signIn('oVillager')
      expect([got, problem.type]).toEqual([status, `/api/docs#${type}`])
      // What is unavailable is logged, and is no failure of this house.
      if (status === 503) town.failures.length = 0
    })

    test('WeChat down is said so, and the device key still lets in', async () => {
      town.standIn.fail('/sns/jscode2session', 'cut', 9)
      expect((await signIn('oVillager')).status).toBe(503)
      town.failures.length = 0
      expect((await report(await town.newResident())).status).toBe(201)
    })

    test('the number for a form comes from the button, as often as a person needs it', async () => {
      const { reply } = await signIn('oVillager')
      const ask = (phoneCode: string) =>
        town.call('POST /api/wechat/phone-number', reply.accessToken, { body: { phoneCode } })
      expect((await ask(town.standIn.phoneCode('19900000802'))).reply).toEqual({ phone: '19900000802' })
      const spent = await ask('invented')
      expect([spent.status, spent.problem.fields?.[0]?.field]).toEqual([400, 'phoneCode'])
      for (let i = 0; i < 18; i += 1) await ask(town.standIn.phoneCode('19900000802'))
      expect((await ask(town.standIn.phoneCode('19900000802'))).status).toBe(429)
    })
  })

  describe('somebody of the staff', () => {
    test('is bound by the number on the roster, and signed in without a word from then on', async () => {
      await putOnRoster()
      const { status, reply } = await bind('oCadre')
      expect([status, reply.person?.me.calledAs]).toEqual([201, '鲍国强'])
      expect(await queue(reply.person?.accessToken)).toBe(200)
      // Reporting for the family stays the resident's own matter.
      expect(reply.me.account).not.toBe(reply.person?.me.account)
      expect(reply.me.posts).toEqual([])
      expect((await signIn('oCadre')).reply.person?.me.account).toBe(reply.person?.me.account)
      expect((await signIn('oCadre', { asPerson: false })).reply.person).toBeNull()
      expect((await bind('oCadre')).status).toBe(201)
      expect(await audited('wechat.bind')).toBe(1)
    })

    test('several posts of one person are all shown', async () => {
      await putOnRoster()
      await putOnRoster({ role: 'group_leader', title: '小组长', group: 2, territory: village(203) })
      const { reply } = await bind('oCadre')
      expect(reply.person?.me.posts.map(({ title, territoryName }) => `${territoryName} ${title}`)).toEqual([
        expect.stringMatching(/^彩靠.*协理员$/),
        expect.stringMatching(/^彩靠.*小组长$/),
      ])
    })

    test('nobody becomes staff by asking: a number that is not on the roster is told whom to ask', async () => {
      const { status, problem } = await bind('oStranger', '19900000899')
      expect([status, problem.type]).toEqual([403, '/api/docs#not-allowed'])
      expect(problem.detail).toMatch(/^199\*\*\*\*0899 不在值班表上。请找乡社会救助经办人段干事把您加上/)
      expect((await signIn('oStranger')).reply.person).toBeNull()
      for (let i = 0; i < 4; i += 1) await bind('oStranger', '19900000899')
      expect((await bind('oStranger', '19900000899')).status).toBe(429)
    })

    test('leaving the last post ends access at once, also by the next sign-in of the phone', async () => {
      const id = await putOnRoster()
      const { reply } = await bind('oCadre')
      const account = await town.rooms.people.account(id)
      await town.call('POST /api/people/:person/posts/:post/end', officer, {
        params: { person: id, post: `village_coordinator.${village(203)}` },
        body: { version: account?.version ?? 0 },
      })
      expect(await queue(reply.person?.accessToken)).toBe(401)
      expect((await signIn('oCadre')).reply.person).toBeNull()
      expect((await bind('oCadre')).status).toBe(403)
    })

    test('a new phone takes the place of the old one: its sessions end, the person is told, it is written down', async () => {
      await putOnRoster()
      const old = await bind('oOld')
      const fresh = await bind('oNew')
      expect(await queue(old.reply.person?.accessToken)).toBe(401)
      expect((await signIn('oOld')).reply.person).toBeNull()
      expect(await queue(fresh.reply.person?.accessToken)).toBe(200)
      const inbox = await town.call('GET /api/inbox', fresh.reply.person?.accessToken ?? null, { query: {} })
      expect(inbox.reply.items).toMatchObject([{ kind: 'new_phone' }])
      expect(await audited('wechat.new_phone')).toBe(1)
      // The old one's own reports are untouched.
      expect((await signIn('oOld')).reply.me.account).toBe(old.reply.me.account)
    })

    test('two phones of one person at one moment: both are answered, one is bound', async () => {
      await putOnRoster()
      const two = await Promise.all([bind('oOne'), bind('oTwo')])
      expect(two.map(({ status }) => status)).toEqual([201, 201])
      expect(
        await town.house.db.collection('wechat_identities').countDocuments({ staff: { $exists: true } }),
      ).toBe(1)
    })

    test('sees where they are signed in, and ends it: a phone that was ended does not come back by itself', async () => {
      await putOnRoster()
      const phone = await bind('oCadre')
      const id = phone.reply.person?.me.account ?? ''
      await town.house.db
        .collection('accounts')
        .updateOne({ calledAs: '鲍国强' }, { $set: { demoId: 'bao' } })
      const desk = await town.signIn('bao')
      const mine = await town.call('GET /api/sessions/mine', desk, {})
      expect(mine.reply.sessions.map(({ current }) => current).sort()).toEqual([false, true])
      const other = mine.reply.sessions.find(({ current }) => !current)
      const end = (sessionId = '', as = desk) =>
        town.call('DELETE /api/sessions/:sessionId', as, { params: { sessionId } })
      expect((await end(other?.id, await town.signIn('lead'))).status).toBe(404)
      expect((await end(other?.id)).status).toBe(204)
      expect((await end(other?.id)).status).toBe(404)
      expect(await queue(phone.reply.person?.accessToken)).toBe(401)
      expect((await signIn('oCadre')).reply.person).toBeNull()

      const back = await bind('oCadre')
      expect(back.reply.person?.me.account).toBe(id)
      const ended = await town.call(
        'POST /api/sessions/end-others',
        back.reply.person?.accessToken ?? null,
        {},
      )
      expect(ended.reply.ended).toBe(1)
      expect(await queue(desk)).toBe(401)
      expect((await signIn('oCadre')).reply.person?.me.account).toBe(id)
    })
  })

  test.each<[string, object]>([
    ['no code', {}],
    ['an empty code', { code: '' }],
    ['an operator for a code', { code: { $ne: '' } }],
    ['a code without end', { code: 'x'.repeat(201) }],
    ['a device key that is none', { code: 'x', deviceKey: 'short' }],
    ['more than is asked', { code: 'x', staff: true }],
  ])('%s is refused', async (_, body) => {
    expect(
      (await town.call('POST /api/sessions/wechat', null, { body: body as { code: string } })).status,
    ).toBe(400)
  })
})

test('a service without a mini-program says so, and everybody comes by a browser', async () => {
  const town = await openTestHouse()
  const { status } = await town.call('POST /api/sessions/wechat', null, { body: { code: 'x' } })
  expect(status).toBe(404)
  await town.close()
})
