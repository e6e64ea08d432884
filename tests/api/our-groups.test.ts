import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const township = '530924205'
const village = `${township}204`

describe('the leader of a group', () => {
  let town: TestHouse
  let leader: string
  let hamlets: string[]
  let elsewhere: string
  beforeEach(async () => {
    town = await openTestHouse()
    leader = await town.signIn('leader-204-1')
    const { villages } = await town.rooms.places.placesOf(township)
    const groups = villages.find(({ _id }) => _id === village)?.groups ?? []
    hamlets = groups.find(({ number }) => number === 1)?.hamlets.map(({ name }) => name) ?? []
    elsewhere = groups.find(({ number }) => number !== 1)?.hamlets[0]?.name ?? ''
    expect([hamlets.length > 0, elsewhere !== '']).toEqual([true, true])
  })
  afterEach(async () => {
    await town.close()
    expect(town.failures).toEqual([])
  })

  const report = async (hamlet: string, text: string, as?: string, name = '田文明') =>
    (
      await town.call('POST /api/reports', as ?? (await town.newResident()), {
        body: someReport({
          card: undefined,
          text,
          subjectName: name,
          phone: undefined,
          place: { village, villageFrom: 'reporter', hamlet },
        }),
      })
    ).reply
  const groups = async () => (await town.call('GET /api/our-groups', leader, {})).reply.groups

  test('is told how many cases their group has, and whose hands they are in: nobody’s name, no trouble', async () => {
    const secret = '得了说不出口的病'
    await report(hamlets[0] ?? '', secret)
    await report(elsewhere, '灶房倒了', undefined, '鲍岩嘎')
    const [group, ...more] = await groups()
    expect(more).toEqual([])
    expect(group).toMatchObject({ village, villageName: '南榨村', group: 1, hamlets, open: 1 })
    expect(group?.acting).toMatchObject({ title: '协理员', calledAs: '杨老师' })
    expect(JSON.stringify(group)).not.toMatch(/田文明|鲍岩嘎|说不出口/)
  })

  test('what may be abuse, and complaints, do not even make the number larger', async () => {
    await report(hamlets[0] ?? '', '隔壁天天打老婆打孩子，昨晚又打出血了')
    await report(hamlets[0] ?? '', '村干部贪污救灾米，不查我就发抖音', undefined, '肖某')
    const tracks = await town.house.db.collection('cases').distinct('track')
    expect(tracks.sort()).toEqual(['abuse', 'petition'])
    expect((await groups())[0]?.open).toBe(0)
  })

  test('opens no case, no queue and no household, not of their own group either', async () => {
    await report(hamlets[0] ?? '', '灶房倒了')
    const work = await town.house.db.collection('cases').findOne({})
    const params = { caseId: String(work?._id) }
    const tried = await Promise.all([
      town.call('GET /api/cases/:caseId', leader, { params }),
      town.call('GET /api/cases/:caseId/household', leader, { params }),
      town.call('GET /api/queue', leader, { query: {} }),
      town.call('GET /api/today', leader, {}),
      town.call('GET /api/villages/:village/figures', leader, { params: { village } }),
    ])
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
  })

  test('follows what they reported themselves, like every reporter, and nobody else’s', async () => {
    const { receipt } = await report(hamlets[0] ?? '', '老人没有米了', leader)
    await report(hamlets[0] ?? '', '灶房倒了', undefined, '肖某')
    const { reports } = (await town.call('GET /api/my-reports', leader, {})).reply
    expect(reports.map((one) => one.receipt)).toEqual([receipt])
    expect((await groups())[0]?.open).toBe(2)
  })

  test('with the end of the post it is over', async () => {
    const desk = await town.signIn('officer')
    const roster = await town.call('GET /api/townships/:township/roster', desk, { params: { township } })
    const line = roster.reply.villages
      .flatMap(({ people }) => people)
      .find(({ calledAs }) => calledAs === '俸组长')
    await town.call('POST /api/people/:person/posts/:post/end', desk, {
      params: { person: line?.id ?? '', post: line?.post ?? '' },
      body: { version: line?.version ?? 0 },
    })
    expect((await town.call('GET /api/our-groups', leader, {})).status).toBe(401)
  })
})
