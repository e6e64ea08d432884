import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(600_000)

describe('a phone signs in by WeChat without a word', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram
  beforeAll(async () => {
    here = await openInWeChat({ wechat: true })
    ;({ town, mini } = here)
  })
  afterAll(() => here?.close())

  const identities = () => town.house.db.collection('wechat_identities').countDocuments({})

  test('not while WeChat is out of reach: its page is there all the same, and the phone is bound later', async () => {
    mini.launch('/pages/mine/mine')
    await mini.see('还没有报过事')
    expect(await identities()).toBe(0)
    const accounts = await town.house.db
      .collection('accounts')
      .countDocuments({ deviceHash: { $exists: true } })
    expect(accounts).toBe(1)

    mini.phone.loginCode = () => town.standIn.loginCode('oVillager')
    mini.launch('/pages/mine/mine')
    await mini.see('还没有报过事')
    for (let i = 0; i < 100 && (await identities()) === 0; i += 1)
      await new Promise((soon) => setTimeout(soon, 50))
    expect(await identities()).toBe(1)
    const [identity] = await town.house.db.collection('wechat_identities').find({}).toArray()
    const own = await town.house.db.collection('accounts').findOne({ deviceHash: { $exists: true } })
    expect(String(identity?.resident)).toBe(String(own?._id))
    expect(mini.complaints).toEqual([])
  })

  test('the number for a report comes from WeChat’s button; who gives none is told that it goes without', async () => {
    mini.launch('/pages/report/report?for=self&c=demo0203')
    await mini.tap('重病就医')
    await mini.tap('下一步')
    await mini.tap('用微信的手机号')
    await mini.see('没有给号码也能报，自己写上面，不写也行。')
    mini.phone.numberCode = () => town.standIn.phoneCode('19900000777')
    await mini.tap('用微信的手机号')
    await mini.tap('下一步')
    await mini.see('19900000777')
    expect(mini.complaints).toEqual([])
  })

  test('asked first whether the number may be used at all: a no leaves the line to write in', async () => {
    mini.phone.privacy.agreed = false
    mini.launch('/pages/report/report?for=self&c=demo0205')
    await mini.tap('重病就医')
    await mini.tap('下一步')
    await mini.tap('用微信的手机号')
    await mini.see('用您的电话号码，先问您一声')
    await mini.tap(/^不同意$/)
    await mini.see('没有给号码也能报，自己写上面，不写也行。')
    mini.phone.privacy.agreed = true
    expect(mini.complaints).toEqual([])
  })

  test('who works here is known by the number on the roster; any other is told whom to ask', async () => {
    mini.phone.numberCode = () => null
    mini.launch('/pages/sign-in/sign-in')
    await mini.tap('用微信的手机号登录')
    await mini.see('没有拿到手机号，登录不了。')
    mini.phone.numberCode = () => town.standIn.phoneCode('19900000899')
    await mini.tap('用微信的手机号登录')
    await mini.see('不在值班表上。请找乡社会救助经办人段干事把您加上')
    expect(mini.path()).toBe('pages/sign-in/sign-in')
    mini.phone.numberCode = () => town.standIn.phoneCode('19900000203')
    await mini.tap('用微信的手机号登录')
    await mini.see('今天没有要办的')
    expect(mini.path()).toBe('village/today/today')
    // From then on the phone is known without a word.
    mini.launch('/pages/home/home')
    await mini.see('今天没有要办的')
    expect(mini.path()).toBe('village/today/today')
    expect(mini.complaints).toEqual([])
  })

  test('whose WeChat has another number, and whoever reviews the app, come in by a code that was handed over', async () => {
    const yang = await town.house.db.collection('accounts').findOne({ calledAs: '杨老师' })
    const { reply } = await town.call('POST /api/people/:person/sign-in-link', await town.signIn('officer'), {
      params: { person: String(yang?._id) },
    })
    await mini.tap('退出')
    await mini.see('我要求助')
    mini.launch('/pages/sign-in/sign-in')
    await mini.tap('有人给了我登录码')
    await mini.type('比如 1234 5678 9012', reply.code)
    await mini.type('四位数字', '0204')
    await mini.tap(/^登录$/)
    await mini.see('今天没有要办的')
    await mini.see('杨老师')
    expect(mini.complaints).toEqual([])
  })

  test('what the server keeps of WeChat’s key is nowhere on the phone', () => {
    expect([...mini.phone.storage.values()].join()).not.toMatch(/session_?key/i)
  })
})
