import { caseHands } from '../setup/some-case'
import { someForm, someMember, someSelfCare, someVisit } from '../setup/some-visit'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('what may be wrong with a visit is said at its field, and nothing is half written', () => {
  let town: TestHouse
  let hands: ReturnType<typeof caseHands>
  let caseId: string
  beforeAll(async () => {
    town = await openTestHouse()
    hands = caseHands(town)
    caseId = (await hands.report()).caseId
  })
  afterAll(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const post = async (body: object, as = 'coordinator-203', id = caseId) =>
    town.send('POST', `/api/cases/${id}/visits`, JSON.stringify(body), {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${await town.signIn(as)}`,
    })
  const stored = async () =>
    Promise.all(
      ['home_visits', 'cases', 'audit_entries'].map((name) =>
        town.house.db.collection(name).countDocuments({}),
      ),
    )
  const withMember = (changes: object) => ({ members: [{ ...someMember, ...changes }] })
  const manyMembers = Array.from({ length: 31 }, (_, at) => ({ name: `岩${'甲乙丙丁'[at % 4]}` }))

  const wrongForms: [string, object, string][] = [
    ['no visitor', { visitors: [] }, 'form.visitors'],
    ['one visitor and no reason', { visitors: [{ name: '鲍老师' }] }, 'form.aloneBecause'],
    [
      'one visitor and a blank reason',
      { visitors: [{ name: '鲍老师' }], aloneBecause: '  ' },
      'form.aloneBecause',
    ],
    ['eleven visitors', { visitors: Array(11).fill({ name: '鲍老师' }) }, 'form.visitors'],
    ['a visitor without a name', { visitors: [{ name: '' }, { name: '周书记' }] }, 'form.visitors.0.name'],
    ['thirty-one members', { members: manyMembers, people: 30 }, 'form.members'],
    ['thirty-one people', { people: 31 }, 'form.people'],
    ['nobody in the house', { people: 0 }, 'form.people'],
    ['two and a half people', { people: 2.5 }, 'form.people'],
    ['people in words', { people: '两口' }, 'form.people'],
    ['fewer people than were named', { people: 1 }, 'form.people'],
    ['no members', { members: [] }, 'form.members'],
    ['nobody asked the six', withMember({ selfCare: undefined }), 'form.members.0.selfCare'],
    [
      'five of the six',
      withMember({ selfCare: { ...someSelfCare, bathing: undefined } }),
      'form.members.0.selfCare.bathing',
    ],
    [
      'a seventh',
      withMember({ selfCare: { ...someSelfCare, cooking: true } }),
      'form.members.0.selfCare.cooking',
    ],
    [
      'a yes in words',
      withMember({ selfCare: { ...someSelfCare, eating: '能' } }),
      'form.members.0.selfCare.eating',
    ],
    ['an unknown relation', withMember({ relation: 'friend' }), 'form.members.0.relation'],
    ['an unknown illness', withMember({ health: ['tired'] }), 'form.members.0.health.0'],
    ['healthy and ill', withMember({ health: ['healthy', 'chronic'] }), 'form.members.0.health'],
    [
      'an unknown disability',
      withMember({ health: ['disabled'], disability: { kind: 'heart' } }),
      'form.members.0.disability.kind',
    ],
    [
      'a fifth degree',
      withMember({ health: ['disabled'], disability: { kind: 'limbs', degree: 5 } }),
      'form.members.0.disability.degree',
    ],
    [
      'a disability that nobody has',
      withMember({ disability: { kind: 'limbs' } }),
      'form.members.0.disability',
    ],
    ['an unknown capacity', withMember({ labour: 'lazy' }), 'form.members.0.labour'],
    ['121 years', withMember({ age: 121 }), 'form.members.0.age'],
    ['less than no years', withMember({ age: -1 }), 'form.members.0.age'],
    ['half a year', withMember({ age: 0.5 }), 'form.members.0.age'],
    ['years in words', withMember({ age: '72' }), 'form.members.0.age'],
    ['a member without a name', withMember({ name: ' ' }), 'form.members.0.name'],
    ['HTML for a member', withMember({ name: '<b>岩</b>' }), 'form.members.0.name'],
    ['an operator for a member', withMember({ name: { $ne: '' } }), 'form.members.0.name'],
    ['a negative income', withMember({ yearlyIncome: '-1200' }), 'form.members.0.yearlyIncome'],
    [
      'a full-width negative income',
      withMember({ yearlyIncome: '－１２００' }),
      'form.members.0.yearlyIncome',
    ],
    ['an absurd income', withMember({ yearlyIncome: '99999999999' }), 'form.members.0.yearlyIncome'],
    ['an endless income', withMember({ yearlyIncome: '9'.repeat(1000) }), 'form.members.0.yearlyIncome'],
    ['an income in words', withMember({ yearlyIncome: '八百' }), 'form.members.0.yearlyIncome'],
    ['commas anywhere', withMember({ yearlyIncome: '12,00' }), 'form.members.0.yearlyIncome'],
    ['an income as a number', withMember({ yearlyIncome: 1200 }), 'form.members.0.yearlyIncome'],
    ['no cause', { causes: [] }, 'form.causes'],
    ['an unknown cause', { causes: ['fate'] }, 'form.causes.0'],
    ['no degree', { degree: undefined }, 'form.degree'],
    ['an unknown degree', { degree: 'very' }, 'form.degree'],
    ['an unknown category', { category: 'rich' }, 'form.category'],
    ['no head', { head: undefined }, 'form.head'],
    ['a phone in words', { phone: '没有' }, 'form.phone'],
    ['an identity number too short', { idNumber: '53092419500101' }, 'form.idNumber'],
    ['registered nowhere', { registeredAt: '' }, 'form.registeredAt'],
    [
      'a position outside the world',
      { position: { lat: 91, lng: 0, accuracyMetres: 5 } },
      'form.position.lat',
    ],
    ['housing of 201 characters', { housing: '房'.repeat(201) }, 'form.housing'],
    ['a NUL in the housing', { housing: '土木\u0000房' }, 'form.housing'],
    ['an operator beside the fields', { $where: 'sleep(1)' }, 'form.$where'],
  ]
  const wrongVisits: [string, object, string][] = [
    ['in the future', { happenedAt: '2026-11-24T06:05:01.000Z' }, 'happenedAt'],
    ['before the report', { happenedAt: '2026-11-24T01:59:59.000Z' }, 'happenedAt'],
    ['at no time', { happenedAt: '昨天' }, 'happenedAt'],
    ['at a time without a zone', { happenedAt: '2026-11-24T10:10:00' }, 'happenedAt'],
    ['with an unknown conclusion', { conclusion: 'maybe' }, 'conclusion'],
    ['without a conclusion', { conclusion: undefined }, 'conclusion'],
    ['not eligible and unexplained', { conclusion: 'not_eligible' }, 'explanation'],
    ['unfounded without a reason', { conclusion: 'unfounded', words: ' ' }, 'words'],
    ['with a version in words', { version: 'last' }, 'version'],
    ['with a key that is none', { clientKey: 'abc' }, 'clientKey'],
    ['with seven photographs', { photos: Array(7).fill('0'.repeat(24)) }, 'photos'],
    ['with a photograph that does not exist', { photos: ['0123456789abcdef01234567'] }, 'photos'],
    ['with a signature that does not exist', { signature: '0123456789abcdef01234567' }, 'signature'],
    ['without a form', { form: undefined }, 'form'],
  ]
  test.each([
    ...wrongForms.map(([name, form, field]) => [name, { form: { ...someForm(), ...form } }, field] as const),
    ...wrongVisits,
  ])('%s', async (_, changes, field) => {
    const before = await stored()
    const { status, json } = await post({ ...someVisit(), ...changes })
    expect({ status, json }).toMatchObject({
      status: 400,
      json: {
        fields: expect.arrayContaining([
          expect.objectContaining({ field, message: expect.stringMatching(/\p{Script=Han}/u) }),
        ]),
      },
    })
    expect(await stored()).toEqual(before)
  })

  test('somebody else’s photograph, and one that was used, are refused', async () => {
    const [theirs, own] = [await hands.photo('secretary-203'), await hands.photo()]
    const before = await stored()
    for (const [body, field] of [
      [someVisit({ photos: [theirs] }), 'photos'],
      [someVisit({ signature: theirs }), 'signature'],
      [someVisit({ photos: [own, theirs] }), 'photos'],
      [someVisit({ photos: [own, own] }), 'photos'],
      [someVisit({ photos: [own], signature: own }), 'signature'],
    ] as const) {
      const { status, json } = await post(body)
      expect({ status, json }).toMatchObject({ status: 400, json: { fields: [{ field }] } })
    }
    expect(await stored()).toEqual(before)
    const other = await hands.report()
    expect((await post(someVisit({ photos: [own] }), 'coordinator-203', other.caseId)).status).toBe(201)
    expect((await post(someVisit({ photos: [own] }))).status).toBe(400)
  })

  test('a case outside one’s territory, or none at all, is not found', async () => {
    expect((await post(someVisit(), 'coordinator-204')).status).toBe(404)
    expect((await post(someVisit(), 'coordinator-203', '0123456789abcdef01234567')).status).toBe(404)
    expect((await post(someVisit(), 'coordinator-203', 'nothing')).status).toBe(400)
  })

  test('what people write is taken as they write it: full-width digits, commas, emoji, HTML as words', async () => {
    const words = '老人说😭 <script>alert(1)</script> {"$gt":""}'
    const members = [{ ...someMember, yearlyIncome: '１，２００．５０元' }]
    const { status, json } = await post(
      someVisit(
        { words },
        { members: members.map((one) => ({ ...one, health: [...one.health] })), phone: '+86 199-0000-0181' },
      ),
    )
    expect(status).toBe(201)
    const { visits, history } = (json as { case: Awaited<ReturnType<typeof hands.look>> }).case
    expect(history.at(-1)?.told).toContain(words)
    const { reply } = await town.call(
      'GET /api/cases/:caseId/visits/:visitId',
      await town.signIn('coordinator-203'),
      { params: { caseId, visitId: visits[0]?.id ?? '' } },
    )
    const lines = Object.fromEntries(reply.lines.map((line) => [line.label, line.words]))
    expect(lines).toMatchObject({
      岩三木: expect.stringContaining('年收入 1,200.50 元'),
      家里电话: '199****0181',
    })
  })

  test('thirty people with everything filled in are taken', async () => {
    const { caseId: id } = await hands.report()
    const members = Array.from({ length: 30 }, () => ({
      ...someMember,
      name: '岩'.repeat(30),
      relation: 'other' as const,
      health: ['chronic', 'severe', 'disabled'] as const,
      disability: { kind: 'several' as const, degree: 1 as const },
      occupation: '务农'.repeat(20),
      yearlyIncome: '10,000,000',
    }))
    const form = { members, people: 30, housing: '房'.repeat(200), bodyCondition: '病'.repeat(500) }
    expect(
      (await post({ ...someVisit(), form: { ...someForm(), ...form } }, 'coordinator-203', id)).status,
    ).toBe(201)
  })
})
