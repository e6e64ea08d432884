import { startClockwork } from '../../server/deadlines/clockwork'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const township = '530924205'
const village = (number: number) => `${township}${number}`

describe('a township sets itself up (R1, R13)', () => {
  let town: TestHouse
  let officer: string
  beforeAll(async () => {
    town = await openTestHouse()
    officer = await town.signIn('officer')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  const upload = async (what: 'preview' | 'import', content: string | Uint8Array<ArrayBuffer>) => {
    const form = new FormData()
    form.append('file', new Blob([content]), 'groups.csv')
    const answer = await town.send('POST', `/api/townships/${township}/gazetteer/${what}`, form, {
      Authorization: `Bearer ${officer}`,
    })
    return { status: answer.status, json: answer.json as Record<string, never> }
  }
  const settings = async () =>
    (await town.call('GET /api/townships/:township/gazetteer', officer, { params: { township } })).reply

  test('a file of groups is shown before it is taken in; then routing knows its hamlets', async () => {
    const before = await settings()
    const file = 'village,group,hamlet,alias\n岔路,1,野猪箐,野猪青\n别处,1,老屋,\n'
    const preview = await upload('preview', file)
    expect(preview.json).toMatchObject({
      rows: 2,
      version: before.version,
      changes: [{ name: '岔路村', added: ['1组 野猪箐'] }],
      faults: [{ line: 3, message: '本乡没有“别处”这个村' }],
    })
    expect((await settings()).villages).toEqual(before.villages)
    const done = await upload('import', file)
    expect(done.json).toMatchObject({ version: before.version + 1 })
    const { reply } = await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ card: undefined, place: {}, text: '野猪青李家老人病了' }),
    })
    expect(reply.villageName).toBe('岔路村')
  })

  test.each<[string, string | Uint8Array<ArrayBuffer>, number]>([
    ['no table', '名字\n张三\n', 400],
    ['an empty file', '', 400],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff, 0xfe]), 400],
    ['nine megabytes', 'x'.repeat(9 * 1024 * 1024), 413],
  ])('%s is refused', async (_, content, status) =>
    expect((await upload('import', content)).status).toBe(status),
  )

  test('a learned word can be forgotten', async () => {
    await town.rooms.places.learn(township, {
      text: '老地方',
      village: village(203),
      says: 'is',
      by: 'test',
    })
    expect((await settings()).learned).toMatchObject([{ text: '老地方', villageName: '彩靠村', says: 'is' }])
    const gone = await town.call('POST /api/townships/:township/learned/remove', officer, {
      params: { township },
      body: { text: '老地方' },
    })
    expect(gone.status).toBe(204)
    expect((await settings()).learned).toEqual([])
  })

  describe('the duty roster', () => {
    const roster = async () =>
      (await town.call('GET /api/townships/:township/roster', officer, { params: { township } })).reply
    const person = async (name: string) => {
      const { villages, desk } = await roster()
      const found = [...desk, ...villages.flatMap(({ people }) => people)].find(
        ({ calledAs }) => calledAs === name,
      )
      if (!found) throw new Error(`${name} is not on the roster`)
      return found
    }
    const away = (account: string | undefined, from: string, until: string, as = officer) =>
      town.call('POST /api/absences', as, { body: { ...(account ? { account } : {}), from, until } })
    const queueOf = async (who: string) =>
      (await town.call('GET /api/queue', await town.signIn(who), { query: {} })).reply.items
    const report = () =>
      town.newResident().then((resident) => town.call('POST /api/reports', resident, { body: someReport() }))

    test('while the coordinator is away the secretary gets the leads, those that are open too', async () => {
      await report()
      const [before] = await queueOf('coordinator-203')
      const { id } = await person('鲍老师')
      const set = await away(id, '2026-11-24T01:00:00.000Z', '2026-11-30T01:00:00.000Z')
      expect(set.reply).toMatchObject({ handedOver: 1 })
      expect(await queueOf('coordinator-203')).toEqual([])
      await report()
      const theirs = await queueOf('secretary-203')
      expect(theirs).toHaveLength(2)
      expect(theirs.find((item) => item.id === before?.id)).toMatchObject({
        state: 'assigned',
        dueAt: before?.dueAt,
      })
      const seen = await town.call('GET /api/cases/:caseId', officer, {
        params: { caseId: before?.id ?? '' },
      })
      expect(seen.reply.history.at(-1)?.told).toBe('鲍老师不在，村党总支书记周书记接着办')
      expect((await roster()).villages.find(({ code }) => code === village(203))).toMatchObject({
        blind: false,
        acting: { calledAs: '周书记' },
      })

      const secretary = await person('周书记')
      await away(secretary.id, '2026-11-24T01:00:00.000Z', '2026-11-30T01:00:00.000Z')
      const triage = await town.call('GET /api/triage', officer, { query: {} })
      expect(triage.reply.blindSpots).toEqual([{ code: village(203), name: '彩靠村' }])
      const unwatched = async () =>
        (await roster()).villages.find(({ code }) => code === village(203))?.unwatched
      expect(await unwatched()).toEqual([1, 2, 3, 4])
      await town.rooms.people.putDemoPeople([
        {
          demoId: 'leader-2',
          calledAs: '二组长',
          posts: [{ role: 'group_leader', territory: village(203), title: '小组长', group: 2 }],
        },
      ])
      expect(await unwatched()).toEqual([1, 3, 4])
      expect((await report()).status).toBe(201)
      expect(await queueOf('officer')).toHaveLength(3)

      const absence = (await person('鲍老师')).away
      const back = await town.call('DELETE /api/absences/:absenceId', officer, {
        params: { absenceId: absence?.id ?? '' },
      })
      expect(back.status).toBe(204)
      await report()
      expect(await queueOf('coordinator-203')).toHaveLength(1)
    })

    test('an absence that begins later hands over when it begins, once', async () => {
      await town.call('POST /api/reports', await town.newResident(), {
        body: someReport({ card: 'demo0202', place: { village: village(202), villageFrom: 'card' } }),
      })
      const coordinator = await town.signIn('coordinator-202')
      const set = await away(undefined, '2026-11-25T00:00:00.000Z', '2026-11-28T00:00:00.000Z', coordinator)
      expect([set.status, set.reply.handedOver]).toEqual([201, 0])
      expect(await town.rooms.assignment.sweep()).toBe(0)
      town.setTime('2026-11-25T00:00:30.000Z')
      const given = await Promise.all([town.rooms.assignment.sweep(), town.rooms.assignment.sweep()])
      expect(given.sort()).toEqual([0, 1])
      expect(await queueOf('secretary-202')).toHaveLength(1)
      town.setTime('2026-11-24T02:00:00.000Z')
    })

    test('a deputy acts before the secretary', async () => {
      await town.rooms.people.putDemoPeople([
        {
          demoId: 'deputy-206',
          calledAs: '副老师',
          posts: [{ role: 'village_coordinator', territory: village(206), title: '协理员', deputy: true }],
        },
      ])
      const acting = async () =>
        (await roster()).villages.find(({ code }) => code === village(206))?.acting?.calledAs
      expect(await acting()).toBe('田老师')
      await away((await person('田老师')).id, '2026-11-24T01:00:00.000Z', '2026-11-30T01:00:00.000Z')
      expect(await acting()).toBe('副老师')
    })

    test.each([
      ['it ends before it begins', '2026-11-26T00:00:00.000Z', '2026-11-25T00:00:00.000Z'],
      ['it is over', '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
      ['it lasts for years', '2026-11-25T00:00:00.000Z', '2029-11-25T00:00:00.000Z'],
    ])('an absence is refused when %s', async (_, from, until) => {
      const { status, problem } = await away(undefined, from, until)
      expect([status, problem.fields?.[0]?.field]).toEqual([400, 'until'])
    })

    test('a coordinator cannot send another one away', async () => {
      const { id } = await person('何老师')
      const asCoordinator = await town.signIn('coordinator-204')
      const answer = await away(id, '2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z', asCoordinator)
      expect(answer.status).toBe(404)
    })

    test('a case is given to another with a reason, and its urgency changed by a person', async () => {
      await town.call('POST /api/reports', await town.newResident(), {
        body: someReport({ card: 'demo0205', place: { village: village(205), villageFrom: 'card' } }),
      })
      const [item] = await queueOf('coordinator-205')
      const caseId = item?.id ?? ''
      const seen = await town.call('GET /api/cases/:caseId', officer, { params: { caseId } })
      expect(seen.reply.candidates.map(({ calledAs }) => calledAs)).toContain('郑书记')
      const to = seen.reply.candidates.find(({ calledAs }) => calledAs === '郑书记')?.id ?? ''
      const params = { caseId }
      const reassigned = await town.call('POST /api/cases/:caseId/reassign', officer, {
        params,
        body: { version: seen.reply.version, owner: to, reason: '协理员忙不过来' },
      })
      expect(reassigned.reply).toMatchObject({ owner: { calledAs: '郑书记' }, state: 'assigned' })
      const stranger = await town.call('POST /api/cases/:caseId/reassign', officer, {
        params,
        body: { version: reassigned.reply.version, owner: (await person('赵老师')).id, reason: '试试' },
      })
      expect([stranger.status, stranger.problem.fields?.[0]?.field]).toEqual([400, 'owner'])
      const urgent = await town.call('POST /api/cases/:caseId/urgency', officer, {
        params,
        body: { version: reassigned.reply.version, urgency: 'urgent', reason: '老人喘不上气' },
      })
      expect(urgent.reply).toMatchObject({ urgency: 'urgent', dueAt: '2026-11-24T02:30:00.000Z' })
      expect(urgent.reply.history.at(-1)?.told).toBe('看过了，改成紧急：老人喘不上气')
      expect(urgent.reply.urgencyReasons[0]).toBe('段干事改的')
    })
  })

  test('periodic work that fails is said and goes on', async () => {
    const said: unknown[] = []
    const log = { error: (one: unknown) => said.push(one) } as never
    const done: string[] = []
    const clockwork = startClockwork(log, [
      async () => {
        throw new Error('the store is away')
      },
      async () => done.push('second'),
    ])
    await clockwork.stop()
    expect([said.length, done]).toEqual([1, ['second']])
  })
})
