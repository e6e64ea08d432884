import { Types } from 'mongoose'
import { permissionsService } from '../../server/notifications/permissions.service'
import { wechatSender } from '../../server/notifications/wechat-sender'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { wechatPerson } from '../setup/wechat-person'
import { processWith, someNotice, tellIn, triedSender } from './told'

let town: TestHouse
const startsAt = '2026-11-24T02:00:00.000Z'
beforeAll(async () => {
  town = await openTestHouse({ wechat: true, startsAt })
})
beforeEach(async () => {
  town.setTime(startsAt)
  await town.house.db.collection('messages').deleteMany({})
  town.standIn.messages.arrived.length = 0
})
afterAll(() => town.close())

const [forResidents, forStaff] = ['demo-template-for-residents', 'demo-template-for-staffs']
const arrived = () => town.standIn.messages.arrived
const lastMessages = async () =>
  (await town.house.db.collection('messages').find({}).toArray()).map(({ outcome, channel }) => ({
    outcome,
    channel,
  }))

/** The house's own WeChat sender before a channel of the test's. */
const processes = () => {
  const { house, rooms } = town
  if (!house.wechat) throw new Error('The house has no WeChat')
  const sms = triedSender()
  const templates = house.config.wechat?.templates ?? []
  return { sms, notices: processWith(town, wechatSender(house, house.wechat, templates, rooms), sms) }
}
/** The person taps 允许, and their phone tells us so. */
const allow = async ({ openid, hash }: { openid: string; hash: string }, template: string, times = 1) => {
  town.standIn.messages.allow(openid, template, times)
  for (let i = 0; i < times; i += 1) await town.rooms.permissions.granted(hash, template, 'phone')
}
const tell = (to: Types.ObjectId, kind: 'answered' | 'new_case' = 'answered') =>
  someNotice({ to, kind, page: '/pages/progress/progress?r=12345678' })

describe('messages by WeChat', () => {
  test('one tap is one message; after that it goes by the next channel', async () => {
    const person = await wechatPerson(town)
    const { sms, notices } = processes()
    await allow(person, forResidents)
    await tellIn(town, notices, tell(person.resident))
    expect(await notices.deliver()).toBe(1)
    expect(arrived()).toMatchObject([
      {
        openid: person.openid,
        template: forResidents,
        page: 'pages/progress/progress?r=12345678',
        fields: {
          thing1: '您报的事有结果了',
          thing2: '您报的事有结果了，打开早发现就能看。',
          time3: '2026年11月24日 10:00',
        },
      },
    ])
    expect(await lastMessages()).toEqual([{ outcome: 'sent', channel: 'wechat' }])
    await tellIn(town, notices, tell(person.resident))
    expect(await notices.deliver()).toBe(1)
    expect(arrived()).toHaveLength(1)
    expect(sms.taken).toHaveLength(1)
  })

  test('the permission is of one template: what residents allowed says nothing about the staff’s', async () => {
    const staff = new Types.ObjectId()
    const person = await wechatPerson(town, { staff })
    const { sms, notices } = processes()
    await allow(person, forResidents)
    await tellIn(town, notices, tell(staff, 'new_case'))
    await notices.deliver()
    expect(arrived()).toHaveLength(0)
    expect(sms.taken).toHaveLength(1)
    await allow(person, forStaff)
    await tellIn(town, notices, tell(staff, 'new_case'))
    await notices.deliver()
    expect(arrived()).toHaveLength(1)
  })

  test('what WeChat says is used up is marked so, and the message goes the other way in the same round', async () => {
    const person = await wechatPerson(town)
    const { sms, notices } = processes()
    // We counted three that WeChat does not know of.
    for (let i = 0; i < 3; i += 1) await town.rooms.permissions.granted(person.hash, forResidents, 'phone')
    await tellIn(town, notices, tell(person.resident))
    await notices.deliver()
    expect(sms.taken).toHaveLength(1)
    expect(await town.rooms.permissions.left(person.hash, forResidents)).toBe(0)
    const calls = town.standIn.calls.length
    await tellIn(town, notices, tell(person.resident))
    await notices.deliver()
    expect(town.standIn.calls.length).toBe(calls)
  })

  test('several messages to one person at once, from several processes, all arrive', async () => {
    const person = await wechatPerson(town)
    await allow(person, forResidents, 8)
    const { notices } = processes()
    await tellIn(town, notices, ...Array.from({ length: 8 }, () => tell(person.resident)))
    const rounds = await Promise.all([notices.deliver(), processes().notices.deliver()])
    expect(rounds.reduce((sum, sent) => sum + sent, 0)).toBe(8)
    expect(arrived()).toHaveLength(8)
    expect(await town.rooms.permissions.left(person.hash, forResidents)).toBe(0)
  })

  test('a message’s number is read whole, though it is longer than JavaScript’s numbers', async () => {
    const { openid } = await wechatPerson(town)
    town.standIn.messages.allow(openid, forResidents)
    const sent = await town.house.wechat?.sendSubscribed({
      openid,
      template: forResidents,
      page: 'pages/home/home',
      data: { thing1: '一句话' },
    })
    expect(sent?.msgid).toBe(arrived()[0]?.msgid)
    expect(Number.isSafeInteger(Number(sent?.msgid))).toBe(false)
  })

  test('an answer that was lost is not asked for again: the message may have gone out', async () => {
    const { openid } = await wechatPerson(town)
    town.standIn.fail('/cgi-bin/message/subscribe/send', 'cut')
    const before = town.standIn.calls.length
    const send = town.house.wechat?.sendSubscribed({
      openid,
      template: forResidents,
      page: 'pages/home/home',
      data: { thing1: '一句话' },
    })
    await expect(send).rejects.toThrow('did not answer')
    expect(town.standIn.calls.length).toBe(before + 1)
  })
})

describe('what people allow', () => {
  const permissions = () => permissionsService(town.house)
  const left = (person: string) => permissions().left(person, forResidents)

  test('a tap that both the phone and WeChat tell of counts once, in either order', async () => {
    for (const [first, second] of [['phone', 'push'] as const, ['push', 'phone'] as const]) {
      const person = new Types.ObjectId().toHexString()
      await permissions().granted(person, forResidents, first)
      await permissions().granted(person, forResidents, second)
      expect(await left(person)).toBe(1)
      await permissions().granted(person, forResidents, first)
      expect(await left(person)).toBe(2)
    }
  })

  test('a phone that claims a thousand taps is believed a hundred', async () => {
    const person = new Types.ObjectId().toHexString()
    for (let i = 0; i < 105; i += 1) await permissions().granted(person, forResidents, 'phone')
    expect(await left(person)).toBe(100)
  })

  test('a long-term template is not used up', async () => {
    const person = new Types.ObjectId().toHexString()
    const [template] = town.house.config.wechat?.templates ?? []
    if (!template) throw new Error('No template')
    await permissions().granted(person, template.id, 'phone')
    await permissions().used(person, { ...template, longTerm: true })
    expect(await left(person)).toBe(1)
    await permissions().used(person, template)
    await permissions().used(person, template)
    expect(await left(person)).toBe(0)
  })

  test('the API says which templates to ask for, and counts what was allowed', async () => {
    const token = await town.newResident()
    const account = await town.rooms.sessions.identify(`Bearer ${token}`)
    const ask = async () => (await town.call('GET /api/message-permissions', token, {})).reply
    const say = (templates: string[]) =>
      town.call('POST /api/message-permissions', token, { body: { templates } })
    expect(await ask()).toEqual({ templates: [], left: 0 })
    expect((await say([forResidents])).problem.type).toContain('not-yet')
    await wechatPerson(town, { resident: new Types.ObjectId(account.account) })
    expect(await ask()).toEqual({ templates: [forResidents], left: 0 })
    expect((await say([forResidents])).status).toBe(204)
    expect(await ask()).toEqual({ templates: [forResidents], left: 1 })
    expect((await say(['some-other-template-of-mine'])).problem.fields).toMatchObject([
      { field: 'templates' },
    ])
    expect((await say([])).status).toBe(400)
  })
})
