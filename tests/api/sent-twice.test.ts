import { somePhoto } from '../setup/some-photo'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

describe('a report sent again is stored once', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  const storedReports = () => town.house.db.collection('reports').countDocuments({})
  const storedCases = () => town.house.db.collection('cases').countDocuments({})

  const uploadPhoto = async (resident: string) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await somePhoto())]), 'photo.jpg')
    const answer = await town.send('POST', '/api/attachments', form, { Authorization: `Bearer ${resident}` })
    return (answer.json as { id: string }).id
  }

  test('a retry after a lost answer gives the same receipt', async () => {
    const resident = await town.newResident()
    const body = someReport({ photos: [await uploadPhoto(resident)] })
    const first = await town.call('POST /api/reports', resident, { body })
    const again = await town.call('POST /api/reports', resident, { body })
    expect(again.status).toBe(201)
    expect(again.reply).toEqual({ ...first.reply, alreadyReceived: true })
    expect([await storedReports(), await storedCases()]).toEqual([1, 1])
  })

  test('a double tap and two tabs, all at the same moment, give one report', async () => {
    const before = await storedReports()
    const resident = await town.newResident()
    const body = someReport({ photos: [await uploadPhoto(resident)] })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => town.call('POST /api/reports', resident, { body })),
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(201))
    expect(new Set(answers.map((answer) => answer.reply.receipt)).size).toBe(1)
    expect(answers.filter((answer) => !answer.reply.alreadyReceived)).toHaveLength(1)
    expect(await storedReports()).toBe(before + 1)
    expect(await storedCases()).toBe(before + 1)
  })

  test('the same key with other words is answered with the receipt of the first, and nothing is written', async () => {
    const resident = await town.newResident()
    const body = someReport()
    const first = await town.call('POST /api/reports', resident, { body })
    const before = await storedReports()
    const other = await town.call('POST /api/reports', resident, { body: { ...body, text: '又断粮了' } })
    expect(other.status).toBe(409)
    expect(other.problem).toMatchObject({ type: '/api/docs#already-sent', receipt: first.reply.receipt })
    expect(await storedReports()).toBe(before)
  })

  test('a key is the phone’s: its owner signs out, and what they had sent is not stored again in the phone’s own name', async () => {
    const body = someReport()
    const one = await town.call('POST /api/reports', await town.newResident(), { body })
    const two = await town.call('POST /api/reports', await town.newResident(), { body })
    expect(two.status).toBe(409)
    expect(two.problem).toMatchObject({ type: '/api/docs#already-sent', receipt: one.reply.receipt })
    expect(await town.house.db.collection('reports').countDocuments({ clientKey: body.clientKey })).toBe(1)
  })

  test('two who take the same lead at once: one wins, the other is told who', async () => {
    await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ card: 'demo0206', place: { village: '530924205206', villageFrom: 'card' } }),
    })
    const [coordinator, secretary] = await Promise.all([
      town.signIn('coordinator-206'),
      town.signIn('secretary-206'),
    ])
    const queue = await town.call('GET /api/queue', coordinator, { query: {} })
    const params = { caseId: queue.reply.items[0]?.id ?? '' }
    const answers = await Promise.all(
      [coordinator, secretary].map((who) =>
        town.call('POST /api/cases/:caseId/accept', who, { params, body: { version: 0 } }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
    const loser = answers.find((answer) => answer.status === 409)
    expect(loser?.problem.type).toBe('/api/docs#changed-meanwhile')
    const winner = answers[0]?.status === 200 ? coordinator : secretary
    const doubleTap = await town.call('POST /api/cases/:caseId/accept', winner, {
      params,
      body: { version: 0 },
    })
    expect(doubleTap.status).toBe(200)
    expect(doubleTap.reply.history).toHaveLength(2)
    expect(town.failures).toEqual([])
  })
})
