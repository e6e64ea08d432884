import { someReport, type TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

describe('a resident closes the account inside the mini-program, as WeChat asks for', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat()
    ;({ town, mini } = here)
  })
  afterAll(() => here?.close())

  test('in a few taps from what they have reported, and nothing of theirs is left on the phone', async () => {
    mini.launch('/pages/mine/mine')
    await mini.see('还没有报过事')
    const kept = (name: string) => JSON.parse(mini.phone.storage.get(`zaofaxian.${name}`) ?? 'null')
    const key: string = kept('device-key')
    const { accessToken } = kept('session.device')
    await town.call('POST /api/reports', accessToken, { body: someReport({ phone: '19900000601' }) })
    await mini.tap('我的信息')
    await mini.see('199****0601')
    await mini.tapLast('注销账号')
    await mini.see('注销了不能反悔')
    await mini.see('马上删')
    await mini.tap('确定注销')
    await mini.see('注销回执号')
    await mini.see(/\d{8}-\d{6}/)
    const left = [...mini.phone.storage.keys()].filter((name) => /session|draft|receipts|outbox/.test(name))
    expect(left).toEqual([])
    expect([...mini.phone.storage.values()].join('\n')).not.toContain(key)
    expect(await town.house.db.collection('erasures').countDocuments()).toBe(1)
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})
