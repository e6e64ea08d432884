import { somePhoto } from '../setup/some-photo'
import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

describe('a resident’s story in WeChat, up to the receipt (R1, R2)', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat()
    ;({ town, mini } = here)
  })
  afterAll(() => here?.close())

  const openCases = async () =>
    (await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })).reply

  const write = async (text: string) => {
    mini.launch('/pages/card/card?c=demo0203')
    await mini.tap('帮别人报')
    await mini.see('出了什么事')
    await mini.tap('重病就医')
    await mini.type('用自己的话说就行。哪个、咋个了、现在要什么', text)
    mini.phone.givePhoto(await somePhoto())
    await mini.tap('拍张照片')
    await mini.see('拿掉')
    await mini.tap('下一步')
    await mini.see('谁家')
    await mini.see('彩靠村')
    await mini.tap('半坡寨')
    await mini.type('写一个就行，不知道就空着', '岩三木')
    await mini.type('电话号码', '19900000121')
    await mini.tap('下一步')
    await mini.see('看一眼')
    await mini.see(text)
    await mini.tap('我同意')
  }

  test('the card is opened, the hotline called, the report written and sent', async () => {
    mini.launch('/pages/card/card?c=demo0203')
    await mini.tap('打电话 19900000883')
    expect(mini.phone.calls).toEqual(['19900000883'])
    await write('隔壁家老人病了三天')
    await mini.tap('发出去')
    await mini.see('收到了')
    await mini.see(/\d{4} \d{4}/)
    await mini.see('协理员 鲍老师会先联系您')
    expect(mini.path()).toBe('pages/receipt/receipt')

    const { items } = await openCases()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ subjectName: '岩三木', placeName: '彩靠村 半坡寨', photoCount: 1 })
  })

  test('without signal it waits on the phone, and goes out by itself when there is signal', async () => {
    await write('房子漏雨漏了半个月')
    mini.phone.setSignal('none')
    await mini.tap('发出去')
    await mini.see('没有信号。已存在手机里')
    expect((await openCases()).items).toHaveLength(1)
    mini.phone.setSignal('good')
    await mini.see('收到了')
    expect((await openCases()).items).toHaveLength(2)
  })

  test('when the answer was lost, sending again gives the one receipt and no second case', async () => {
    await write('娃娃上学没得学费')
    mini.phone.setSignal('lost')
    await mini.tap('发出去')
    await mini.see('还没发出去')
    mini.phone.signal = 'good'
    await mini.tap('现在再发一次')
    await mini.see(/收到/)
    await mini.see(/\d{4} \d{4}/)
    const { items } = await openCases()
    expect(items.filter(({ headline }) => headline.includes('学费'))).toHaveLength(1)
    expect(items).toHaveLength(3)

    await mini.tap('看看办到哪了')
    await mini.see('协理员 鲍老师 管这件事')
    await mini.see('娃娃上学没得学费')
  })

  test('who cannot tell the village may give the phone’s place; a refusal, and a vague place, leave a way on', async () => {
    mini.launch('/pages/report/report?for=self')
    await mini.see('出了什么事')
    await mini.tap('重病就医')
    await mini.tap('下一步')
    await mini.see('您家住哪')
    await mini.tap('说不清是哪个村')
    await mini.tap('用我现在的位置')
    await mini.see('现在用不了您的位置，不要紧')
    mini.phone.place = { latitude: 23.99079, longitude: 99.01441, accuracy: 2600 }
    await mini.tap('用我现在的位置')
    await mini.see('位置用不上。不要紧')
    mini.phone.place = { latitude: 23.99079, longitude: 99.01441, accuracy: 18.2 }
    await mini.tap('用我现在的位置')
    await mini.see('记下了')
    // Killed and opened again, the draft still has it.
    mini.launch('/pages/report/report?for=self')
    await mini.see('记下了')
    await mini.tap('下一步')
    await mini.see('给了，只用来认是哪个村')
    await mini.tap('我同意')
    await mini.tap('发出去')
    await mini.see('收到了')
    const { items } = (await town.call('GET /api/triage', await town.signIn('officer'), { query: {} })).reply
    expect(items[0]?.suggestions[0]).toMatchObject({
      name: '彩靠村',
      reasons: ['因为报的时候人在彩靠村半坡寨附近'],
    })
    const [stored] = await town.house.db
      .collection('reports')
      .find({ position: { $ne: null } })
      .toArray()
    expect(JSON.parse(town.house.cipher.decrypt('report.position', stored?.position))).toEqual({
      lat: 23.991,
      lng: 99.014,
      accuracyMetres: 99,
    })
  })

  test('nothing was thrown or complained of on the phone, and the server failed nowhere', () => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})
