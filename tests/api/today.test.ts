import { Types } from 'mongoose'
import { moveOn, newCase } from '../setup/moved-case'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const village = '530924205203'

describe('what somebody of a village has to do today', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await Promise.all(
      ['cases', 'reports', 'absences'].map((name) => town.house.db.collection(name).deleteMany({})),
    )
    town.rooms.people.forgetActors()
    town.setTime('2026-11-24T02:00:00.000Z')
  })

  const today = async (as = 'coordinator-203') =>
    (await town.call('GET /api/today', await town.signIn(as), {})).reply
  const inShort = async (as?: string) =>
    (await today(as)).tasks.map(({ subjectName, kind, mine }) => [subjectName, kind, mine])

  test('nothing, at first', async () => {
    expect(await today()).toEqual({ tasks: [], later: 0, leave: null })
  })

  test('taking, visiting and reporting up, in the order of their clocks', async () => {
    await newCase(town, { subjectName: '岩甲' })
    await moveOn(town, await newCase(town, { subjectName: '岩乙' }), 'accept')
    await moveOn(town, await newCase(town, { subjectName: '岩丙' }), 'accept', 'visit_confirms')
    await newCase(town, { subjectName: '岩丁', text: '断粮了，两天没有吃的' })
    const { tasks } = await today()
    expect(tasks.map(({ subjectName, kind }) => [subjectName, kind])).toEqual([
      ['岩丁', 'accept'],
      ['岩甲', 'accept'],
      ['岩丙', 'report_up'],
      ['岩乙', 'visit'],
    ])
    const due = tasks.map(({ dueAt }) => dueAt)
    expect([...due].sort()).toEqual(due)
    expect(tasks[0]).toMatchObject({
      urgency: 'urgent',
      mine: true,
      handedOver: false,
      owner: { calledAs: '鲍老师', title: '协理员' },
      nextAction: '接下这条线索',
    })
    // The secretary of the same village has nothing in their hands.
    expect((await today('secretary-203')).tasks).toEqual([])
  })

  test('a family that waits for its follow-up, for everybody of its village, from a week before on', async () => {
    const id = await newCase(town, { subjectName: '岩三木' })
    await moveOn(town, id, 'accept', 'visit_confirms', 'report_up', 'township_confirms')
    await town.house.db
      .collection('cases')
      .updateOne(
        { _id: new Types.ObjectId(id) },
        { $set: { state: 'answered', clock: 'follow_up', dueAt: new Date('2026-12-02T02:00:00.000Z') } },
      )
    expect(await inShort()).toEqual([])
    town.setTime('2026-11-25T02:00:01.000Z')
    expect(await inShort()).toEqual([['岩三木', 'follow_up', false]])
    expect(await inShort('secretary-203')).toEqual([['岩三木', 'follow_up', false]])
    expect(await inShort('coordinator-204')).toEqual([])
    await town.house.db
      .collection('cases')
      .updateOne({ _id: new Types.ObjectId(id) }, { $set: { track: 'abuse' } })
    expect(await inShort()).toEqual([])
  })

  test('what is kept apart is told to whoever was given it, and a phone is told to keep nothing of it', async () => {
    await newCase(town, { subjectName: '岩甲' })
    await newCase(town, { subjectName: '岩乙' })
    await town.house.db.collection('cases').updateOne({ subjectName: '岩甲' }, { $set: { track: 'abuse' } })
    const { tasks } = await today()
    expect(tasks.map(({ subjectName, keptApart }) => [subjectName, keptApart]).sort()).toEqual([
      ['岩乙', false],
      ['岩甲', true],
    ])
  })

  test('the hour at which county, township and village go together', async () => {
    const id = await newCase(town, { subjectName: '岩三木' })
    await moveOn(town, id, 'accept', 'visit_confirms', 'report_up')
    const officer = await town.signIn('officer')
    const { version } = await town.rooms.mover.find(id)
    const team = (['county', 'township', 'village'] as const).map((unit) => ({
      name: '某人',
      title: '',
      unit,
    }))
    const meetAt = '2026-11-25T02:00:00.000Z'
    const started = await town.call('POST /api/cases/:caseId/joint-inquiry', officer, {
      params: { caseId: id },
      body: { version, team, meetAt },
    })
    expect(started.status).toBe(200)
    expect((await today()).tasks).toMatchObject([{ kind: 'joint_visit', dueAt: meetAt, mine: false }])
  })

  test('what is handed over stands out until it is worked on; one’s own leave is told', async () => {
    await newCase(town, { subjectName: '岩三木' })
    const coordinator = await town.signIn('coordinator-203')
    await town.call('POST /api/absences', coordinator, {
      body: { from: '2026-11-24T02:00:00.000Z', until: '2026-11-25T16:00:00.000Z' },
    })
    expect(await today()).toMatchObject({ tasks: [], leave: { until: '2026-11-25T16:00:00.000Z' } })
    const [handed] = (await today('secretary-203')).tasks
    expect(handed).toMatchObject({ subjectName: '岩三木', mine: true, handedOver: true })
    await town.call('POST /api/cases/:caseId/accept', await town.signIn('secretary-203'), {
      params: { caseId: handed?.id ?? '' },
      body: { version: handed?.version ?? 0 },
    })
    expect((await today('secretary-203')).tasks).toMatchObject([{ kind: 'visit', handedOver: false }])
  })

  test('what is further off is counted and not listed; leave of next month is not told yet', async () => {
    const id = await newCase(town)
    await moveOn(town, id, 'accept')
    const work = await town.rooms.mover.find(id)
    const until = '2026-12-20T10:00:00.000Z'
    const coordinator = await town.signIn('coordinator-203')
    const paused = await town.call('POST /api/cases/:caseId/pause', coordinator, {
      params: { caseId: id },
      body: { version: work.version, reason: 'family_away', until },
    })
    expect(paused.status).toBe(200)
    await town.call('POST /api/absences', coordinator, {
      body: { from: '2026-12-10T16:00:00.000Z', until: '2026-12-12T16:00:00.000Z' },
    })
    expect(await today()).toEqual({ tasks: [], later: 1, leave: null })
  })

  test('their village: who is there, who is away, who gets a lead, and its card', async () => {
    const coordinator = await town.signIn('coordinator-203')
    const ours = async (as: string) => (await town.call('GET /api/our-villages', as, {})).reply.villages
    expect(await ours(coordinator)).toEqual([
      {
        code: village,
        name: '彩靠村',
        townshipName: expect.stringContaining('军赛'),
        hotline: '19900000883',
        card: 'demo0203',
        people: [
          { calledAs: '鲍老师', title: '协理员', me: true, group: null, away: null },
          { calledAs: '周书记', title: '村党总支书记', me: false, group: null, away: null },
        ],
        acting: { calledAs: '鲍老师', title: '协理员' },
      },
    ])
    await town.call('POST /api/absences', coordinator, {
      body: { from: '2026-11-24T02:00:00.000Z', until: '2026-11-25T16:00:00.000Z' },
    })
    town.setTime('2026-11-24T02:00:02.000Z')
    expect(await ours(coordinator)).toMatchObject([
      { people: [{ away: { until: '2026-11-25T16:00:00.000Z' } }, {}], acting: { calledAs: '周书记' } },
    ])
    expect(
      (await ours(await town.signIn('coordinator-204')))[0]?.people.map(({ calledAs }) => calledAs),
    ).toEqual(['杨老师', '魏老师', '吴书记', '俸组长'])
  })

  test('a card that was withdrawn is not handed out any more', async () => {
    const card = async () =>
      (await town.call('GET /api/our-villages', await town.signIn('coordinator-203'), {})).reply.villages[0]
        ?.card
    expect(await card()).toBe('demo0203')
    await town.house.db
      .collection<{ _id: string }>('cards')
      .updateOne({ _id: 'demo0203' }, { $set: { withdrawnAt: new Date('2026-11-24T01:00:00.000Z') } })
    expect(await card()).toBeNull()
  })

  test('a resident and a desk have other pages', async () => {
    const resident = await town.newResident()
    await town.call('POST /api/reports', resident, { body: someReport() })
    expect((await town.call('GET /api/today', resident, {})).status).toBe(403)
    expect((await town.call('GET /api/today', await town.signIn('officer'), {})).status).toBe(403)
  })
})
