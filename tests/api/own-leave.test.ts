import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const village = '530924205203'

describe('somebody of the village writes their own leave down (R13)', () => {
  let town: TestHouse
  let coordinator: string
  beforeAll(async () => {
    town = await openTestHouse()
    coordinator = await town.signIn('coordinator-203')
  })
  afterAll(() => town.close())
  afterEach(() => expect(town.failures).toEqual([]))

  const mine = async (as = coordinator) => (await town.call('GET /api/absences/mine', as, {})).reply
  const leave = (from: string, until: string) =>
    town.call('POST /api/absences', coordinator, { body: { from, until } })

  test('they see who gets their cases, go, and come back', async () => {
    expect(await mine()).toEqual({
      absences: [],
      meanwhile: [{ placeName: '彩靠村', who: { calledAs: '周书记', title: '村党总支书记' } }],
    })
    await town.call('POST /api/reports', await town.newResident(), { body: someReport() })
    const later = await leave('2026-12-01T16:00:00.000Z', '2026-12-03T16:00:00.000Z')
    const now = await leave('2026-11-24T02:00:00.000Z', '2026-11-25T16:00:00.000Z')
    expect([later.reply.handedOver, now.reply.handedOver]).toEqual([0, 1])
    expect((await mine()).absences.map(({ id }) => id)).toEqual([now.reply.id, later.reply.id])

    const back = (id: string) =>
      town.call('DELETE /api/absences/:absenceId', coordinator, { params: { absenceId: id } })
    expect((await back(now.reply.id)).status).toBe(204)
    expect((await back(now.reply.id)).status).toBe(404)
    expect((await mine()).absences.map(({ id }) => id)).toEqual([later.reply.id])
    expect((await town.rooms.people.actorFor(village, ['village_coordinator']))?.calledAs).toBe('鲍老师')
  })

  test('what is over is not shown; who else is away gets nothing', async () => {
    const secretary = (await town.rooms.people.staffOf([village])).find(
      ({ calledAs }) => calledAs === '周书记',
    )
    await town.call('POST /api/absences', await town.signIn('officer'), {
      body: {
        account: String(secretary?._id),
        from: '2026-11-24T01:00:00.000Z',
        until: '2026-11-24T04:00:00.000Z',
      },
    })
    expect((await mine()).meanwhile[0]?.who?.calledAs).toBe('段干事')
    town.setTime('2026-12-10T02:00:00.000Z')
    expect((await mine(await town.signIn('coordinator-203'))).absences).toEqual([])
    town.setTime('2026-11-24T02:00:00.000Z')
  })

  test('a secretary and the desks have theirs too; nobody sees another’s', async () => {
    expect((await mine(await town.signIn('secretary-203'))).meanwhile[0]?.who?.calledAs).toBe('鲍老师')
    expect((await mine(await town.signIn('officer'))).meanwhile[0]?.who?.calledAs).toBe('罗副乡长')
    expect(await mine(await town.signIn('county'))).toMatchObject({
      absences: [],
      meanwhile: [{ who: null }],
    })
  })
})
