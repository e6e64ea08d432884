import { openTestHouse, type TestHouse } from '../setup/test-house'

const number = '19900000811'

describe('a computer is signed in by a phone', () => {
  let town: TestHouse
  let phone: string
  beforeEach(async () => {
    town = await openTestHouse({ wechat: true, env: { DEMO: '0' } })
    // Without the demo nobody signs in as an invented person: the roster's first officer is written by hand.
    await town.rooms.people.putDemoPeople([
      {
        demoId: 'desk',
        calledAs: '龙干事',
        phone: number,
        posts: [{ role: 'township_officer', territory: '530924205', title: '经办人' }],
      },
    ])
    const { reply } = await town.call('POST /api/sessions/wechat/staff', null, {
      body: { code: town.standIn.loginCode('oOfficer'), phoneCode: town.standIn.phoneCode(number) },
    })
    phone = reply.person?.accessToken ?? ''
  })
  afterEach(async () => {
    await town.close()
    expect(town.failures).toEqual([])
  })

  const start = async () => (await town.call('POST /api/sign-in-codes', null, {})).reply
  const look = (body: { id: string } | { code: string }, as = phone) =>
    town.call('POST /api/sign-in-codes/look', as, { body })
  const answer = (id: string, isMe: boolean, as = phone) =>
    town.call('POST /api/sign-in-codes/:id/answer', as, { params: { id }, body: { isMe } })
  const collect = async (id: string, secret: string) =>
    (await town.call('POST /api/sign-in-codes/:id/session', null, { params: { id }, body: { secret } })).reply

  test('by its picture or its digits; the session comes to the browser that asked, once', async () => {
    for (const by of ['id', 'code'] as const) {
      const { id, secret, code } = await start()
      expect((await collect(id, secret)).state).toBe('waiting')
      const seen = await look(by === 'id' ? { id } : { code })
      expect(seen.reply).toMatchObject({ id, browser: '没认出来的设备' })
      expect((await answer(id, true)).status).toBe(204)
      expect(await collect(id, `${secret}x`)).toEqual({ state: 'over', session: null })
      const { state, session } = await collect(id, secret)
      expect([state, session?.me.calledAs]).toEqual(['signed_in', '龙干事'])
      expect((await town.call('GET /api/triage', session?.accessToken ?? null, { query: {} })).status).toBe(
        200,
      )
      expect(await collect(id, secret)).toEqual({ state: 'over', session: null })
    }
    const actions = await town.house.db.collection('audit_entries').distinct('action')
    expect(actions).toContain('desk_sign_in.confirm')
  })

  test('of two browsers that collect at once with the same secret one gets in', async () => {
    const { id, secret } = await start()
    await answer(id, true)
    const states = (await Promise.all([collect(id, secret), collect(id, secret)])).map(({ state }) => state)
    expect(states.sort()).toEqual(['over', 'signed_in'])
  })

  test('not me: the browser is told, and nothing more can be said', async () => {
    const { id, secret } = await start()
    expect((await answer(id, false)).status).toBe(204)
    expect((await collect(id, secret)).state).toBe('refused')
    expect((await answer(id, true)).status).toBe(409)
    expect((await collect(id, secret)).session).toBeNull()
  })

  test('after two minutes it is over, for the browser and for the phone', async () => {
    const { id, secret, code } = await start()
    town.setTime('2026-11-24T02:02:01.000Z')
    expect((await collect(id, secret)).state).toBe('over')
    expect((await look({ code })).status).toBe(404)
    expect((await answer(id, true)).status).toBe(404)
  })

  test('a confirmed one that nobody collects is over soon', async () => {
    const { id, secret } = await start()
    await answer(id, true)
    town.setTime('2026-11-24T02:00:31.000Z')
    expect((await collect(id, secret)).state).toBe('over')
  })

  test('who has left their post between the tap and the collecting is not let in', async () => {
    const { id, secret } = await start()
    await answer(id, true)
    await town.house.db.collection('accounts').updateOne({ calledAs: '龙干事' }, { $set: { posts: [] } })
    expect(await collect(id, secret)).toEqual({ state: 'over', session: null })
  })

  test('a computer does not bring in the next one, and a resident’s phone nobody', async () => {
    const first = await start()
    await answer(first.id, true)
    const desk = (await collect(first.id, first.secret)).session?.accessToken ?? ''
    const next = await start()
    const refused = await answer(next.id, true, desk)
    expect([refused.status, refused.problem.detail]).toEqual([403, '请在手机微信里的早发现确认'])
    const villager = await town.call('POST /api/sessions/wechat', null, {
      body: { code: town.standIn.loginCode('oVillager') },
    })
    expect((await answer(next.id, true, villager.reply.accessToken)).status).toBe(403)
    expect((await look({ id: next.id }, villager.reply.accessToken)).status).toBe(403)
  })

  test('digits are not tried out: twenty looks in ten minutes', async () => {
    for (let i = 0; i < 20; i += 1) expect((await look({ code: '000000' })).status).toBe(404)
    expect((await look({ code: '000000' })).status).toBe(429)
  })

  test('and codes are not asked for without end', async () => {
    for (let i = 0; i < 60; i += 1) await start()
    expect((await town.call('POST /api/sign-in-codes', null, {})).status).toBe(429)
  })

  test('the picture is WeChat’s, for a code that still waits; what is stored opens nothing', async () => {
    const { id, secret, code, hasImage } = await start()
    expect(hasImage).toBe(true)
    const image = await fetch(`${town.base}/api/sign-in-codes/${id}/image`)
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect((await fetch(`${town.base}/api/sign-in-codes/${'x'.repeat(22)}/image`)).status).toBe(404)
    const kept = JSON.stringify(await town.house.db.collection('desk_sign_ins').find({}).toArray())
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(code)
  })

  test.each<[string, object]>([
    ['neither picture nor digits', {}],
    ['five digits', { code: '12345' }],
    ['an operator', { code: { $ne: '' } }],
    ['both', { id: 'x'.repeat(22), code: '123456' }],
  ])('%s is refused', async (_, body) => expect((await look(body as { id: string })).status).toBe(400))
})
