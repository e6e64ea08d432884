import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

/** One report of a village, urgent or not, and its case as the store holds it. */
describe('a missed clock moves up, to somebody who is there, and is never without an owner (R2, R10)', () => {
  let town: TestHouse
  beforeEach(async () => {
    town = await openTestHouse({ startsAt: '2026-11-24T02:00:00.000Z' })
  })
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const report = async (urgent: boolean, text = '隔壁家老人病了三天，自己煮不动饭') => {
    const { status } = await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ text, markedUrgent: urgent, phone: undefined, subjectName: undefined }),
    })
    expect(status).toBe(201)
  }
  const cases = () => town.house.db.collection('cases').find().sort({ _id: 1 }).toArray()
  const only = async () => (await cases())[0]
  const sweepAt = async (at: string) => {
    town.setTime(at)
    return town.rooms.overdue.sweep()
  }
  const owner = async () => (await only())?.owner.calledAs

  test('an urgent lead that nobody takes goes from the coordinator to the county in two hours', async () => {
    await report(true)
    expect(await owner()).toBe('鲍老师')
    expect(await sweepAt('2026-11-24T02:29:59.000Z')).toBe(0)
    const way: string[] = []
    for (const at of ['02:30', '03:00', '03:30', '04:00', '04:30', '05:00']) {
      await sweepAt(`2026-11-24T${at}:00.000Z`)
      way.push(await owner())
    }
    const line = [...new Set(way)]
    expect(line.slice(-3)).toEqual(['周书记', '罗副乡长', '尹科长'])
    const work = await only()
    expect(work?.state).toBe('assigned')
    // The promise to the family stays what it was: overdue is overdue, whoever has it now.
    expect(work?.dueAt.toISOString()).toBe('2026-11-24T02:30:00.000Z')
    expect(work?.history.filter(({ event }: { event: string }) => event === 'escalate')).toHaveLength(
      line.length,
    )
    expect(work?.movesUpAt).toBeNull()
    expect(await sweepAt('2026-11-30T04:00:00.000Z')).toBe(0)
  })

  test('whoever takes it in the end owns it, and the line begins anew', async () => {
    await report(true)
    await sweepAt('2026-11-24T02:30:00.000Z')
    const work = await only()
    const { reply } = await town.call(
      'POST /api/cases/:caseId/accept',
      await town.signIn('coordinator-203'),
      {
        params: { caseId: String(work?._id) },
        body: { version: work?.version },
      },
    )
    expect(reply).toMatchObject({ state: 'accepted', owner: { calledAs: '鲍老师' } })
    expect((await only())?.passedOver).toEqual([])
  })

  test('ordinary clocks wait for working time, over the National Day holiday and its moved working days', async () => {
    town.setTime('2026-09-30T09:00:00.000Z')
    await report(false)
    const due = (await only())?.dueAt as Date
    expect(await sweepAt(new Date(due.getTime() - 1000).toISOString())).toBe(0)
    expect(await sweepAt(due.toISOString())).toBe(1)
    // 1–7 October are days off: the working day after the 30th is the 8th, and 18:00 in China is 10:00 UTC.
    expect(due.toISOString()).toBe('2026-10-08T10:00:00.000Z')
  })

  test('a sweep that was down for two days moves each case one step, and not up the whole line at once', async () => {
    await report(true)
    expect(await sweepAt('2026-11-26T02:30:00.000Z')).toBe(1)
    expect((await only())?.passedOver).toHaveLength(1)
    expect((await only())?.movesUpAt.toISOString()).toBe('2026-11-26T03:00:00.000Z')
  })

  test('any number of processes sweep at once: every case is moved once', async () => {
    for (let i = 0; i < 12; i += 1) await report(true, `第${i}家断粮了`)
    town.setTime('2026-11-24T02:31:00.000Z')
    const moved = await Promise.all(Array.from({ length: 4 }, () => town.rooms.overdue.sweep()))
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(12)
    for (const work of await cases()) {
      expect(work.history.filter(({ event }: { event: string }) => event === 'escalate')).toHaveLength(1)
      expect(work.passedOver).toHaveLength(1)
    }
  })

  test('who is away is passed by, and everybody concerned is told once', async () => {
    await report(true)
    const lead = await town.signIn('lead')
    const roster = await town.call('GET /api/townships/:township/roster', lead, {
      params: { township: '530924205' },
    })
    const village = roster.reply.villages.find(({ code }) => code === '530924205203')
    for (const person of village?.people.filter(({ role }) => role === 'village_secretary') ?? [])
      await town.call('POST /api/absences', lead, {
        body: { account: person.id, from: '2026-11-24T02:00:00.000Z', until: '2026-11-25T02:00:00.000Z' },
      })
    for (const at of ['02:30', '03:00', '03:30']) await sweepAt(`2026-11-24T${at}:00.000Z`)
    expect(['罗副乡长', '尹科长']).toContain(await owner())
    const inbox = await town.call('GET /api/inbox', await town.signIn('coordinator-203'), { query: {} })
    expect(inbox.reply.items.map(({ kind }) => kind).sort()).toEqual(['new_case', 'overdue_told'])
    const theirs = await town.call('GET /api/inbox', await town.signIn('lead'), { query: {} })
    expect(theirs.reply.items.filter(({ kind }) => kind === 'escalated')).toHaveLength(1)
  })

  test('a paused clock stands still, goes on by itself on the day that was named, and then runs out', async () => {
    await report(true)
    const work = await only()
    const coordinator = await town.signIn('coordinator-203')
    const params = { caseId: String(work?._id) }
    const accepted = await town.call('POST /api/cases/:caseId/accept', coordinator, {
      params,
      body: { version: 0 },
    })
    const paused = await town.call('POST /api/cases/:caseId/pause', coordinator, {
      params,
      body: { version: accepted.reply.version, reason: 'road_cut', until: '2026-11-27T10:00:00.000Z' },
    })
    expect(paused.status).toBe(200)
    expect(paused.reply.events).toContain('resume')
    expect(paused.reply.events).not.toContain('pause')
    expect(await sweepAt('2026-11-26T10:00:00.000Z')).toBe(0)
    expect(await sweepAt('2026-11-27T10:00:00.000Z')).toBe(1)
    const after = await only()
    expect(after?.paused).toBeNull()
    expect(after?.owner.calledAs).toBe('鲍老师')
    expect(after?.dueAt.toISOString()).toBe(paused.reply.dueAt)
    expect(await sweepAt(paused.reply.dueAt)).toBe(1)
    expect(await owner()).not.toBe('鲍老师')
  })

  test.each([
    [{ reason: 'family_away', until: '2026-11-23T10:00:00.000Z' }, 'until'],
    [{ reason: 'family_away', until: '2027-11-23T10:00:00.000Z' }, 'until'],
    [{ reason: 'no_time', until: '2026-11-27T10:00:00.000Z' }, 'reason'],
  ])('a pause of %j is refused', async (pause, field) => {
    await report(false)
    const work = await only()
    const { status, problem } = await town.call(
      'POST /api/cases/:caseId/pause',
      await town.signIn('coordinator-203'),
      { params: { caseId: String(work?._id) }, body: { version: 0, ...pause } as never },
    )
    expect([status, problem.fields?.[0]?.field]).toEqual([400, field])
  })

  test('a suspected abuse never moves to the village or to an officer', async () => {
    await report(false, '隔壁家后妈用棍子打小孩，娃娃身上都是伤')
    const work = await only()
    expect(work?.track).toBe('abuse')
    for (const at of ['02:30', '03:00', '03:30', '04:00', '04:30']) {
      await sweepAt(`2026-11-24T${at}:00.000Z`)
      expect(['罗副乡长', '尹科长']).toContain(await owner())
    }
  })
})
