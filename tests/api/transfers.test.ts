import { randomUUID } from 'node:crypto'
import { confirmedCase, reportedCase } from '../setup/moved-case'
import { type Sending, sentTransfer, someMatter } from '../setup/sent-transfer'
import { openTestHouse, type TestHouse } from '../setup/test-house'

const begin = '2026-11-24T02:00:00.000Z'
const matter = '两个娃娃开学要交 3000 元，想申请助学金'

describe('a matter is passed to another department, tracked and closed (R5, R9, R10)', () => {
  let town: TestHouse
  let officer: string
  let contact: string
  beforeAll(async () => {
    town = await openTestHouse({ startsAt: begin })
    await town.rooms.people.putDemoPeople([
      {
        demoId: 'contact-elsewhere',
        calledAs: '别处的',
        posts: [
          { role: 'department_contact', territory: '530925', title: '别的县教育局', department: 'education' },
        ],
      },
    ])
  })
  beforeEach(async () => {
    town.setTime(begin)
    officer = await town.signIn('officer')
    contact = await town.signIn('contact-education')
  })
  afterAll(async () => {
    await town.close()
    expect(town.failures).toEqual([])
  })

  const send = (changes: Partial<Sending> = {}, report: Parameters<typeof reportedCase>[1] = {}) =>
    sentTransfer(town, officer, changes, report)
  const caseOf = async (caseId: string) =>
    (await town.call('GET /api/cases/:caseId', officer, { params: { caseId } })).reply

  test('the form begins with what is known: who answers, the family’s words and number, the latest day', async () => {
    const { caseId } = await reportedCase(town, {
      forWhom: 'self',
      text: '娃娃上学没有钱，卡号 6217001234567890123',
      phone: '19900000140',
    })
    const draft = await town.call('GET /api/cases/:caseId/transfer-draft', officer, { params: { caseId } })
    expect(draft.reply).toMatchObject({
      event: 'transfer',
      subjectName: '岩三木',
      placeName: '彩靠村 半坡寨',
      phoneMasked: '199****0140',
      answerBy: '2026-12-08T10:00:00.000Z',
      refused: [],
    })
    expect(draft.reply.matter).toMatch(/^娃娃上学没有钱，卡号 6217\*+0123$/)
    const contacts = new Map(draft.reply.departments.map(({ code, contact: who }) => [code, who?.calledAs]))
    expect(contacts.get('education')).toBe('沈主任')
    expect(contacts.get('women_federation')).toBeUndefined()
  })

  test('from the officer to the contact and back: signed for, answered, closed, and the family can be told', async () => {
    const { caseId, transferId, case: sent } = await send({}, { forWhom: 'self', phone: '19900000141' })
    expect(sent).toMatchObject({
      state: 'transferred',
      owner: { calledAs: '段干事' },
      dueAt: '2026-12-08T10:00:00.000Z',
      clock: { label: '部门回音', nature: 'internal' },
    })
    expect(sent.transfers[0]).toMatchObject({
      number: expect.stringMatching(/^军政转〔2026〕\d+号$/),
      departmentCalled: '教育',
      state: 'sent',
      matter,
      contact: { calledAs: '沈主任' },
      sentBy: { calledAs: '段干事' },
      late: false,
      received: null,
      said: null,
    })
    expect(sent.events).not.toContain('answer')
    expect(sent.events).not.toContain('take_back')

    const list = await town.call('GET /api/transfers', contact, { query: {} })
    const seen = list.reply.items.find(({ id }) => id === transferId)
    expect(seen).toEqual({
      id: transferId,
      number: sent.transfers[0]?.number,
      state: 'sent',
      urgency: 'ordinary',
      townshipName: expect.stringContaining('军赛'),
      hotline: expect.any(String),
      sender: { calledAs: '段干事', title: '乡社会救助经办人' },
      departmentCalled: '教育',
      subjectName: '岩三木',
      placeName: '彩靠村 半坡寨',
      phoneMasked: '199****0141',
      matter,
      sentAt: begin,
      answerBy: '2026-12-08T10:00:00.000Z',
      remindedAt: null,
      received: null,
      said: null,
    })
    const inbox = await town.call('GET /api/inbox', contact, { query: {} })
    expect(inbox.reply.items.map(({ page }) => page)).toContain(
      `/township/transfer/transfer?id=${transferId}`,
    )

    /** What the officer was told of this case, the newest first. */
    const told = async () =>
      (await town.call('GET /api/inbox', officer, { query: {} })).reply.items
        .filter(({ page }) => page.includes(caseId))
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('transfer_'))
    const params = { transferId }
    const received = await town.call('POST /api/transfers/:transferId/receive', contact, { params, body: {} })
    expect(received.reply).toMatchObject({ state: 'received', received: { name: '沈主任', at: begin } })
    expect(await told()).toEqual(['transfer_received'])
    const called = await town.call('POST /api/transfers/:transferId/calls', contact, { params, body: {} })
    expect(called.reply).toEqual({ phone: '19900000141' })

    town.setTime('2026-11-26T02:00:00.000Z')
    officer = await town.signIn('officer')
    contact = await town.signIn('contact-education')
    const early = await town.call('POST /api/cases/:caseId/transfers/:transferId/close', officer, {
      params: { caseId, transferId },
      body: { version: (await caseOf(caseId)).version },
    })
    expect([early.status, early.problem.type]).toEqual([409, '/api/docs#not-yet'])
    const replied = await town.call('POST /api/transfers/:transferId/reply', contact, {
      params,
      body: { reply: '助学金批了，每人 1500 元' },
    })
    expect(replied.reply).toMatchObject({ state: 'replied', said: { kind: 'reply', name: '沈主任' } })

    expect(await told()).toEqual(['transfer_reply', 'transfer_received'])
    const back = await caseOf(caseId)
    expect(back).toMatchObject({ state: 'transferred', clock: { label: '告诉家里' } })
    expect(back.dueAt).toBe('2026-12-01T10:00:00.000Z')
    expect(back.history.at(-1)?.told).toBe('那边的部门答复了：教育 沈主任：助学金批了，每人 1500 元')
    expect(back.events).not.toContain('answer')
    const gone = await town.call('POST /api/transfers/:transferId/calls', contact, { params, body: {} })
    expect(gone.status).toBe(404)

    const closed = await town.call('POST /api/cases/:caseId/transfers/:transferId/close', officer, {
      params: { caseId, transferId },
      body: { version: back.version },
    })
    expect(closed.reply.transfers[0]).toMatchObject({
      state: 'closed',
      closed: { at: '2026-11-26T02:00:00.000Z', by: { calledAs: '段干事' } },
      said: { words: '助学金批了，每人 1500 元' },
    })
    expect(closed.reply).toMatchObject({ dueAt: '2026-12-01T10:00:00.000Z', clock: { label: '告诉家里' } })
    expect(closed.reply.events).toContain('answer')
    const done = await town.call('GET /api/transfers', contact, { query: { sheet: 'done' } })
    expect(done.reply.items.find(({ id }) => id === transferId)).toMatchObject({ state: 'closed' })
  })

  test('another department, another county and the rest of the case are out of a contact’s sight', async () => {
    const { caseId, transferId } = await send()
    for (const person of ['contact-housing', 'contact-elsewhere']) {
      const other = await town.signIn(person)
      const params = { transferId }
      const list = await town.call('GET /api/transfers', other, { query: {} })
      expect(list.reply.items).toEqual([])
      const answers = [
        await town.call('GET /api/transfers/:transferId', other, { params }),
        await town.call('POST /api/transfers/:transferId/receive', other, { params, body: {} }),
        await town.call('POST /api/transfers/:transferId/reply', other, { params, body: { reply: '好' } }),
        await town.call('POST /api/transfers/:transferId/calls', other, { params, body: {} }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    }
    expect((await town.call('GET /api/cases/:caseId', contact, { params: { caseId } })).status).toBe(403)
  })

  test('a neighbour’s number is not passed on as the family’s; another one can be given, or none', async () => {
    const neighbour = await send({}, { forWhom: 'other', phone: '19900000142' })
    expect(neighbour.case.transfers[0]?.phoneMasked).toBeNull()
    const given = await send({ phone: '199 0000 0143' })
    expect(given.case.transfers[0]?.phoneMasked).toBe('199****0143')
    const none = await send({ phone: 'none' }, { forWhom: 'self', phone: '19900000144' })
    expect(none.case.transfers[0]?.phoneMasked).toBeNull()
  })

  test('refused: the township decides anew, with another department or by itself', async () => {
    const first = await send()
    const refused = await town.call('POST /api/transfers/:transferId/refuse', contact, {
      params: { transferId: first.transferId },
      body: { reason: '学龄前的，要找妇联' },
    })
    expect(refused.reply).toMatchObject({ state: 'refused', said: { kind: 'refusal' } })
    let work = await caseOf(first.caseId)
    expect(work).toMatchObject({ state: 'transferred', clock: { label: '定怎么帮' } })
    expect(work.events).toEqual(expect.arrayContaining(['transfer', 'take_back', 'close_transfer']))

    const draft = await town.call('GET /api/cases/:caseId/transfer-draft', officer, {
      params: { caseId: first.caseId },
    })
    expect(draft.reply.refused).toEqual([{ id: first.transferId, departmentCalled: '教育', matter }])
    const again = await town.call('POST /api/cases/:caseId/transfer', officer, {
      params: { caseId: first.caseId },
      body: someMatter(work.version, { department: 'women_federation', insteadOf: first.transferId }),
    })
    expect(again.reply.transfers.map(({ state, closed }) => [state, closed?.by.calledAs])).toEqual([
      ['closed', '段干事'],
      ['sent', undefined],
    ])
    expect(again.reply.clock?.label).toBe('部门回音')
    const early = await town.call('POST /api/cases/:caseId/take-back', officer, {
      params: { caseId: first.caseId },
      body: { version: again.reply.version },
    })
    expect([early.status, early.problem.detail]).toEqual([409, '还有部门在办，先等回音'])

    const second = again.reply.transfers[1]?.id ?? ''
    const told = await town.call('POST /api/cases/:caseId/transfers/:transferId/refuse', officer, {
      params: { caseId: first.caseId, transferId: second },
      body: { version: again.reply.version, name: '高主席', reason: '打电话说的，今年名额用完了' },
    })
    expect(told.reply.history.at(-1)).toMatchObject({
      told: '那边的部门说不归他们，乡里再想办法：妇联 高主席：打电话说的，今年名额用完了',
      by: { calledAs: '段干事' },
    })
    work = (
      await town.call('POST /api/cases/:caseId/take-back', officer, {
        params: { caseId: first.caseId },
        body: { version: told.reply.version },
      })
    ).reply
    expect(work).toMatchObject({ state: 'confirmed', clock: { label: '定怎么帮' } })
    expect(work.transfers.map(({ state }) => state)).toEqual(['closed', 'closed'])
  })

  test('beside relief the nearest term of what is under way is the case’s clock', async () => {
    const caseId = await confirmedCase(town)
    const relief = await town.call('POST /api/cases/:caseId/relief', officer, {
      params: { caseId },
      body: {
        version: (await caseOf(caseId)).version,
        clientKey: randomUUID(),
        type: 'temporary_expense',
        applicant: 'assisted',
        kinOfStaff: null,
      },
    })
    const { dueAt: due, clock } = relief.reply
    expect(Date.parse(due)).toBeGreaterThan(Date.parse('2026-12-02T10:00:00.000Z'))
    const draft = await town.call('GET /api/cases/:caseId/transfer-draft', officer, { params: { caseId } })
    expect(draft.reply.event).toBe('transfer_beside')
    const beside = await town.call('POST /api/cases/:caseId/transfer-beside', officer, {
      params: { caseId },
      body: someMatter(relief.reply.version, { answerBy: '2026-12-01T10:00:00.000Z' }),
    })
    expect(beside.reply).toMatchObject({
      state: 'in_relief',
      dueAt: '2026-12-01T10:00:00.000Z',
      clock: { label: '部门回音' },
    })
    const transferId = beside.reply.transfers[0]?.id ?? ''
    await town.call('POST /api/transfers/:transferId/reply', contact, {
      params: { transferId },
      body: { reply: '办了' },
    })
    const replied = await caseOf(caseId)
    expect(replied).toMatchObject({ dueAt: '2026-11-27T10:00:00.000Z', clock: { label: '告诉家里' } })
    const closed = await town.call('POST /api/cases/:caseId/transfers/:transferId/close', officer, {
      params: { caseId, transferId },
      body: { version: replied.version },
    })
    expect(closed.reply).toMatchObject({ dueAt: due, clock })
  })

  const wrong: [string, Partial<Record<keyof Sending, unknown>>, string][] = [
    ['no department', { department: undefined }, 'department'],
    ['an unknown department', { department: 'fishery' }, 'department'],
    ['another one without its name', { department: 'other' }, 'departmentName'],
    ['nothing to do', { matter: ' \n ' }, 'matter'],
    ['a matter too long', { matter: '难'.repeat(1001) }, 'matter'],
    ['a NUL in the matter', { matter: '难\u0000处' }, 'matter'],
    ['an operator for the matter', { matter: { $gt: '' } }, 'matter'],
    ['a day past', { answerBy: '2026-11-23T10:00:00.000Z' }, 'answerBy'],
    ['a day beyond the clock', { answerBy: '2026-12-09T10:00:00.000Z' }, 'answerBy'],
    ['a day in words', { answerBy: '明天' }, 'answerBy'],
    ['a phone that is none', { phone: '12345' }, 'phone'],
    ['instead of what does not exist', { insteadOf: '0123456789abcdef01234567' }, 'insteadOf'],
    ['a negative version', { version: -1 }, 'version'],
    ['a field that is none', { state: 'closed' } as never, 'state'],
  ]
  test('what is sent wrongly is named by its field, and no number is taken', async () => {
    const { caseId, version } = await reportedCase(town)
    const before = await town.house.db.collection('transfer_registers').find().toArray()
    for (const [name, changes, field] of wrong) {
      const answer = await town.call('POST /api/cases/:caseId/transfer', officer, {
        params: { caseId },
        body: { ...someMatter(version), ...changes } as Sending,
      })
      const fields = answer.problem.fields?.map((one) => one.field) ?? []
      expect([name, answer.status, fields.some((one) => one.startsWith(field))]).toEqual([name, 400, true])
    }
    const beside = await town.call('POST /api/cases/:caseId/transfer-beside', officer, {
      params: { caseId },
      body: someMatter(version),
    })
    expect(beside.status).toBe(409)
    expect(await town.house.db.collection('transfer_registers').find().toArray()).toEqual(before)
  })

  test('a department that the list does not name is called by its own name', async () => {
    const sent = await send({ department: 'other', departmentName: '县林草局' })
    expect(sent.case.transfers[0]).toMatchObject({ departmentCalled: '县林草局', contact: null })
  })

  test('the township’s own word for its numbers', async () => {
    const params = { township: '530924205' }
    const set = (prefix: string) =>
      town.call('PUT /api/townships/:township/transfer-prefix', officer, { params, body: { prefix } })
    expect((await set('ABC')).status).toBe(400)
    expect((await set('')).status).toBe(400)
    expect((await set('军赛转')).status).toBe(204)
    expect((await send()).case.transfers[0]?.number).toMatch(/^军赛转〔2026〕\d+号$/)
    expect((await set('军政转')).status).toBe(204)
  })

  test('what was written stands encrypted in the store', async () => {
    const secret = '只有他们该看的一句话'
    const { caseId } = await send({ matter: secret, phone: '19900000177' })
    const stored = await town.house.db.collection('cases').find().toArray()
    const text = JSON.stringify(stored)
    expect(text).toContain(caseId)
    expect(text).not.toContain(secret)
    expect(text).not.toContain('19900000177')
    const audit = JSON.stringify(await town.house.db.collection('audit_entries').find().toArray())
    expect(audit).toContain('case.transfer')
    expect(audit).not.toContain(secret)
  })

  test('a word typed is not lost to a stale screen, and the same sent twice is sent once', async () => {
    const { caseId, version } = await reportedCase(town)
    const body = someMatter(version)
    const both = await Promise.all([
      town.call('POST /api/cases/:caseId/transfer', officer, { params: { caseId }, body }),
      town.call('POST /api/cases/:caseId/transfer', officer, { params: { caseId }, body }),
    ])
    expect(both.map(({ status }) => status).sort()[0]).toBe(200)
    const again = await town.call('POST /api/cases/:caseId/transfer', officer, { params: { caseId }, body })
    expect([again.status, again.reply.transfers.length]).toEqual([200, 1])
    const other = await town.call('POST /api/cases/:caseId/transfer', officer, {
      params: { caseId },
      body: someMatter(version, { matter: '另一件事' }),
    })
    expect([other.status, other.problem.type]).toEqual([409, '/api/docs#changed-meanwhile'])
    expect((await caseOf(caseId)).transfers).toHaveLength(1)
  })
})
