import { somePhoto } from '../setup/some-photo'
import { someReport, type TestHouse } from '../setup/test-house'
import { type InWeChat, openTodayInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

describe('a home visit in WeChat, where there is no signal (R2)', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram
  let caseId: string

  beforeAll(async () => {
    here = await openTodayInWeChat()
    ;({ town, mini } = here)
    // The phone's clock is the machine's own: the case is reported an hour before.
    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
    caseId = queue.reply.items[0]?.id ?? ''
  })
  afterAll(() => here?.close())

  const look = async () =>
    (
      await town.call('GET /api/cases/:caseId', await town.signIn('coordinator-203'), {
        params: { caseId },
      })
    ).reply

  test('the case is taken, and its form lies on the phone before it is opened', async () => {
    mini.launch('/pages/home/home')
    await mini.tap('鲍老师')
    await mini.see('件要办')
    mini.launch(`/village/case/case?id=${caseId}`)
    await mini.tap('我接了')
    await mini.see('上门看过了')
    expect((await look()).state).toBe('accepted')
    await mini.see('为什么到这里')
    mini.phone.setSignal('none')
    mini.launch('/village/queue/queue')
    await mini.see('没有信号也能写上门记录')
    await mini.tap('没有信号也能写上门记录')
    await mini.see('报过的都填好了')
    await mini.see('岩三木')
  })

  test('what is tapped survives the app being closed', async () => {
    await mini.tap('加 村党总支书记 周书记')
    await mini.tap('家里有哪些人')
    await mini.tap('点开写')
    await mini.tap(/^户主$/)
    await mini.type('周岁', '72')
    await mini.tap('写好了')
    await mini.see('户主，72 岁')
    await mini.tap('能不能自理')
    await mini.tap('六样都能')
    await mini.see('全自理')
    mini.launch('/village/queue/queue')
    await mini.see('上门记录写了一半')
    await mini.tap('上门记录写了一半')
    await mini.see(/^全自理$/m)
    await mini.see(/协理员 鲍老师、村党总支书记 周书记/)
  })

  test('it is sent without signal, waits, and goes out by itself', async () => {
    await mini.tap(/^难在哪里$/)
    await mini.tap('一般困难')
    await mini.tap('看完了，发出去')
    await mini.see('有没有告诉他本人')
    await mini.tap(/^没有$/)
    await mini.tap('属实，确有困难')
    await mini.tap('看完了，发出去')
    await mini.see('没有信号。存在手机里了')
    expect((await look()).state).toBe('accepted')
    mini.phone.setSignal('good')
    await mini.see('发出去了')
    const work = await look()
    expect(work.state).toBe('verified')
    expect(work.visits).toHaveLength(1)
    expect([...mini.phone.storage.keys()].filter((key) => key.includes('visit.'))).toEqual([])
  })

  test('on a shared phone nobody sees or sends another’s visit; it goes when its writer is back', async () => {
    await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ subjectName: '李小发', text: '房子漏雨' }),
    })
    mini.launch('/village/queue/queue')
    await mini.see('李小发')
    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
    const id = queue.reply.items.find(({ subjectName }) => subjectName === '李小发')?.id ?? ''
    mini.launch(`/village/visit/visit?id=${id}`)
    await mini.tap('路远，只来了一个人')
    await mini.tap('看下来怎么样')
    await mini.tap(/^告诉了$/)
    await mini.tap('情况不实')
    await mini.type('比如：寨子里没有这家人', '寨子里没有这家人')
    mini.phone.setSignal('none')
    await mini.tap('看完了，发出去')
    await mini.see('没有信号。存在手机里了')
    mini.launch('/village/queue/queue')
    await mini.see('写好了，还没发出去')
    await mini.tap('退出')
    await mini.see('我要求助')
    mini.phone.setSignal('good')
    mini.launch('/pages/home/home')
    await mini.tap('周书记')
    await mini.see('退出')
    expect(mini.words()).not.toContain('还没发出去')
    mini.launch(`/village/visit/visit?id=${id}`)
    await mini.see('报过的都填好了')
    expect(mini.words()).not.toContain('寨子里没有这家人')
    const params = { caseId: id }
    const state = async () =>
      (await town.call('GET /api/cases/:caseId', await town.signIn('officer'), { params })).reply.state
    expect(await state()).toBe('assigned')
    mini.launch('/village/queue/queue')
    await mini.tap('退出')
    await mini.tap('鲍老师')
    await mini.see('退出')
    // What was written waits no longer: the queue's head says so when it has arrived.
    await mini.see(/^(?![\s\S]*没发出去)[\s\S]*件要办/)
    expect(await state()).toBe('unfounded')
  })

  test('when the answer was lost, the visit is stored once, with its photograph', async () => {
    await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ subjectName: '田文明', text: '家里断水' }),
    })
    const token = await town.signIn('coordinator-203')
    const queue = await town.call('GET /api/queue', token, { query: {} })
    const id = queue.reply.items.find(({ subjectName }) => subjectName === '田文明')?.id ?? ''
    mini.launch(`/village/visit/visit?id=${id}`)
    await mini.tap('路远，只来了一个人')
    await mini.tap('照片、签名、位置')
    mini.phone.givePhoto(await somePhoto())
    await mini.tap('拍张照片')
    await mini.see('拿掉')
    await mini.tap('看下来怎么样')
    await mini.tap(/^告诉了$/)
    await mini.tap('情况不实')
    await mini.type('比如：寨子里没有这家人', '水已经修好了')
    mini.phone.setSignal('lost')
    await mini.tap('看完了，发出去')
    await mini.see('还没发出去')
    mini.phone.signal = 'good'
    await mini.tap('拿回来改一改')
    await mini.tap('看完了，发出去')
    await mini.see('发出去了')
    const { reply } = await town.call('GET /api/cases/:caseId', token, { params: { caseId: id } })
    expect(reply.state).toBe('unfounded')
    expect(reply.visits).toHaveLength(1)
    expect(reply.visits[0]?.photos).toHaveLength(1)
  })

  test('nothing was thrown or complained of on the phone, and the server failed nowhere', () => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})
