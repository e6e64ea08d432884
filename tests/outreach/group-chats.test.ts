import { createCipheriv, randomBytes } from 'node:crypto'
import { byWeChat } from '../setup/by-wechat'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'

const township = '530924205'
const caiKao = `${township}203`
const chaLu = `${township}205`

describe('a chat group belongs to a village, once its coordinator has said so', () => {
  let town: TestHouse
  beforeEach(async () => {
    town = await openTestHouse({ wechat: true })
  })
  afterEach(async () => {
    expect(town.failures).toEqual([])
    await town.close()
  })

  /** Somebody with WeChat: opens the card in a group, and answers for it. */
  const person = async (token: string) => {
    const openid = await byWeChat(town, token)
    const envelope = (group: string, about?: Parameters<typeof town.standIn.groupEnvelope>[2]) => {
      const { encryptedData, iv } = town.standIn.groupEnvelope(openid, group, about)
      return { encryptedData, iv }
    }
    const enter = (group: string, card = 'demo0203') =>
      town.call('POST /api/group-chats/entered', token, { body: { ...envelope(group), card } })
    return {
      token,
      envelope,
      enter,
      rotate: () => town.standIn.rotate(openid),
      signInAnew: () => byWeChat(town, token),
      answer: async (group: string, village: string | null) =>
        town.call('POST /api/group-chats/answer', token, {
          body: { token: (await enter(group)).reply.token, village },
        }),
    }
  }
  const staff = async (name: string) => person(await town.signIn(name))
  const resident = async () => person(await town.newResident())
  const cardsOf = async (name: string) =>
    (await town.call('GET /api/townships/:township/cards', await town.signIn(name), { params: { township } }))
      .reply
  const settle = async (name: string, village: string | null, version?: number) => {
    const [chat] = (await cardsOf(name)).groupChats
    return town.call('POST /api/townships/:township/group-chats/:groupChat/settle', await town.signIn(name), {
      params: { township, groupChat: chat?.id ?? '' },
      body: { version: version ?? chat?.version ?? 0, village },
    })
  }
  const report = async (token: string, groupChat?: string, card: string | undefined = 'demo0000') => {
    const sent = await town.call('POST /api/reports', token, {
      body: someReport({ card, place: {}, text: '家里老人病了', groupChat }),
    })
    expect(sent.status).toBe(201)
    return sent.reply
  }

  test('whoever opens it afterwards is routed to the village, and the case says why', async () => {
    const coordinator = await staff('coordinator-203')
    const first = await coordinator.enter('group-1')
    expect(first.reply).toMatchObject({ card: null, ask: [{ code: caiKao, name: '彩靠村' }] })
    expect((await coordinator.answer('group-1', caiKao)).reply.standing).toBe('bound')
    expect((await coordinator.enter('group-1')).reply.ask).toEqual([])

    const villager = await resident()
    const seen = await villager.enter('group-1', 'demo0000')
    expect(seen.reply).toMatchObject({
      ask: [],
      card: { village: { name: '彩靠村' }, contact: { calledAs: '鲍老师' }, hotline: '19900000883' },
    })
    const receipt = await report(villager.token, seen.reply.token)
    expect(receipt).toMatchObject({ placed: true, villageName: '彩靠村' })
    const queue = await town.call('GET /api/queue', coordinator.token, { query: {} })
    const made = await town.call('GET /api/cases/:caseId', coordinator.token, {
      params: { caseId: queue.reply.items[0]?.id ?? '' },
    })
    expect(JSON.stringify(made.reply)).toContain('因为是从彩靠村的群里进来的')
    expect(made.reply.reports[0]?.channel).toBe('group_card')
  })

  test('a group that nobody has spoken for says nothing of where one lives', async () => {
    const villager = await resident()
    const { reply } = await villager.enter('group-2', 'demo0000')
    expect(reply).toMatchObject({ card: null, ask: [] })
    expect(await report(villager.token, reply.token)).toMatchObject({ placed: false })
  })

  test('neither what we did not seal nor what was sealed for somebody else is believed; the report comes in', async () => {
    const coordinator = await staff('coordinator-203')
    await coordinator.answer('group-1', caiKao)
    const villager = await resident()
    const stranger = await town.newResident()
    const { token } = (await villager.enter('group-1')).reply
    for (const forged of [token, `${token.slice(0, -4)}AAAA`, 'group-1', 'test.AAAA'])
      expect(await report(stranger, forged)).toMatchObject({ placed: false })
    town.setTime('2027-01-01T02:00:00.000Z')
    const later = await town.call('POST /api/sessions/device', null, {
      body: { deviceKey: town.newDeviceKey() },
    })
    expect(await report(later.reply.accessToken, token)).toMatchObject({ placed: false })
  })

  test('an old token says nothing any more', async () => {
    const coordinator = await staff('coordinator-203')
    await coordinator.answer('group-1', caiKao)
    const key = town.newDeviceKey()
    const villager = await person(await town.newResident(key))
    const { token } = (await villager.enter('group-1')).reply
    town.setTime('2027-01-01T02:00:00.000Z')
    expect(await report(await town.newResident(key), token)).toMatchObject({ placed: false })
  })

  test('a phone whose key has changed is asked to sign in anew, and is recognised afterwards', async () => {
    const villager = await resident()
    villager.rotate()
    const stale = await villager.enter('group-1')
    expect([stale.status, stale.problem.type]).toEqual([409, '/api/docs#sign-in-anew'])
    await villager.signInAnew()
    expect((await villager.enter('group-1')).status).toBe(200)
  })

  test('who did not come by WeChat is asked to sign in by it', async () => {
    const { envelope } = await resident()
    const answer = await town.call('POST /api/group-chats/entered', await town.newResident(), {
      body: envelope('group-1'),
    })
    expect(answer.problem.type).toBe('/api/docs#sign-in-anew')
  })

  /** Sealed with a key that nobody has: what somebody makes up. */
  const madeUp = (content: object) => {
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-128-cbc', randomBytes(16), iv)
    const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()])
    return { encryptedData: sealed.toString('base64'), iv: iv.toString('base64') }
  }

  type Sealed = { encryptedData: string; iv: string }
  test.each<[string, (real: Sealed) => Sealed, number]>([
    ['that is made up', () => madeUp({ opengid: 'group-1', watermark: { appid: 'x', timestamp: 1 } }), 409],
    [
      'with its bits turned',
      ({ encryptedData, iv }) => ({ encryptedData: `AAAA${encryptedData.slice(4)}`, iv }),
      409,
    ],
    ['cut off', ({ iv }) => ({ encryptedData: 'AAAA', iv }), 400],
    ['with a short iv', ({ encryptedData }) => ({ encryptedData, iv: 'AAAA' }), 400],
    ['of plain text', () => ({ encryptedData: '{"opengid":"group-1"}', iv: 'AAAA' }), 400],
    ['that is empty', () => ({ encryptedData: '', iv: '' }), 400],
  ])('an envelope %s is refused', async (_, spoiled, status) => {
    const villager = await resident()
    const answer = await town.call('POST /api/group-chats/entered', villager.token, {
      body: spoiled(villager.envelope('group-1')),
    })
    expect(answer.status).toBe(status)
  })

  test('an envelope of another mini-program is refused and named', async () => {
    const villager = await resident()
    const { status, problem } = await town.call('POST /api/group-chats/entered', villager.token, {
      body: villager.envelope('group-1', { appid: 'wxffffffffffffffff' }),
    })
    expect([status, problem.fields?.[0]?.field]).toEqual([400, 'encryptedData'])
  })

  test('the older interface’s spelling opens too', async () => {
    const villager = await resident()
    const body = villager.envelope('group-1', { field: 'openGId' })
    expect((await town.call('POST /api/group-chats/entered', villager.token, { body })).status).toBe(200)
  })

  test('a second village does not take it: the township is asked, told, and decides', async () => {
    const one = await staff('coordinator-203')
    const other = await staff('coordinator-205')
    await one.answer('group-1', caiKao)
    expect((await other.enter('group-1')).reply.ask).toEqual([{ code: chaLu, name: '岔路村' }])
    for (let i = 0; i < 2; i += 1)
      expect((await other.answer('group-1', chaLu)).reply.standing).toBe('asked_township')
    expect((await other.enter('group-1')).reply).toMatchObject({
      ask: [],
      card: { village: { code: caiKao } },
    })

    const [chat] = (await cardsOf('officer')).groupChats
    expect(chat).toMatchObject({
      village: caiKao,
      boundBy: '鲍老师',
      claims: [{ village: chaLu, villageName: '岔路村', by: '何老师' }],
    })
    const inbox = await town.call('GET /api/inbox', await town.signIn('officer'), { query: {} })
    expect(inbox.reply.items.filter(({ kind }) => kind === 'group_claimed')).toHaveLength(1)

    expect((await settle('officer', chaLu)).reply).toMatchObject({ village: chaLu, claims: [] })
    const villager = await resident()
    expect((await villager.enter('group-1')).reply.card?.village?.code).toBe(chaLu)
    expect((await settle('officer', caiKao, chat?.version)).status).toBe(409)
  })

  test('who says that it is not theirs is not asked again', async () => {
    const coordinator = await staff('coordinator-203')
    expect((await coordinator.answer('group-1', null)).reply.standing).toBe('not_ours')
    expect((await coordinator.enter('group-1')).reply.ask).toEqual([])
    expect((await (await staff('secretary-203')).enter('group-1')).reply.ask).toHaveLength(1)
    expect((await cardsOf('officer')).groupChats).toEqual([])
  })

  test('a village undoes its own and no other’s, and gives none away', async () => {
    const coordinator = await staff('coordinator-203')
    await coordinator.answer('group-1', caiKao)
    expect((await cardsOf('coordinator-205')).groupChats).toEqual([])
    const chat = (await cardsOf('officer')).groupChats[0]
    const params = { township, groupChat: chat?.id ?? '' }
    const by = async (name: string, village: string | null) =>
      (
        await town.call(
          'POST /api/townships/:township/group-chats/:groupChat/settle',
          await town.signIn(name),
          { params, body: { version: chat?.version ?? 0, village } },
        )
      ).status
    expect(await by('coordinator-205', null)).toBe(404)
    expect(await by('coordinator-203', chaLu)).toBe(400)
    expect(await by('officer', `${township}999`)).toBe(400)
    expect(await by('coordinator-203', null)).toBe(200)
    expect((await coordinator.enter('group-1')).reply).toMatchObject({ card: null, ask: [{ code: caiKao }] })
  })

  test('of two villages that say so at one moment one has it, and each step is in the log', async () => {
    const [one, other] = [await staff('coordinator-203'), await staff('coordinator-205')]
    const answers = await Promise.all([one.answer('group-1', caiKao), other.answer('group-1', chaLu)])
    expect(answers.filter(({ reply }) => reply.standing === 'bound')).toHaveLength(1)
    for (const { status, reply } of answers)
      expect(status === 409 || reply.standing === 'bound' || reply.standing === 'asked_township').toBe(true)
    await town.house.audit.seal()
    const log = await town.house.db.collection('audit_entries').find({ subjectKind: 'group_chat' }).toArray()
    expect(log.map(({ action }) => action)).toContain('group-chat.bind')
    expect(JSON.stringify([log, (await cardsOf('officer')).groupChats])).not.toContain('group-1')
    expect(JSON.stringify(await town.house.db.collection('group_chats').find().toArray())).not.toContain(
      'group-1',
    )
  })

  test('only one’s own village is claimed', async () => {
    const coordinator = await staff('coordinator-203')
    const { status, problem } = await coordinator.answer('group-1', chaLu)
    expect([status, problem.fields?.[0]?.field]).toEqual([400, 'village'])
    const { reply } = await (await resident()).enter('group-1')
    const stolen = await town.call('POST /api/group-chats/answer', coordinator.token, {
      body: { token: reply.token, village: caiKao },
    })
    expect(stolen.problem.fields?.[0]?.field).toBe('token')
  })
})

test('where there is no mini-program there are no groups', async () => {
  const town = await openTestHouse()
  const answer = await town.call('POST /api/group-chats/entered', await town.newResident(), {
    body: { encryptedData: 'AAAA', iv: 'AAAA' },
  })
  expect(answer.status).toBe(404)
  await town.close()
})
