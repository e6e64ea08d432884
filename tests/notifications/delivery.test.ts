import fc from 'fast-check'
import { Types } from 'mongoose'
import pino from 'pino'
import { type NewNotice, noticesService } from '../../server/notifications/notices.service'
import { type Sender, smsToLog } from '../../server/notifications/senders'
import { openHouse } from '../../server/open-house'
import { noticeRule, outsideWords } from '../../shared/domain/notices'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { processWith, someNotice, tellIn, triedSender } from './told'

/** A moment by China's clock. */
const china = (local: string) => new Date(`${local}+08:00`)

describe('what is told outside the app', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())
  beforeEach(async () => {
    town.setTime(china('2026-11-24T10:00').toISOString())
    await town.house.db.collection('notices').deleteMany({})
    await town.house.db.collection('messages').deleteMany({})
  })

  const at = (local: string) => town.setTime(china(local).toISOString())
  const ends = async () =>
    (await town.house.db.collection('messages').find({}).toArray()).map(({ outcome, channel, nextTry }) => ({
      outcome,
      channel,
      waits: nextTry !== undefined,
    }))

  test('a message says what and where, never who, and goes out once', async () => {
    const sms = triedSender()
    const notices = processWith(town, sms)
    const notice = someNotice({ words: '彩靠村岩三木家的线索到您手里了' })
    await tellIn(town, notices, notice)
    expect(await notices.deliver()).toBe(1)
    expect(await notices.deliver()).toBe(0)
    const { items } = await notices.inboxOf(notice.to.toHexString())
    expect(sms.taken).toEqual([
      {
        key: items[0]?.id,
        account: notice.to.toHexString(),
        kind: 'new_case',
        title: noticeRule('new_case').title,
        text: noticeRule('new_case').outside,
        page: notice.page,
        urgent: false,
      },
    ])
    expect(await ends()).toEqual([{ outcome: 'sent', channel: 'sms', waits: false }])
  })

  test('several notices about one case become one message; another case and another person have their own', async () => {
    const sms = triedSender()
    const notices = processWith(town, sms)
    const first = someNotice({ kind: 'added' })
    const about = { to: first.to, caseId: first.caseId }
    await tellIn(town, notices, first)
    at('2026-11-24T10:01')
    await tellIn(town, notices, someNotice({ ...about, kind: 'escalated', page: '/pressing', urgent: true }))
    at('2026-11-24T10:02')
    await tellIn(town, notices, someNotice({ ...about, kind: 'changed' }), someNotice({ to: first.to }))
    await tellIn(town, notices, someNotice({ caseId: first.caseId }))
    await tellIn(town, notices, someNotice({ to: first.to, caseId: null }))
    expect(await notices.deliver()).toBe(4)
    const [folded] = sms.taken
    // Of the three, the one that presses most speaks, and it goes first.
    expect(folded).toMatchObject({
      account: first.to.toHexString(),
      kind: 'escalated',
      text: outsideWords('escalated', 3),
      page: '/pressing',
      urgent: true,
    })
    expect(sms.taken.slice(1).map(({ text }) => text)).toEqual(Array(3).fill(outsideWords('new_case', 1)))
  })

  test('what was read in the app is not told outside', async () => {
    const sms = triedSender()
    const notices = processWith(town, sms)
    const notice = someNotice()
    await tellIn(town, notices, notice, someNotice({ to: notice.to, caseId: notice.caseId }))
    const account = notice.to.toHexString()
    const [newest, older] = (await notices.inboxOf(account)).items
    await notices.markRead(account, [newest?.id ?? ''])
    await notices.deliver()
    expect(sms.taken).toMatchObject([{ key: older?.id, text: outsideWords('new_case', 1) }])
  })

  test('what is for the inbox alone lights up no telephone', async () => {
    const sms = triedSender()
    const notices = processWith(town, sms)
    const notice = someNotice({ kind: 'taken', urgent: true, inboxOnly: true })
    await tellIn(town, notices, notice)
    expect(await notices.deliver()).toBe(0)
    expect(await notices.inboxOf(notice.to.toHexString())).toMatchObject({ unread: 1 })
  })

  describe('in the quiet hours', () => {
    test('what can wait is held until half past seven, and is one message then', async () => {
      const sms = triedSender()
      const notices = processWith(town, sms)
      const notice = someNotice()
      at('2026-11-24T21:00')
      await tellIn(town, notices, notice)
      at('2026-11-25T02:00')
      await tellIn(town, notices, someNotice({ to: notice.to, caseId: notice.caseId, kind: 'added' }))
      at('2026-11-25T07:29')
      expect(await notices.deliver()).toBe(0)
      expect((await notices.inboxOf(notice.to.toHexString())).unread).toBe(2)
      at('2026-11-25T07:30')
      expect(await notices.deliver()).toBe(1)
      expect(sms.taken).toMatchObject([{ text: outsideWords('added', 2) }])
    })

    test('what is urgent goes at once and takes along what was held; an urgent thing to do by day waits', async () => {
      const sms = triedSender()
      const notices = processWith(town, sms)
      const notice = someNotice({ kind: 'followup_due', urgent: true })
      at('2026-11-24T23:30')
      await tellIn(town, notices, notice)
      expect(await notices.deliver()).toBe(0)
      await tellIn(town, notices, someNotice({ to: notice.to, caseId: notice.caseId, urgent: true }))
      expect(await notices.deliver()).toBe(1)
      expect(sms.taken).toMatchObject([{ kind: 'new_case', text: outsideWords('new_case', 2), urgent: true }])
      at('2026-11-25T08:00')
      expect(await notices.deliver()).toBe(0)
    })

    test('a failure in the evening is not mended in the night', async () => {
      const sms = triedSender()
      const notices = processWith(town, sms)
      at('2026-11-24T20:59')
      await tellIn(town, notices, someNotice())
      sms.works = false
      expect(await notices.deliver()).toBe(0)
      sms.works = true
      at('2026-11-24T21:30')
      expect(await notices.deliver()).toBe(0)
      at('2026-11-25T07:30')
      expect(await notices.deliver()).toBe(1)
    })
  })

  describe('when a channel fails', () => {
    test('it is tried again after 1, 5, 15 and 60 minutes and then hourly, with one key, and given up after a day', async () => {
      const sms = triedSender()
      const notices = processWith(town, sms)
      sms.works = false
      const notice = someNotice({ urgent: true })
      await tellIn(town, notices, notice)
      const tried: number[] = []
      const start = town.house.now().getTime()
      // Every minute at first; then every third one, on which all later tries fall.
      for (let minute = 0; minute <= 26 * 60; minute += minute < 3 ? 1 : 3) {
        town.setTime(new Date(start + minute * 60_000).toISOString())
        const before = sms.asked
        await notices.deliver()
        if (sms.asked > before) tried.push(minute)
      }
      expect(tried.slice(0, 7)).toEqual([0, 1, 6, 21, 81, 141, 201])
      expect(tried.at(-1)).toBe(23 * 60 + 21)
      expect(await ends()).toEqual([{ outcome: 'given_up', channel: undefined, waits: false }])
      expect(await notices.inboxOf(notice.to.toHexString())).toMatchObject({ unread: 1 })
    })

    test('what comes meanwhile is folded in, keeps the wait when it can, and ends it when it presses', async () => {
      const sms = triedSender()
      const notices = processWith(town, sms)
      const notice = someNotice()
      const about = { to: notice.to, caseId: notice.caseId }
      sms.works = false
      await tellIn(town, notices, notice)
      await notices.deliver()
      at('2026-11-24T10:01')
      await notices.deliver()
      expect(sms.asked).toBe(2)
      await tellIn(town, notices, someNotice({ ...about, kind: 'added' }))
      at('2026-11-24T10:05')
      await notices.deliver()
      expect(sms.asked).toBe(2)
      await tellIn(town, notices, someNotice({ ...about, kind: 'changed', urgent: true }))
      sms.works = true
      expect(await notices.deliver()).toBe(1)
      expect(sms.taken).toMatchObject([{ kind: 'changed', text: outsideWords('changed', 3) }])
      at('2026-11-24T12:00')
      expect(await notices.deliver()).toBe(0)
    })

    test('one person’s failing message keeps nobody else’s', async () => {
      const unlucky = new Types.ObjectId()
      const sms = triedSender()
      const failing: Sender = {
        ...sms,
        send: async (message) => {
          if (message.account === unlucky.toHexString()) throw new Error('The number is not in use')
          return sms.send(message)
        },
      }
      const notices = processWith(town, failing)
      await tellIn(town, notices, someNotice({ to: unlucky }), someNotice(), someNotice())
      expect(await notices.deliver()).toBe(2)
    })

    test('the first channel that reaches the person is used, and the next one when it fails', async () => {
      const onWechat = new Types.ObjectId()
      const wechat = triedSender('wechat', (account) => account === onWechat.toHexString())
      const sms = triedSender('sms', (account) => account === onWechat.toHexString())
      const notices = processWith(town, wechat, sms)
      await tellIn(town, notices, someNotice({ to: onWechat }), someNotice())
      expect(await notices.deliver()).toBe(1)
      expect([wechat.taken.length, sms.taken.length]).toEqual([1, 0])
      expect((await ends()).map(({ outcome }) => outcome).sort()).toEqual(['sent', 'unreachable'])
      wechat.works = false
      await tellIn(town, notices, someNotice({ to: onWechat }))
      expect(await notices.deliver()).toBe(1)
      expect([wechat.taken.length, sms.taken.length]).toEqual([1, 1])
    })

    test('a channel that does not answer may have sent it: tried again with its key, and nothing is put into it', async () => {
      const silent: Sender = {
        channel: 'sms',
        reaches: async () => true,
        send: () => new Promise(() => undefined),
      }
      const notices = noticesService(town.house, [silent], { channelTime: 20 })
      const notice = someNotice()
      await tellIn(town, notices, notice)
      expect(await notices.deliver()).toBe(0)
      expect(await ends()).toEqual([{ outcome: undefined, channel: undefined, waits: true }])
      const account = notice.to.toHexString()
      const [{ id } = { id: '' }] = (await notices.inboxOf(account)).items
      at('2026-11-24T10:01')
      const sms = triedSender()
      const mended = processWith(town, sms)
      await tellIn(town, mended, someNotice({ to: notice.to, caseId: notice.caseId, kind: 'added' }))
      expect(await mended.deliver()).toBe(2)
      expect(sms.taken).toContainEqual(
        expect.objectContaining({ key: id, text: outsideWords('new_case', 1) }),
      )
    })
  })

  test('processes that deliver at once send each message once, folded', async () => {
    const sms = triedSender()
    const processes = Array.from({ length: 4 }, () => processWith(town, sms))
    const told = Array.from({ length: 30 }, () => someNotice())
    const more = told.map(({ to, caseId }) => someNotice({ to, caseId, kind: 'added' }))
    await tellIn(town, town.rooms.notices, ...told)
    at('2026-11-24T10:01')
    await tellIn(town, town.rooms.notices, ...more)
    const sent = await Promise.all(processes.map((one) => one.deliver()))
    expect(sent.reduce((sum, n) => sum + n, 0)).toBe(30)
    expect(new Set(sms.taken.map(({ key }) => key)).size).toBe(30)
    expect(sms.taken).toHaveLength(30)
    expect(new Set(sms.taken.map(({ text }) => text))).toEqual(new Set([outsideWords('added', 2)]))
  })

  test('a process killed after sending and before writing it down: sent again, with the same key', async () => {
    const sms = triedSender()
    const doomed = await openHouse(town.house.config, {
      dbName: town.house.db.name,
      now: town.house.now,
      log: town.house.log,
    })
    const killed: Sender = {
      ...sms,
      async send(message) {
        await sms.send(message)
        await doomed.close()
      },
    }
    const notice = someNotice()
    await tellIn(town, town.rooms.notices, notice)
    await expect(noticesService(doomed.house, [killed]).deliver()).rejects.toThrow()

    const living = processWith(town, sms)
    at('2026-11-24T10:01')
    // What comes now is not put into the message that may have gone out already.
    await tellIn(town, living, someNotice({ to: notice.to, caseId: notice.caseId, kind: 'added' }))
    expect(await living.deliver()).toBe(1)
    at('2026-11-24T10:02')
    expect(await living.deliver()).toBe(1)
    const [first, later, again] = sms.taken
    expect(later).toMatchObject({ kind: 'added', text: outsideWords('added', 1) })
    expect(again).toEqual(first)
    at('2026-11-24T12:00')
    expect(await living.deliver()).toBe(0)
  })

  test('whatever fails and whoever delivers, all is told in the end, and nothing twice', async () => {
    const people = Array.from({ length: 2 }, () => new Types.ObjectId())
    const cases = Array.from({ length: 2 }, () => new Types.ObjectId())
    const deeds = fc.array(
      fc.oneof(
        fc.record({
          tell: fc.record({ to: fc.nat(1), about: fc.nat(1), urgent: fc.boolean() }),
        }),
        fc.record({ works: fc.boolean() }),
        fc.record({ minutes: fc.integer({ min: 1, max: 400 }) }),
        fc.record({ deliver: fc.integer({ min: 1, max: 3 }) }),
      ),
      { maxLength: 30 },
    )
    await fc.assert(
      fc.asyncProperty(deeds, async (list) => {
        await town.house.db.collection('notices').deleteMany({})
        await town.house.db.collection('messages').deleteMany({})
        const sms = triedSender()
        const processes = Array.from({ length: 3 }, () => processWith(town, sms))
        const told: NewNotice[] = []
        let time = china('2026-11-24T10:00').getTime()
        const pass = (minutes: number) => {
          time += minutes * 60_000
          town.setTime(new Date(time).toISOString())
        }
        pass(0)
        for (const deed of list) {
          if ('tell' in deed) {
            const { to, about, urgent } = deed.tell
            const notice = someNotice({ to: people[to], caseId: cases[about] ?? null, urgent })
            told.push(notice)
            await tellIn(town, town.rooms.notices, notice)
          } else if ('works' in deed) sms.works = deed.works
          else if ('minutes' in deed) pass(deed.minutes)
          else await Promise.all(processes.slice(0, deed.deliver).map((one) => one.deliver()))
        }
        sms.works = true
        pass(11 * 60)
        for (let hour = 0; hour < 12; hour += 1) {
          await Promise.all(processes.map((one) => one.deliver()))
          pass(60)
        }
        const counted = (text: string) => Number(/一共有 (\d+) 条/.exec(text)?.[1] ?? 1)
        const gaveUp = await town.house.db.collection('messages').find({ outcome: 'given_up' }).toArray()
        const heard = sms.taken.reduce((sum, { text }) => sum + counted(text), 0)
        const lost = gaveUp.reduce((sum, { count }) => sum + count, 0)
        expect(heard + lost).toBe(told.length)
        expect(new Set(sms.taken.map(({ key }) => key)).size).toBe(sms.taken.length)
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  test('the log that stands for an SMS gateway names nobody', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
    const notices = processWith(town, smsToLog(log))
    const notice = someNotice({ words: '彩靠村岩三木家 19900000121' })
    await tellIn(town, notices, notice)
    expect(await notices.deliver()).toBe(1)
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0] ?? '') as object
    expect(Object.keys(line).sort()).toEqual(
      ['channel', 'hostname', 'key', 'kind', 'level', 'msg', 'pid', 'time', 'urgent'].sort(),
    )
    expect(lines[0]).not.toMatch(new RegExp(`岩三木|1990000|${notice.to.toHexString()}`))
  })
})
