import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('a report comes in and is taken (R2, R4)', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse({ startsAt: '2026-11-24T02:00:00.000Z' })
  })
  afterAll(() => town.close())

  test('from the card to the coordinator’s queue, and back to the resident', async () => {
    const phone = town.newDeviceKey()
    const sent = await town.call('POST /api/reports', await town.newResident(phone), { body: someReport() })
    expect(sent.status).toBe(201)
    expect(sent.reply).toMatchObject({
      placed: true,
      villageName: '彩靠村',
      alreadyReceived: false,
      promise: {
        contact: { calledAs: '鲍老师', title: '协理员' },
        contactBy: '2026-11-25T10:00:00.000Z',
        visitBy: '2026-11-27T10:00:00.000Z',
      },
    })
    expect(sent.reply.receipt).toMatch(/^\d{8}$/)

    let coordinator = await town.signIn('coordinator-203')
    const queue = await town.call('GET /api/queue', coordinator, { query: {} })
    expect(queue.reply.counts).toEqual({ open: 1, urgent: 0, overdue: 0 })
    const [lead] = queue.reply.items
    expect(lead).toMatchObject({ subjectName: '岩三木', placeName: '彩靠村 半坡寨', state: 'assigned' })
    const id = lead?.id ?? ''

    const opened = await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId: id } })
    expect(opened.reply.routing.reasons).toContain('因为名片上是彩靠村，没有改')
    expect(opened.reply.reports[0]).toMatchObject({
      phoneMasked: '199****0121',
      placeWords: '大青树下第二家',
    })
    expect(opened.reply.events).toEqual([
      'accept',
      'return_to_triage',
      'visit_confirms',
      'visit_not_eligible',
      'visit_unfounded',
      'mark_urgent',
      'mark_ordinary',
      'pause',
      'join',
    ])

    const called = await town.call('POST /api/cases/:caseId/calls', coordinator, {
      params: { caseId: id },
      body: { receipt: sent.reply.receipt },
    })
    expect(called.reply).toEqual({ phone: '19900000121' })

    town.setTime('2026-11-24T03:30:00.000Z')
    coordinator = await town.signIn('coordinator-203')
    const accepted = await town.call('POST /api/cases/:caseId/accept', coordinator, {
      params: { caseId: id },
      body: { version: opened.reply.version },
    })
    expect(accepted.reply).toMatchObject({
      state: 'accepted',
      mine: true,
      dueAt: '2026-11-27T10:00:00.000Z',
      clock: { label: '入户核实', nature: 'internal' },
      events: expect.arrayContaining(['visit_confirms', 'return_to_triage', 'pause']),
    })

    const mine = await town.call('GET /api/my-reports', await town.newResident(phone), {})
    expect(mine.reply.reports[0]).toMatchObject({
      receipt: sent.reply.receipt,
      stage: 'taken',
      contact: { calledAs: '鲍老师' },
      steps: [
        { stage: 'received' },
        { stage: 'taken', told: '协理员鲍老师接了，准备上门看', at: '2026-11-24T03:30:00.000Z' },
      ],
    })
    expect(town.failures).toEqual([])
  })

  test('a doubtful report waits on the triage desk with ranked villages, and a tap places it', async () => {
    const resident = await town.newResident()
    const sent = await town.call('POST /api/reports', resident, {
      body: someReport({ card: undefined, place: {}, text: '新寨有家人房子垮了，晚上没地方住' }),
    })
    expect(sent.reply).toMatchObject({ placed: false, villageName: null, promise: { contact: null } })

    const officer = await town.signIn('officer')
    const desk = await town.call('GET /api/triage', officer, { query: {} })
    expect(desk.reply.items).toHaveLength(1)
    const [waiting] = desk.reply.items
    expect(waiting?.urgency).toBe('urgent')
    expect(waiting?.recognised).toEqual([{ start: 0, end: 2, text: '新寨' }])
    expect(waiting?.suggestions.map((one) => one.name)).toEqual(['中厂村', '岔路村'])

    const placed = await town.call('POST /api/cases/:caseId/place', officer, {
      params: { caseId: waiting?.id ?? '' },
      body: { version: waiting?.version ?? 0, village: '530924205205' },
    })
    expect(placed.reply).toMatchObject({
      state: 'assigned',
      owner: { calledAs: '何老师' },
      placeName: '岔路村',
    })

    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-205'), { query: {} })
    expect(queue.reply.items.map((item) => item.id)).toEqual([waiting?.id])
    expect((await town.call('GET /api/triage', officer, { query: {} })).reply.items).toEqual([])
  })

  test('the other village, and the resident, cannot see or take the case', async () => {
    const resident = await town.newResident()
    const sent = await town.call('POST /api/reports', resident, { body: someReport() })
    const own = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
    const id = own.reply.items.find((item) => item.state === 'assigned')?.id ?? ''
    const stranger = await town.signIn('coordinator-204')
    const params = { caseId: id }
    expect((await town.call('GET /api/cases/:caseId', stranger, { params })).status).toBe(404)
    const taken = await town.call('POST /api/cases/:caseId/accept', stranger, {
      params,
      body: { version: 0 },
    })
    expect(taken.status).toBe(404)
    expect((await town.call('GET /api/cases/:caseId', resident, { params })).status).toBe(403)
    const other = await town.newResident()
    const peek = await town.call('GET /api/my-reports/:receipt', other, {
      params: { receipt: sent.reply.receipt },
    })
    expect(peek.status).toBe(404)
  })

  test('the urgent stand first, then the nearest clock; pages follow without gap or double', async () => {
    const at = { village: '530924205201', villageFrom: 'card' as const }
    for (let n = 0; n < 25; n += 1) {
      town.setTime(new Date(Date.UTC(2026, 10, 24, 4, n)).toISOString())
      const resident = await town.newResident()
      const body = someReport({ card: 'demo0201', place: at, markedUrgent: n % 10 === 9 })
      expect((await town.call('POST /api/reports', resident, { body })).status).toBe(201)
    }
    const coordinator = await town.signIn('coordinator-201')
    const first = await town.call('GET /api/queue', coordinator, { query: {} })
    expect(first.reply.counts).toEqual({ open: 25, urgent: 2, overdue: 0 })
    expect(first.reply.items).toHaveLength(20)
    const rest = await town.call('GET /api/queue', coordinator, { query: { after: first.reply.after ?? '' } })
    const all = [...first.reply.items, ...rest.reply.items]
    expect(rest.reply.after).toBeNull()
    expect(new Set(all.map((item) => item.id)).size).toBe(25)
    expect(all.slice(0, 3).map((item) => item.urgency)).toEqual(['urgent', 'urgent', 'ordinary'])
    expect(all.map((item) => item.dueAt).slice(2)).toEqual(
      all
        .map((item) => item.dueAt)
        .slice(2)
        .sort(),
    )
  })
})
