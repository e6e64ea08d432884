import type { Contract } from '../../shared/contract/contract'
import type { RequestOf } from '../../shared/contract/endpoint'
import { moveOn, newCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'

type Meeting = Omit<RequestOf<Contract['POST /api/cases/:caseId/joint-inquiry']>['body'], 'version'>

const team: Meeting['team'] = [
  { name: '尹科长', title: '县民政局工作人员', unit: 'county' },
  { name: '段干事', title: '乡社会救助经办人', unit: 'township' },
  { name: '鲍老师', title: '协理员', unit: 'village' },
]

describe('the green channel: county, township and village go together (R6, R10)', () => {
  let town: TestHouse
  let officer: string
  beforeAll(async () => {
    town = await openTestHouse({ startsAt: '2026-11-24T02:00:00.000Z' })
    officer = await town.signIn('officer')
  })
  afterAll(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const versionOf = async (id: string) => (await town.rooms.mover.find(id)).version
  const agree = async (id: string, changes: Partial<Meeting> = {}, as = officer, version?: number) =>
    town.call('POST /api/cases/:caseId/joint-inquiry', as, {
      params: { caseId: id },
      body: {
        version: version ?? (await versionOf(id)),
        team,
        meetAt: '2026-11-25T02:00:00.000Z',
        place: '彩靠村委会',
        ...changes,
      },
    })

  test('who would go is known from the roster', async () => {
    const id = await newCase(town)
    const desk = await town.call('GET /api/cases/:caseId/relief-desk', officer, { params: { caseId: id } })
    expect(desk.reply).toMatchObject({
      team,
      quickCap: 50_000,
      advanceLimit: 200_000,
      isLead: false,
      people: null,
      publicationDays: { minimum_living: 7 },
    })
    const lead = await town.signIn('lead')
    const theirs = await town.call('GET /api/cases/:caseId/relief-desk', lead, { params: { caseId: id } })
    expect(theirs.reply.isLead).toBe(true)
  })

  test('one meeting time for all: on the case, to the family, and to each of the team', async () => {
    const phone = town.newDeviceKey()
    const sent = await town.call('POST /api/reports', await town.newResident(phone), {
      body: {
        clientKey: 'a3bb189e-8bf9-4c6d-9f7a-3b0a1c2d3e4f',
        card: 'demo0203',
        forWhom: 'self',
        categories: ['injury'],
        text: '老倌跌下来脚断掉了，屋里没有钱',
        subjectName: '李小发',
        place: { village: '530924205203', villageFrom: 'card' },
        markedUrgent: true,
        consent: true,
      },
    })
    const id = String((await town.rooms.reports.byReceipt(sent.reply.receipt))?.case)
    const agreed = await agree(id)
    expect(agreed.reply).toMatchObject({
      state: 'joint_inquiry',
      owner: { calledAs: '罗副乡长' },
      // Urgent: a day after the meeting it must stand in the case.
      dueAt: '2026-11-26T02:00:00.000Z',
      clock: { label: '联合入户', nature: 'internal' },
      jointInquiry: {
        team,
        meetAt: '2026-11-25T02:00:00.000Z',
        place: '彩靠村委会',
        by: { calledAs: '段干事', title: '乡社会救助经办人' },
      },
    })
    expect(agreed.reply.history.at(-1)?.told).toBe(
      '走绿色通道，县、乡、村约好 11月25日 10:00 一起上门：县 县民政局工作人员尹科长、乡 乡社会救助经办人段干事、村 协理员鲍老师，在彩靠村委会碰头',
    )
    const own = await town.call('GET /api/my-reports/:receipt', await town.newResident(phone), {
      params: { receipt: sent.reply.receipt },
    })
    expect(own.reply.steps.at(-1)?.told).toBe('走绿色通道，县、乡、村约好 11月25日 10:00 一起上门')
    expect(own.reply.next).toEqual({
      told: '县里、乡里、村里会一起上门',
      by: '2026-11-25T02:00:00.000Z',
    })
    for (const person of ['county', 'coordinator-203', 'lead']) {
      const inbox = await town.call('GET /api/inbox', await town.signIn(person), { query: {} })
      expect(inbox.reply.items.filter(({ kind }) => kind === 'joint_inquiry')).toHaveLength(1)
    }
    const doer = await town.call('GET /api/inbox', officer, { query: {} })
    expect(doer.reply.items.filter(({ kind }) => kind === 'joint_inquiry')).toEqual([])
    const stored = await town.house.db.collection('cases').findOne({ subjectName: '李小发' })
    expect(JSON.stringify(stored?.jointInquiry)).not.toContain('彩靠村委会')
  })

  test('another time is agreed on by an event of its own, and the earlier team stays in the story', async () => {
    const id = await newCase(town)
    await agree(id)
    const again = await agree(id, { meetAt: '2026-11-26T02:00:00.000Z' }, await town.signIn('lead'))
    expect(again.status).toBe(409)
    const changed = await town.call('POST /api/cases/:caseId/joint-inquiry/change', officer, {
      params: { caseId: id },
      body: {
        version: await versionOf(id),
        team: [...team, { name: '周书记', title: '村党总支书记', unit: 'village' }],
        meetAt: '2026-11-26T06:30:00.000Z',
      },
    })
    expect(changed.reply).toMatchObject({
      state: 'joint_inquiry',
      dueAt: '2026-12-01T10:00:00.000Z',
      jointInquiry: { team: { length: 4 }, place: null },
    })
    expect(changed.reply.history.at(-1)?.told).toMatch('改到 11月26日 14:30')
    expect(changed.reply.history.at(-2)?.told).toMatch('在彩靠村委会碰头')
    const early = await newCase(town)
    const none = await town.call('POST /api/cases/:caseId/joint-inquiry/change', officer, {
      params: { caseId: early },
      body: { version: await versionOf(early), team, meetAt: '2026-11-26T06:30:00.000Z' },
    })
    expect(none.status).toBe(409)
  })

  test.each<[string, Partial<Meeting>, string]>([
    [
      'nobody of the county',
      { team: [...team.slice(1), { name: '周书记', title: '', unit: 'village' }] },
      'team',
    ],
    ['two of one level', { team: team.slice(0, 2) }, 'team'],
    ['no name', { team: [{ name: '', title: '', unit: 'county' }, ...team] }, 'team.0.name'],
    [
      'an unknown level',
      { team: [{ name: '某人', title: '', unit: 'province' as never }, ...team] },
      'team.0.unit',
    ],
    ['the past', { meetAt: '2026-11-24T01:59:00.000Z' }, 'meetAt'],
    ['this very moment', { meetAt: '2026-11-24T02:00:00.000Z' }, 'meetAt'],
    ['beyond a week', { meetAt: '2026-12-01T02:00:01.000Z' }, 'meetAt'],
    ['no time', { meetAt: '明天上午' }, 'meetAt'],
  ])('%s is refused by its field', async (_, changes, field) => {
    const id = await newCase(town)
    const { status, problem } = await agree(id, changes)
    expect({ status, field: problem.fields?.[0]?.field }).toEqual({ status: 400, field })
  })

  test('two who agree at once: one wins; before a village is known, and once decided, there is none', async () => {
    const id = await newCase(town)
    const version = await versionOf(id)
    const lead = await town.signIn('lead')
    const both = await Promise.all([agree(id, {}, officer, version), agree(id, {}, lead, version)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const ended = await newCase(town)
    await moveOn(town, ended, 'visit_unfounded')
    expect((await agree(ended)).status).toBe(409)
    expect((await agree(await newCase(town), {}, await town.signIn('coordinator-203'))).status).toBe(403)
  })
})
