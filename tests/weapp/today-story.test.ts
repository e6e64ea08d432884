import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openTodayInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

describe('a coordinator’s day in WeChat', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openTodayInWeChat()
    ;({ town, mini } = here)
    // The phone's clock is the machine's own.
  })
  afterAll(() => here?.close())

  test('the app opens at the day once somebody of a village has signed in', async () => {
    mini.launch('/pages/home/home')
    await mini.tap('鲍老师')
    await mini.see('1 件要办')
    mini.launch('/pages/home/home')
    await mini.see('1 件要办')
    expect(mini.path()).toBe('village/today/today')
    // A card that was tapped leads to the card.
    mini.launch('/pages/card/card?c=demo0203')
    await mini.see('我要求助')
  })

  test('the first line is taken with one tap, and the three places lead to one another', async () => {
    mini.launch('/pages/home/home')
    await mini.tap('我接了')
    await mini.see('写上门记录')
    await mini.tap(/^线索$/)
    await mini.see('看看有没有新的')
    expect(mini.path()).toBe('village/queue/queue')
    await mini.tap('我的村')
    await mini.see('发到群里')
    await mini.type('名字，或者完整的电话', '颜三木')
    await mini.tap(/^找$/)
    await mini.see('找到 1 家')
    await mini.tap('报过 1 件')
    await mini.see('报过的事')
  })

  test('without signal it shows what was seen last; signed out, nothing of it stays on the phone', async () => {
    mini.phone.setSignal('none')
    mini.launch('/village/today/today')
    await mini.see('没有信号。下面是')
    await mini.see('岩三木')
    await mini.tap('退出')
    await mini.see('我要求助')
    expect([...mini.phone.storage.keys()].filter((key) => key.includes('today'))).toEqual([])
    mini.phone.setSignal('good')
    mini.launch('/pages/home/home')
    await mini.tap('周书记')
    await mini.see('今天没有要办的')
    expect(mini.words()).not.toContain('岩三木')
  })

  test('nothing was thrown or complained of on the phone, and the server failed nowhere', () => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})
