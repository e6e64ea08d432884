import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { confirmedCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'

type Body = RequestOf<Contract['PUT /api/townships/:township/relief-settings']>['body']

const params = { township: '530924205' }

describe('what a township sets of its relief', () => {
  let town: TestHouse
  let officer: string
  let lead: string
  beforeEach(async () => {
    town = await openTestHouse()
    officer = await town.signIn('officer')
    lead = await town.signIn('lead')
  })
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const read = async () =>
    (await town.call('GET /api/townships/:township/relief-settings', officer, { params })).reply
  /** What stands, changed here and there, as the settings page sends it. */
  const wanted = async (changes: Partial<Body> = {}): Promise<Body> => {
    const { changedBy: _, monthlyStandard, advanceLimit, ...rest } = await read()
    return {
      ...rest,
      monthlyStandard: String(monthlyStandard / 100),
      advanceLimit: String(advanceLimit / 100),
      ...changes,
    }
  }
  const put = async (body: Body, as = lead) =>
    town.call('PUT /api/townships/:township/relief-settings', as, { params, body })

  test('begins with what we propose; the officer reads it, the lead changes it, and it holds at once', async () => {
    const before = await read()
    expect(before).toMatchObject({
      version: 0,
      changedBy: null,
      monthlyStandard: 50_000,
      advanceLimit: 200_000,
      publicationDays: { minimum_living: 7, temporary_expense: 3, quick_relief: 0, education: 0 },
    })
    const materials = {
      ...before.materials,
      education: [
        { code: 'identity', label: '身份证、户口簿', heldBy: '公安共享', optional: false },
        { code: 'own_1', label: '学校的证明', heldBy: null, optional: false },
      ],
    }
    const body = await wanted({
      monthlyStandard: '５２０',
      advanceLimit: '1,000 元',
      publicationDays: { ...before.publicationDays, education: 5 },
      materials,
    })
    expect((await put(body, officer)).status).toBe(403)
    const changed = await put(body)
    expect(changed.reply).toMatchObject({
      version: 1,
      changedBy: '罗副乡长',
      monthlyStandard: 52_000,
      advanceLimit: 100_000,
    })
    expect(await read()).toEqual(changed.reply)

    const id = await confirmedCase(town)
    const started = await town.call('POST /api/cases/:caseId/relief', officer, {
      params: { caseId: id },
      body: {
        version: (await town.rooms.mover.find(id)).version,
        clientKey: '9b2d6f1c-0f0e-4a51-9d0b-2f4a5c6d7e8f',
        type: 'education',
        applicant: 'family',
        kinOfStaff: null,
      },
    })
    expect(started.reply.relief[0]).toMatchObject({
      publicationDays: 5,
      materials: [
        { label: '身份证、户口簿', status: 'held' },
        { label: '学校的证明', status: 'missing' },
      ],
    })
    const desk = await town.call('GET /api/cases/:caseId/relief-desk', officer, { params: { caseId: id } })
    expect(desk.reply).toMatchObject({ quickCap: 52_000, advanceLimit: 100_000 })

    const entry = await town.house.db
      .collection('audit_entries')
      .findOne({ action: 'relief-settings.change' })
    expect(JSON.parse(String(entry?.details))).toEqual({
      version: 1,
      changed: ['monthlyStandard', 'advanceLimit', 'publicationDays.education', 'materials.education'],
      monthlyStandard: 52_000,
      advanceLimit: 100_000,
    })
    expect((await put(await wanted({ advanceLimit: '0' }))).reply.version).toBe(2)
  })

  test('of two who change at once one is told; a stale page too', async () => {
    const body = await wanted({ advanceLimit: '1500' })
    const both = await Promise.all([put(body), put({ ...body, advanceLimit: '1600' })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const stale = await put(body)
    expect(stale.problem).toMatchObject({
      type: '/api/docs#changed-meanwhile',
      detail: '罗副乡长刚才改过，请看看最新的再改',
    })
    const next = await wanted({ advanceLimit: '1700' })
    const again = await Promise.all([put(next), put({ ...next, advanceLimit: '1800' })])
    expect(again.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('what is outside the rule or not well formed is refused by its field', async () => {
    const { publicationDays, materials } = await read()
    const one = { code: 'a', label: '一样', heldBy: null, optional: false }
    const cases: [Partial<Body>, string][] = [
      [{ monthlyStandard: '0' }, 'monthlyStandard'],
      [{ monthlyStandard: '-500' }, 'monthlyStandard'],
      [{ advanceLimit: '很多' }, 'advanceLimit'],
      [{ publicationDays: { ...publicationDays, minimum_living: 6 } }, 'publicationDays.minimum_living'],
      [{ publicationDays: { ...publicationDays, quick_relief: 1 } }, 'publicationDays.quick_relief'],
      [{ publicationDays: { ...publicationDays, education: 31 } }, 'publicationDays.education'],
      [{ publicationDays: { ...publicationDays, education: 1.5 } }, 'publicationDays.education'],
      [{ materials: { ...materials, medical: [] } }, 'materials.medical'],
      [{ materials: { ...materials, medical: [one, one] } }, 'materials.medical'],
      [{ materials: { ...materials, medical: [one, { ...one, code: 'b' }] } }, 'materials.medical'],
      [{ materials: { ...materials, medical: [{ ...one, code: '$where' }] } }, 'materials.medical.0.code'],
      [{ materials: { ...materials, medical: [{ ...one, label: '' }] } }, 'materials.medical.0.label'],
      [{ materials: { ...materials, medical: [{ ...one, heldBy: '' }] } }, 'materials.medical.0.heldBy'],
    ]
    for (const [changes, field] of cases) {
      const { status, problem } = await put(await wanted(changes))
      expect({ field: problem.fields?.[0]?.field, status }).toEqual({ field, status: 400 })
    }
    const { medical: _, ...without } = publicationDays
    const missing = await put(await wanted({ publicationDays: without as never }))
    expect(missing.problem.fields?.[0]?.field).toBe('publicationDays.medical')
    const unknown = await put(await wanted({ publicationDays: { ...publicationDays, gifts: 1 } as never }))
    expect(unknown.status).toBe(400)
    expect((await read()).version).toBe(0)
  })

  test('another township’s are answered like ones that do not exist', async () => {
    const other = { township: '530924104' }
    expect(
      (await town.call('GET /api/townships/:township/relief-settings', lead, { params: other })).status,
    ).toBe(404)
    const sent = await town.call('PUT /api/townships/:township/relief-settings', lead, {
      params: other,
      body: await wanted(),
    })
    expect(sent.status).toBe(404)
  })
})
