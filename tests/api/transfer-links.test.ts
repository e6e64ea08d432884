import { Types } from 'mongoose'
import { type Sending, sentTransfer } from '../setup/sent-transfer'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const begin = '2026-11-24T02:00:00.000Z'

describe('a contact without an account answers through a one-time link (R5, R10)', () => {
  let town: TestHouse
  let officer: string
  beforeAll(async () => {
    town = await openTestHouse({ startsAt: begin })
  })
  beforeEach(async () => {
    town.setTime(begin)
    officer = await town.signIn('officer')
    // Each test is an address of its own, as far as trying goes.
    await town.house.db.collection('attempts').deleteMany({})
  })
  afterAll(async () => {
    await town.close()
    expect(town.failures).toEqual([])
  })

  let families = 0
  /** A transfer to a department without a contact, and a link to it. */
  const linked = async (changes: Partial<Sending> = {}) => {
    families += 1
    const phone = `19900000${150 + families}`
    const sent = await sentTransfer(
      town,
      officer,
      { department: 'women_federation', ...changes },
      { forWhom: 'self', phone },
    )
    const params = { caseId: sent.caseId, transferId: sent.transferId }
    const made = await town.call('POST /api/cases/:caseId/transfers/:transferId/link', officer, {
      params,
      body: { version: sent.version },
    })
    expect(made.status).toBe(200)
    return { params, phone, token: made.reply.link?.token ?? '', version: made.reply.case.version }
  }
  const open = (token: string) => town.call('GET /api/transfer-links/:token', null, { params: { token } })
  const reply = (token: string, words = '给了 2000 元') =>
    town.call('POST /api/transfer-links/:token/reply', null, {
      params: { token },
      body: { name: '高主席', reply: words },
    })
  const refuse = (token: string) =>
    town.call('POST /api/transfer-links/:token/refuse', null, {
      params: { token },
      body: { name: '高主席', reason: '不归我们' },
    })
  const receive = (token: string) =>
    town.call('POST /api/transfer-links/:token/receive', null, {
      params: { token },
      body: { name: '高主席' },
    })
  const caseOf = async (caseId: string) =>
    (await town.call('GET /api/cases/:caseId', officer, { params: { caseId } })).reply

  test('it shows the matter and nothing else; signed for with one’s name, answered once, then only that', async () => {
    const { params, phone, token } = await linked()
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const seen = await open(token)
    expect(seen.headers.get('cache-control')).toBe('no-store')
    expect(seen.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(seen.headers.get('referrer-policy')).toBe('no-referrer')
    const page = await town.send('GET', `/pages/transfer-link/transfer-link?t=${token}`)
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(seen.reply).toMatchObject({ answered: false, transfer: { state: 'sent', subjectName: '岩三木' } })
    expect(Object.keys(seen.reply.transfer ?? {}).sort()).toEqual(
      [
        'answerBy',
        'departmentCalled',
        'hotline',
        'id',
        'matter',
        'number',
        'phoneMasked',
        'placeName',
        'received',
        'remindedAt',
        'said',
        'sender',
        'sentAt',
        'state',
        'subjectName',
        'townshipName',
        'urgency',
      ].sort(),
    )
    expect((await receive(token)).reply.transfer).toMatchObject({ received: { name: '高主席', at: begin } })
    const call = await town.call('POST /api/transfer-links/:token/calls', null, {
      params: { token },
      body: {},
    })
    expect(call.reply).toEqual({ phone })
    expect((await reply(token)).reply).toEqual({ answered: true, transfer: null })
    expect((await open(token)).reply).toEqual({ answered: true, transfer: null })
    for (const again of [await reply(token, '又来一次'), await refuse(token), await receive(token)])
      expect([again.status, again.problem.detail]).toEqual([409, '高主席刚才已经办了：已答复'])
    const after = await town.call('POST /api/transfer-links/:token/calls', null, {
      params: { token },
      body: {},
    })
    expect(after.status).toBe(404)

    const work = await caseOf(params.caseId)
    expect(work.transfers[0]).toMatchObject({
      state: 'replied',
      received: { name: '高主席' },
      said: { name: '高主席', words: '给了 2000 元' },
    })
    expect(work.history.at(-1)).toMatchObject({
      told: '那边的部门答复了：妇联 高主席：给了 2000 元',
      by: null,
    })
    await town.house.audit.seal()
    const audit = await town.house.db.collection('audit_entries').find({ subjectId: params.caseId }).toArray()
    const byLink = audit.filter(({ details }) => String(details).includes('"via":"link"'))
    expect(byLink.map(({ action }) => action).sort()).toEqual(
      [
        'case.receive_transfer',
        'case.reply_transfer',
        'transfer.call',
        'transfer.open_link',
        'transfer.open_link',
      ].sort(),
    )
    expect((await town.house.audit.verify()).broken).toBeNull()
  })

  test('the token stands nowhere in the store, and in no log', async () => {
    const { token } = await linked()
    await open(token)
    for (const { name } of await town.house.db.listCollections()) {
      const stored = JSON.stringify(await town.house.db.collection(name).find().toArray())
      expect([name, stored.includes(token)]).toEqual([name, false])
    }
  })

  test('wrong, made up, revoked, remade, old and closed: all are answered word for word alike', async () => {
    const [revoked, remade, old, closed] = await Promise.all([linked(), linked(), linked(), linked()])
    const by = { version: revoked.version }
    await town.call('POST /api/cases/:caseId/transfers/:transferId/revoke-link', officer, {
      params: revoked.params,
      body: by,
    })
    const fresh = await town.call('POST /api/cases/:caseId/transfers/:transferId/link', officer, {
      params: remade.params,
      body: { version: remade.version },
    })
    await reply(closed.token)
    const { version } = await caseOf(closed.params.caseId)
    await town.call('POST /api/cases/:caseId/transfers/:transferId/close', officer, {
      params: closed.params,
      body: { version },
    })
    expect((await open(fresh.reply.link?.token ?? '')).status).toBe(200)
    expect((await open(old.token)).status).toBe(200)
    town.setTime('2026-12-24T02:00:00.000Z')
    const spent = [revoked.token, remade.token, old.token, closed.token, 'x', '../cases', '{"$ne":null}']
    const bodies: string[] = []
    for (const token of spent) {
      for (const answer of [
        await open(token),
        await reply(token),
        await refuse(token),
        await receive(token),
      ]) {
        expect([token, answer.status]).toEqual([token, 404])
        expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow')
        bodies.push(JSON.stringify({ ...answer.problem, instance: '' }))
      }
      expect(
        (await town.call('POST /api/transfer-links/:token/calls', null, { params: { token }, body: {} }))
          .status,
      ).toBe(404)
    }
    expect(new Set(bodies).size).toBe(1)
  })

  test('the automatic reminder lets the link hold on: who is asked again can open it, until it is revoked', async () => {
    const { token, params } = await linked()
    town.setTime('2026-12-09T02:00:00.000Z')
    await town.rooms.transferReminders.sweep()
    // Thirty days after it was made it would have been spent.
    town.setTime('2026-12-30T02:00:00.000Z')
    const seen = await open(token)
    expect(seen.reply.transfer?.remindedAt).toBe('2026-12-09T02:00:00.000Z')
    expect((await receive(token)).status).toBe(200)
    officer = await town.signIn('officer')
    const { version } = await caseOf(params.caseId)
    await town.call('POST /api/cases/:caseId/transfers/:transferId/revoke-link', officer, {
      params,
      body: { version },
    })
    expect((await open(token)).status).toBe(404)
    const other = await linked()
    town.setTime('2027-01-13T02:00:00.000Z')
    await town.rooms.transferReminders.sweep()
    town.setTime('2027-03-01T02:00:00.000Z')
    expect((await open(other.token)).status).toBe(404)
  })

  test('what is written wrongly is named, and a link that is wrong tells nothing of it', async () => {
    const { token } = await linked()
    const send = async (path: string, body: unknown) => {
      const { status, json } = await town.send(
        'POST',
        `/api/transfer-links/${token}/${path}`,
        JSON.stringify(body),
        { 'Content-Type': 'application/json' },
      )
      return [status, (json as { fields?: { field: string }[] }).fields?.[0]?.field]
    }
    expect(await send('receive', {})).toEqual([400, 'name'])
    expect(await send('receive', { name: '<b>' })).toEqual([400, 'name'])
    expect(await send('reply', { name: '高主席', reply: ' ' })).toEqual([400, 'reply'])
    expect(await send('reply', { name: '高主席', reply: '难'.repeat(1001) })).toEqual([400, 'reply'])
    expect(await send('refuse', { name: '高主席' })).toEqual([400, 'reason'])
    expect(await send('reply', { name: { $gt: '' }, reply: '好' })).toEqual([400, 'name'])
    expect((await open(token)).reply.transfer?.state).toBe('sent')
  })

  test('nobody can go on trying tokens, and whoever has a good one is not kept out by it', async () => {
    const { token } = await linked()
    const statuses: number[] = []
    for (let n = 0; n < 62; n += 1) statuses.push((await open('A'.repeat(43))).status)
    expect(statuses.indexOf(429)).toBe(60)
    expect(new Set(statuses)).toEqual(new Set([404, 429]))
    expect((await open(token)).status).toBe(200)
  })

  test('a link that is opened again and again is slowed', async () => {
    const { token } = await linked()
    const statuses: number[] = []
    for (let n = 0; n < 121; n += 1) statuses.push((await open(token)).status)
    expect(statuses.indexOf(429)).toBe(120)
  })

  test('two who do something at once: exactly one wins, and the other is told who it was', async () => {
    const { params, token } = await linked()
    const twice = await Promise.all([receive(token), receive(token)])
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409])
    const both = await Promise.all([reply(token), refuse(token)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const lost = both.find(({ status }) => status === 409)
    expect(lost?.problem.detail).toMatch(/^高主席刚才已经办了：(已答复|不归他们办)$/)
    const { history } = await caseOf(params.caseId)
    expect(history.filter(({ told }) => told.startsWith('那边的部门'))).toHaveLength(2)
  })

  test('something else of the case that changes meanwhile is nothing to the department', async () => {
    const { params, token } = await linked()
    const id = new Types.ObjectId(params.caseId)
    const cases = town.house.db.collection('cases')
    const disturb = async () => {
      for (let n = 0; n < 3; n += 1) await cases.updateOne({ _id: id }, { $inc: { version: 1 } })
    }
    const [answer] = await Promise.all([reply(token), disturb()])
    expect(answer.status).toBe(200)
    expect((await caseOf(params.caseId)).transfers[0]?.state).toBe('replied')
  })

  test('a link is made only while the department has it', async () => {
    const { params, token } = await linked()
    await reply(token)
    const { version } = await caseOf(params.caseId)
    for (const way of ['link', 'remind'] as const) {
      const answer = await town.call(`POST /api/cases/:caseId/transfers/:transferId/${way}`, officer, {
        params,
        body: { version },
      })
      expect([way, answer.status]).toEqual([way, 409])
    }
  })
})
