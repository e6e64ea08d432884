import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

describe('whoever wants to is told in WeChat: one tap, one message', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat({ wechat: true })
    ;({ town, mini } = here)
    mini.phone.loginCode = () => town.standIn.loginCode('oVillager')
  })
  afterAll(() => here?.close())
  afterEach(() => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })

  /** How many messages the house may still send, of each template. */
  const allowed = async () =>
    (await town.house.db.collection('message_permissions').find({}).toArray()).map(({ _id, left }) => [
      String(_id).split('|')[1],
      left,
    ])
  const untilAllowed = async (wanted: Awaited<ReturnType<typeof allowed>>) => {
    for (let i = 0; i < 100 && (await allowed()).length < wanted.length; i += 1)
      await new Promise((soon) => setTimeout(soon, 50))
    expect(await allowed()).toEqual(wanted)
  }

  test('on the receipt: a no and a switched-off phone are told the way, and the receipt stays', async () => {
    mini.launch('/pages/report/report?for=self&c=demo0203')
    await mini.tap('重病就医')
    await mini.tap('下一步')
    await mini.see('彩靠村')
    await mini.tap('下一步')
    await mini.tap('我同意')
    await mini.tap('发出去')
    await mini.see('收到了')
    expect(mini.phone.askedToTell).toEqual([])

    mini.phone.messages = 'off'
    await mini.tap('有消息告诉我')
    await mini.see('手机上的微信提醒关着。点右上角')
    mini.phone.messages = 'refused'
    await mini.tap('有消息告诉我')
    await mini.see('没有打开微信提醒。什么时候想看，打开早发现就能看。')
    await mini.see('收条号')
    expect(await allowed()).toEqual([])
  })

  test('a yes is one message more, and the house knows of it', async () => {
    mini.phone.messages = 'allowed'
    await mini.tap('有消息告诉我')
    await mini.see('好，有消息会在微信里告诉您。')
    expect(mini.phone.askedToTell.at(-1)).toEqual(['demo-template-for-residents'])
    await untilAllowed([['demo-template-for-residents', 1]])
    expect(mini.words()).not.toContain('有消息告诉我')
  })

  test('who works here taps as often as they like, and sees how many are left', async () => {
    mini.phone.numberCode = () => town.standIn.phoneCode('19900000203')
    mini.launch('/pages/sign-in/sign-in')
    await mini.tap('用微信的手机号登录')
    await mini.see('1 件要办')
    mini.launch('/pages/inbox/inbox')
    await mini.see('点一次收一条，现在还能收 0 条。')
    await mini.tap('在微信里提醒我')
    await mini.see('点一次收一条，现在还能收 1 条。')
    await mini.tap('在微信里提醒我')
    await mini.see('点一次收一条，现在还能收 2 条。')
    expect(mini.phone.askedToTell.at(-1)).toEqual(['demo-template-for-staffs'])
  })
})
