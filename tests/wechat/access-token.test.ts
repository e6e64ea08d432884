import { accessTokenModel } from '../../server/wechat/access-token.model'
import type { WeChat } from '../../server/wechat/wechat'
import { WeChatUnavailable } from '../../server/wechat/wechat'
import { wechatClient } from '../../server/wechat/wechat-client'
import { openTestHouse, type TestHouse } from '../setup/test-house'

let test_: TestHouse
const at = (minutes: number) =>
  test_.setTime(new Date(Date.UTC(2026, 10, 24, 2) + minutes * 60_000).toISOString())
beforeEach(async () => {
  test_ = await openTestHouse({ wechat: true, startsAt: '2026-11-24T02:00:00.000Z' })
})
afterEach(() => test_.close())

/** Another process of the same service; its waits give the others their turn. */
const process_ = (sleep = () => new Promise((turn) => setImmediate(turn))): WeChat =>
  wechatClient(test_.standIn.config, { ...test_.house, sleep })
const number = (wechat: WeChat) => wechat.phoneNumber(test_.standIn.phoneCode('19900000510'))
const record = () => accessTokenModel(test_.house.db).findById(test_.standIn.config.appid).lean()
const asked = () => test_.standIn.tokens.asked

describe('the access token', () => {
  test('ten processes with five calls each ask WeChat for one token', async () => {
    const calls = Array.from({ length: 10 }, () => process_()).flatMap((one) =>
      Array.from({ length: 5 }, () => number(one)),
    )
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['19900000510']))
    expect(asked()).toEqual({ plainly: 1, forced: 0 })
  })

  test('lies encrypted in the database', async () => {
    await number(process_())
    const kept = await record()
    const opened = test_.house.cipher.decrypt('wechat.token', kept?.token ?? '')
    expect(opened.length).toBeGreaterThan(100)
    expect(JSON.stringify(kept)).not.toContain(opened)
  })

  test('is renewed when WeChat would: in its last five minutes, not before', async () => {
    const one = process_()
    await number(one)
    at(114)
    await number(one)
    await number(process_())
    expect(asked().plainly).toBe(1)
    at(115.5)
    await number(one)
    expect(asked().plainly).toBe(2)
    // A process that still holds the old one uses the new one from now on.
    await number(process_())
    expect(asked().plainly).toBe(2)
  })

  test('one that WeChat forgot is dropped and asked for again, without force, once for all', async () => {
    const processes = Array.from({ length: 5 }, () => process_())
    await Promise.all(processes.map(number))
    test_.standIn.tokens.forget()
    expect(await Promise.all(processes.map(number))).toHaveLength(5)
    expect(asked()).toEqual({ plainly: 2, forced: 0 })
  })

  test.each([40001, 40014, 42001])('%i is tried once more', async (errcode) => {
    const one = process_()
    await number(one)
    test_.standIn.fail('/wxa/business/getuserphonenumber', errcode)
    expect(await number(one)).toBe('19900000510')
  })

  test('where WeChat keeps giving the one that it refuses, a new one is forced; never faster than it allows', async () => {
    const one = process_()
    const refusedOnce = async () => {
      test_.standIn.fail('/wxa/business/getuserphonenumber', 40001)
      return number(one)
    }
    await number(one)
    expect(await refusedOnce()).toBe('19900000510')
    expect(asked().forced).toBe(1)
    await expect(refusedOnce()).rejects.toBeInstanceOf(WeChatUnavailable)
    at(0.4)
    await expect(refusedOnce()).rejects.toBeInstanceOf(WeChatUnavailable)
    expect(asked().forced).toBe(1)
    for (let minute = 1; minute <= 19; minute += 1) {
      at(minute)
      await refusedOnce()
    }
    expect(asked().forced).toBe(20)
    at(60)
    await expect(refusedOnce()).rejects.toBeInstanceOf(WeChatUnavailable)
    expect(asked().forced).toBe(20)
    at(24 * 60 + 2)
    expect(await refusedOnce()).toBe('19900000510')
  })

  test('a claim of a killed process runs out; until then the old token serves, while it holds', async () => {
    await number(process_())
    at(116)
    const claimedUntil = new Date(test_.house.now().getTime() + 30_000)
    await accessTokenModel(test_.house.db).updateOne({}, { $set: { claimedUntil } })
    await number(process_())
    expect(asked().plainly).toBe(1)
    at(121)
    await number(process_())
    expect(asked().plainly).toBe(2)
  })

  test('a claim without a token is waited for, and not for ever', async () => {
    const claimedUntil = new Date(test_.house.now().getTime() + 30_000)
    await accessTokenModel(test_.house.db).create({ _id: test_.standIn.config.appid, claimedUntil })
    let waits = 0
    const waiting = process_(async () => {
      waits += 1
    })
    await expect(number(waiting)).rejects.toBeInstanceOf(WeChatUnavailable)
    expect(waits).toBeGreaterThan(10)
  })

  test('a fetch that fails leaves no claim behind', async () => {
    test_.standIn.fail('/cgi-bin/stable_token', 40164)
    await expect(number(process_())).rejects.toMatchObject({ errcode: 40164 })
    expect(await number(process_())).toBe('19900000510')
  })
})
