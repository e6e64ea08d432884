import { randomUUID } from 'node:crypto'
import { moveOn, newCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'

/** Deeds that a phone kept until it found signal (R13). */
describe('what was done without signal is done once, and overwrites nothing', () => {
  let town: TestHouse
  let coordinator: string
  let secretary: string
  beforeEach(async () => {
    town = await openTestHouse({ startsAt: '2026-11-24T02:00:00.000Z' })
    coordinator = await town.signIn('coordinator-203')
    secretary = await town.signIn('secretary-203')
  })
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  const open = async (caseId: string, as = coordinator) =>
    (await town.call('GET /api/cases/:caseId', as, { params: { caseId } })).reply
  const accept = async (
    caseId: string,
    sending: { clientKey?: string; happenedAt?: string } = { clientKey: randomUUID() },
    version = 0,
    as = coordinator,
  ) =>
    town.call('POST /api/cases/:caseId/accept', as, {
      params: { caseId },
      body: { version: version || (await open(caseId)).version, ...sending },
    })
  const note = (
    caseId: string,
    words: string,
    sending: { clientKey?: string; happenedAt?: string } = {},
    as = coordinator,
  ) => town.call('POST /api/cases/:caseId/notes', as, { params: { caseId }, body: { words, ...sending } })

  test('taken on the hill at ten, heard of a quarter later: it counts from ten', async () => {
    const caseId = await newCase(town)
    const { version } = await open(caseId)
    town.setTime('2026-11-24T02:14:00.000Z')
    const { status, reply } = await accept(
      caseId,
      { clientKey: randomUUID(), happenedAt: '2026-11-24T02:05:00.000Z' },
      version,
    )
    expect([status, reply.state]).toEqual([200, 'accepted'])
    expect(reply.history.at(-1)).toMatchObject({
      at: '2026-11-24T02:14:00.000Z',
      happenedAt: '2026-11-24T02:05:00.000Z',
    })
  })

  test.each(['1970-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z'])(
    'a phone whose clock says %s is heard all the same',
    async (happenedAt) => {
      const caseId = await newCase(town)
      const { status, reply } = await accept(caseId, { clientKey: randomUUID(), happenedAt })
      expect(status).toBe(200)
      expect(reply.history.at(-1)?.happenedAt).toBeNull()
    },
  )

  test('sent eight times at once, and again after others have gone on with it, it was done once', async () => {
    const caseId = await newCase(town)
    const { version } = await open(caseId)
    const sending = { clientKey: randomUUID() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(caseId, sending, version)))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    await moveOn(town, caseId, 'visit_confirms')
    const late = await accept(caseId, sending, version)
    expect([late.status, late.reply.state]).toEqual([200, 'verified'])
    expect(late.reply.history.filter(({ told }) => told.includes('接'))).toHaveLength(1)
  })

  test('somebody else was quicker: told who, and nothing is overwritten', async () => {
    const caseId = await newCase(town)
    const { version } = await open(caseId)
    await accept(caseId, { clientKey: randomUUID() }, version, secretary)
    const before = await open(caseId)
    const late = await accept(caseId, { clientKey: randomUUID() }, version)
    expect(late.problem).toMatchObject({ status: 409, type: expect.stringContaining('changed-meanwhile') })
    const after = await open(caseId)
    expect([after.version, after.owner]).toEqual([before.version, before.owner])
  })

  const followUp = (caseId: string, version: number, clientKey: string, words: string) =>
    town.call('POST /api/cases/:caseId/follow-ups', coordinator, {
      params: { caseId },
      body: {
        version,
        clientKey,
        followUp: {
          happenedAt: town.house.now().toISOString(),
          how: 'visit',
          knowsResult: true,
          arrived: false,
          amountRight: null,
          satisfied: 'so_so',
          words,
        },
      },
    })

  test('a follow-up whose answer was lost is not recorded twice; another one is', async () => {
    const caseId = await newCase(town)
    await moveOn(town, caseId, 'accept', 'visit_confirms', 'report_up', 'township_confirms', 'start_relief')
    await moveOn(town, caseId, 'answer')
    const { version } = await open(caseId)
    const key = randomUUID()
    for (const _ of ['sent', 'again'])
      expect((await followUp(caseId, version, key, '钱还没有到')).status).toBe(200)
    const stored = async () => (await town.rooms.mover.find(caseId)).followUps.length
    expect(await stored()).toBe(1)
    // Other words under the same key are another matter.
    expect((await followUp(caseId, version, key, '到了')).problem).toMatchObject({ status: 409 })
    // Written down before the first one had come back: it does not stand upon it unseen.
    expect((await followUp(caseId, version, randomUUID(), '又去了一次')).status).toBe(409)
    const now = await open(caseId)
    expect((await followUp(caseId, now.version, randomUUID(), '又去了一次')).status).toBe(200)
    expect(await stored()).toBe(2)
  })

  test('reported up once, with its words, whatever was lost on the way', async () => {
    const caseId = await newCase(town)
    await moveOn(town, caseId, 'accept', 'visit_confirms')
    const { version } = await open(caseId)
    const body = { version, clientKey: randomUUID(), words: '家里断了粮' }
    const up = () => town.call('POST /api/cases/:caseId/report-up', coordinator, { params: { caseId }, body })
    expect((await up()).status).toBe(200)
    await moveOn(town, caseId, 'return_for_more')
    // The second sending does not report it up anew.
    expect((await up()).reply.state).toBe('verified')
  })

  test('a note moves nothing, is kept whatever has changed, and is not for the family', async () => {
    const resident = await town.newResident()
    const caseId = await newCase(town)
    const before = await open(caseId)
    const sending = { clientKey: randomUUID() }
    const answers = await Promise.all([
      note(caseId, '路上遇到他儿子', sending),
      note(caseId, '路上遇到他儿子', sending),
      note(caseId, '电话打不通', { clientKey: randomUUID() }, secretary),
      accept(caseId, { clientKey: randomUUID() }, before.version, secretary).catch(() => undefined),
    ])
    expect(answers.slice(0, 3).map((one) => one?.status)).toEqual([200, 200, 200])
    const after = await open(caseId)
    const told = after.history.map((step) => step.told)
    expect(told.filter((words) => words === '记了一句：路上遇到他儿子')).toHaveLength(1)
    expect(told.filter((words) => words === '记了一句：电话打不通')).toHaveLength(1)
    const stored = await town.house.db.collection('cases').findOne({})
    expect(JSON.stringify(stored)).not.toContain('路上遇到')
    expect((await note(caseId, '', sending)).problem).toMatchObject({
      status: 400,
      fields: [{ field: 'words' }],
    })
    expect((await note(caseId, '别的话', sending)).problem).toMatchObject({ status: 409 })
    expect((await note(caseId, '不是我的', {}, resident)).status).toBe(403)
    expect((await note(caseId, '邻村的', {}, await town.signIn('coordinator-204'))).status).toBe(404)
  })
})
