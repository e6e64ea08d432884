import { caseModel } from '../../server/casework/case.model'
import { caseStateCodes, isClosed } from '../../shared/domain/case-states'
import { eventOfVisit, visitConclusionCodes } from '../../shared/domain/home-visit'
import { eventRule, eventsOpenTo } from '../../shared/domain/life-cycle'
import { caseHands, workedOnAt } from '../setup/some-case'
import { type SentVisit, someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('a visit that really happened is never lost, however late or often it is sent', () => {
  let town: TestHouse
  let hands: ReturnType<typeof caseHands>
  beforeAll(async () => {
    town = await openTestHouse()
    hands = caseHands(town)
  })
  afterAll(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const visit = async (caseId: string, as: string, body: SentVisit) =>
    town.call('POST /api/cases/:caseId/visits', await town.signIn(as), { params: { caseId }, body })
  const stored = () => town.house.db.collection('home_visits').countDocuments({})

  test('sent twice after a lost answer, also with photographs: one visit, one step', async () => {
    const { caseId } = await hands.report()
    const body = someVisit({ photos: [await hands.photo()], signature: await hands.photo() })
    const before = await stored()
    const first = await visit(caseId, 'coordinator-203', body)
    // The phone has asked for the case again meanwhile: it sends the same visit with a newer version.
    const again = await visit(caseId, 'coordinator-203', { ...body, version: first.reply.case.version })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.reply).toMatchObject({ moved: true, told: first.reply.told, alreadyReceived: true })
    expect(again.reply.case.history).toEqual(first.reply.case.history)
    expect(await stored()).toBe(before + 1)
  })

  test('eight times at the same moment: one visit', async () => {
    const { caseId } = await hands.report()
    const body = someVisit({ photos: [await hands.photo()] })
    const before = await stored()
    const answers = await Promise.all(Array.from({ length: 8 }, () => visit(caseId, 'coordinator-203', body)))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect(answers.filter(({ reply }) => !reply.alreadyReceived)).toHaveLength(1)
    expect(answers.every(({ reply }) => reply.moved)).toBe(true)
    expect(await stored()).toBe(before + 1)
    expect((await hands.look(caseId)).history).toHaveLength(2)
  })

  test('the same key with another form is refused, and nothing is written', async () => {
    const { caseId } = await hands.report()
    const body = someVisit()
    await visit(caseId, 'coordinator-203', body)
    const before = await stored()
    const other = await visit(caseId, 'coordinator-203', { ...body, words: '还有一句' })
    expect(other.status).toBe(409)
    expect(other.problem).toMatchObject({
      type: '/api/docs#already-sent',
      detail: expect.stringContaining('收到过'),
    })
    expect(await stored()).toBe(before)
  })

  test('two visitors send at the same moment: one moves the case, the other’s visit is kept, and says whose was first', async () => {
    const { caseId } = await hands.report()
    const answers = await Promise.all(
      ['coordinator-203', 'secretary-203'].map((who) => visit(caseId, who, someVisit())),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers.map(({ reply }) => reply.moved).sort()).toEqual([false, true])
    const winner = answers.findIndex(({ reply }) => reply.moved)
    const told = answers.find(({ reply }) => !reply.moved)?.reply.told
    expect(told).toMatch(winner === 0 ? /^协理员鲍老师先报了/ : /^村党总支书记周书记先报了/)
    const { state, visits, history, owner } = await hands.look(caseId)
    expect([state, visits.map(({ moved }) => moved).sort()]).toEqual(['verified', [false, true]])
    expect(history).toHaveLength(3)
    expect(owner.calledAs).toBe(winner === 0 ? '鲍老师' : '周书记')
  })

  test('the office worked on meanwhile, but nobody was there: the late visit moves the case and says so', async () => {
    const { caseId } = await hands.report()
    await hands.accept(caseId)
    const { version } = await hands.look(caseId)
    const urgent = await town.call('POST /api/cases/:caseId/urgency', await town.signIn('officer'), {
      params: { caseId },
      body: { version, urgency: 'urgent', reason: '打电话来催' },
    })
    expect(urgent.reply.version).toBe(2)
    // Written on the hill when the case had not even been accepted.
    const { reply } = await visit(caseId, 'coordinator-203', someVisit({ version: 0, words: '屋里潮' }))
    expect(reply).toMatchObject({ moved: true, case: { state: 'verified' } })
    expect(reply.case.history.at(-1)?.told).toBe(
      '上门看过了，确有困难：屋里潮。写好到发来之间，这件事又有 2 步变化（最后是“看过了，改成紧急”）',
    )
  })

  test('after another’s visit the late one is kept, and moves nothing', async () => {
    const { caseId } = await hands.report()
    await visit(caseId, 'secretary-203', someVisit())
    await hands.reportUp(caseId)
    const before = await hands.look(caseId)
    const late = someVisit({ version: 0, conclusion: 'unfounded', words: '家里没有人' })
    const { status, reply } = await visit(caseId, 'coordinator-203', late)
    expect(status).toBe(201)
    expect(reply).toMatchObject({
      moved: false,
      told: '村党总支书记周书记先报了上门的结果。您这次上门也记在这件事里了，没有动它',
    })
    expect(reply.case).toMatchObject({ state: 'reported', dueAt: before.dueAt, owner: before.owner })
    expect(reply.case.visits.map(({ moved }) => moved)).toEqual([true, false])
    expect(reply.case.history.at(-1)).toMatchObject({
      told: expect.stringMatching(/^又上门看了一次：家里没有人/),
      by: { calledAs: '鲍老师' },
    })
  })

  test('the family withdrew meanwhile, or it was worked to the end: kept all the same', async () => {
    const { caseId, phone, receipt } = await hands.report()
    const withdrawn = await town.call(
      'POST /api/my-reports/:receipt/withdraw',
      await town.newResident(phone),
      { params: { receipt }, body: {} },
    )
    expect(withdrawn.status).toBe(200)
    const { reply } = await visit(caseId, 'coordinator-203', someVisit())
    expect(reply).toMatchObject({
      moved: false,
      told: expect.stringContaining('这件事现在是“已撤回”'),
      case: { state: 'withdrawn', clock: null, visits: [{ moved: false }] },
    })
  })

  test('the case was joined to another one meanwhile: the visit goes where the work is', async () => {
    const one = await hands.report({ subjectName: '岩三木' })
    const two = await hands.report({ subjectName: '岩三木' })
    const joined = await town.call('POST /api/cases/:caseId/join', await town.signIn('coordinator-203'), {
      params: { caseId: two.caseId },
      body: { version: 0, into: one.caseId },
    })
    expect(joined.reply.state).toBe('merged')
    const { reply } = await visit(two.caseId, 'coordinator-203', someVisit())
    expect(reply).toMatchObject({ moved: true, case: { id: one.caseId, state: 'verified' } })
  })

  test('returned for more and visited again by the same person, from a page that was old: it moves', async () => {
    const { caseId } = await hands.report()
    await visit(caseId, 'coordinator-203', someVisit())
    const { version } = await hands.reportUp(caseId)
    await town.call('POST /api/cases/:caseId/return-for-more', await town.signIn('officer'), {
      params: { caseId },
      body: { version, reason: '差票据' },
    })
    const { reply } = await visit(caseId, 'coordinator-203', someVisit({ happenedAt: workedOnAt }))
    expect(reply).toMatchObject({ moved: true, case: { state: 'verified' } })
    expect(reply.case.visits.map(({ moved }) => moved)).toEqual([true, true])
  })

  test.each(caseStateCodes)(
    'in state %s it moves what the table says and nothing else, and is kept whatever the state',
    async (state) => {
      const { caseId } = await hands.report()
      for (const [who, role] of [
        ['coordinator-203', 'village_coordinator'],
        ['lead', 'township_lead'],
        ['county', 'county_officer'],
      ] as const) {
        await caseModel(town.house.db).updateOne({ _id: caseId }, { $set: { state, open: !isClosed(state) } })
        for (const conclusion of visitConclusionCodes) {
          const { version, state: before } = await hands.look(caseId)
          const event = eventOfVisit(conclusion, eventsOpenTo(before, [role]))
          const body = someVisit({ version, conclusion, explanation: '够不上', words: '去看过' })
          const { status, reply } = await visit(caseId, who, body)
          expect({ who, before, conclusion, status, moved: reply.moved, state: reply.case.state }).toEqual({
            who,
            before,
            conclusion,
            status: 201,
            moved: event !== null,
            state: event ? eventRule(event).to : before,
          })
        }
      }
      expect((await hands.look(caseId)).visits).toHaveLength(9)
    },
  )

  test('a case that stood still for a named reason goes on with the visit', async () => {
    const { caseId } = await hands.report()
    await town.call('POST /api/cases/:caseId/pause', await town.signIn('coordinator-203'), {
      params: { caseId },
      body: { version: 0, reason: 'road_cut', until: '2026-11-30T10:00:00.000Z' },
    })
    const { reply } = await visit(caseId, 'coordinator-203', someVisit({ version: 1 }))
    expect(reply).toMatchObject({ moved: true, case: { dueAt: '2026-11-25T10:00:00.000Z' } })
    expect(reply.case.events).not.toContain('resume')
  })
})
