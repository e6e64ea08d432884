import { newCase } from '../setup/moved-case'
import { caseHands } from '../setup/some-case'
import { someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('a household, as its cases tell of it', () => {
  let town: TestHouse
  let hands: ReturnType<typeof caseHands>
  beforeAll(async () => {
    town = await openTestHouse()
    hands = caseHands(town)
  })
  afterAll(() => town.close())
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await Promise.all(
      ['cases', 'reports', 'home_visits', 'audit_entries'].map((name) =>
        town.house.db.collection(name).deleteMany({}),
      ),
    )
  })

  const household = async (caseId: string, as = 'coordinator-203') =>
    town.call('GET /api/cases/:caseId/household', await town.signIn(as), { params: { caseId } })
  const search = async (body: { name?: string; phone?: string }, as = 'coordinator-203') =>
    town.call('POST /api/households/search', await town.signIn(as), { body })
  const looks = (action: string) =>
    town.house.db
      .collection('audit_entries')
      .find({ action })
      .sort({ _id: 1 })
      .map((entry) => ({ of: entry.subjectId, ...JSON.parse(entry.details) }))
      .toArray()
  const visit = async (caseId: string, phone?: string) => {
    const accepted = await hands.accept(caseId)
    const body = someVisit(
      { version: accepted.version },
      phone ? { phone, idNumber: '530924190001011230' } : {},
    )
    const sent = await town.call('POST /api/cases/:caseId/visits', await town.signIn('coordinator-203'), {
      params: { caseId },
      body,
    })
    expect(sent.reply.moved).toBe(true)
  }

  test('its cases meet by the number that a visit learned; the family as it was found, numbers masked', async () => {
    const first = (await hands.report({ subjectName: '岩三木', phone: undefined })).caseId
    await visit(first, '19900000150')
    await town.house.db.collection('cases').updateMany({}, { $set: { open: false, state: 'closed' } })
    const second = (await hands.report({ forWhom: 'self', phone: '19900000150', text: '房子漏雨' })).caseId
    const { status, reply } = await household(second)
    expect(status).toBe(200)
    expect(reply).toMatchObject({
      caseId: expect.any(String),
      name: '岩三木',
      placeName: expect.stringContaining('彩靠村'),
      phoneMasked: '199****0150',
      known: {
        visitors: '协理员 鲍老师、村党总支书记 周书记',
        people: 2,
        members: [
          { name: '岩三木', words: expect.stringContaining('户主，72 岁'), selfCare: '半自理（洗澡要人帮）' },
          { name: '岩小木', words: expect.stringContaining('年收入 1,200 元'), selfCare: '' },
        ],
        hardship: '一般困难 · 因病',
        housing: '土木房，漏雨',
      },
      visits: [{ caseId: first, conclusion: 'confirms' }],
      relief: [],
      perhaps: [],
    })
    expect(reply.cases.map(({ id }) => id).sort()).toEqual([first, second].sort())
    expect(JSON.stringify(reply)).not.toContain('19900000150')
    expect(JSON.stringify(reply)).not.toContain('530924190001011230')
  })

  test('every look at it is noted, and its form as one that was read; a search without its words', async () => {
    const { caseId } = await hands.report({ subjectName: '岩三木' })
    await visit(caseId)
    await household(caseId)
    await search({ name: '岩三木' })
    const [read] = await looks('household.read')
    expect(read).toMatchObject({ of: caseId, cases: [caseId] })
    expect(await looks('visit.read')).toMatchObject([{ case: caseId, for: 'household' }])
    const [searched] = await looks('household.search')
    expect(searched).toMatchObject({ by: 'name', found: 1 })
    expect(JSON.stringify(searched)).not.toContain('岩三木')
  })

  test('a case that was joined and the one it was joined to are one household, from either side', async () => {
    const main = await newCase(town, { subjectName: '田文明' })
    const other = await newCase(town, { subjectName: '田明' })
    await town.call('POST /api/cases/:caseId/join', await town.signIn('coordinator-203'), {
      params: { caseId: other },
      body: { version: 0, into: main },
    })
    for (const from of [main, other])
      expect((await household(from)).reply.cases.map(({ id }) => id).sort()).toEqual([main, other].sort())
  })

  test('who only has a like name or a like home is shown apart', async () => {
    const one = await newCase(town, { subjectName: '岩三木' })
    const alike = await newCase(town, { subjectName: '颜三木', place: { village: '530924205203' } })
    const { reply } = await household(one)
    expect(reply.cases.map(({ id }) => id)).toEqual([one])
    expect(reply.perhaps).toMatchObject([{ id: alike, name: '颜三木', why: '名字一样或者听起来一样' }])
  })

  test('what is kept apart is in nobody’s household, and nothing is learned through it', async () => {
    const shared = { forWhom: 'self' as const, phone: '19900000151' }
    const first = await newCase(town, { ...shared, subjectName: '岩甲' })
    await town.house.db.collection('cases').updateMany({}, { $set: { open: false, state: 'closed' } })
    await newCase(town, { ...shared, subjectName: '岩乙' })
    await town.house.db.collection('cases').updateOne({ subjectName: '岩乙' }, { $set: { track: 'abuse' } })
    for (const as of ['coordinator-203', 'lead'])
      expect((await household(first, as)).reply.cases.map(({ id }) => id)).toEqual([first])
    expect((await search({ phone: '19900000151' }, 'lead')).reply.households).toMatchObject([{ cases: 1 }])
    expect((await search({ name: '岩乙' }, 'lead')).reply.households).toEqual([])
  })

  test('is found by its name as it sounds, in one’s own village; by its number, whole', async () => {
    const { caseId } = await hands.report({ forWhom: 'self', subjectName: '岩三木', phone: '19900000152' })
    const found = {
      caseId,
      name: '岩三木',
      placeName: expect.stringContaining('彩靠村'),
      cases: 1,
      open: 1,
      lastAt: '2026-11-24T02:00:00.000Z',
    }
    expect((await search({ name: '颜三木' })).reply).toEqual({ households: [found], more: false })
    expect((await search({ phone: '199 0000 0152' })).reply.households).toEqual([found])
    expect((await search({ name: '岩三木' }, 'officer')).reply.households).toEqual([found])
    expect((await search({ name: '岩三木' }, 'county')).reply.households).toEqual([found])
    for (const other of ['coordinator-204', 'secretary-202']) {
      expect((await search({ name: '岩三木' }, other)).reply.households).toEqual([])
      expect((await search({ phone: '19900000152' }, other)).reply.households).toEqual([])
      expect((await household(caseId, other)).status).toBe(404)
    }
  })

  test.each([
    ['nothing', {}],
    ['both', { name: '岩三木', phone: '19900000152' }],
    ['a part of a number', { phone: '0152' }],
    ['a number for a name', { name: '0152' }],
  ])('%s is no question', async (_name, body) => {
    const answer = await search(body)
    expect(answer.status).toBe(400)
    expect(answer.problem.fields?.[0]?.message).toMatch(/\p{Script=Han}/u)
  })
})
