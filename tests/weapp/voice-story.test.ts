import { mp3 } from '../setup/some-voice'
import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

describe('somebody speaks in WeChat, and is heard (R4)', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat()
    ;({ town, mini } = here)
  })
  afterAll(() => here?.close())

  const openReport = async () => {
    mini.launch('/pages/report/report?for=other&c=demo0203')
    await mini.see(/^按住说$/m)
  }
  const onward = async () => {
    await mini.tap('下一步')
    await mini.see('谁家')
    await mini.tap('下一步')
    await mini.see('看一眼')
  }
  const reportOf = async (headline: string) => {
    const coordinator = await town.signIn('coordinator-203')
    const queue = await town.call('GET /api/queue', coordinator, { query: {} })
    const caseId = queue.reply.items.find((item) => item.headline === headline)?.id ?? ''
    const opened = await town.call('GET /api/cases/:caseId', coordinator, { params: { caseId } })
    return { caseId, report: opened.reply.reports[0] }
  }

  test('who says no to the microphone is told the other ways, and can change their mind', async () => {
    mini.phone.sound.microphone = 'refused'
    await openReport()
    await mini.tap(/^按住说$/)
    await mini.see('现在用不了麦克风，写几句或者打电话说，都一样。')
    await mini.tap('去允许用麦克风')
    expect(mini.phone.sound.microphone).toBe('allowed')
  })

  test('held and let go; held and slid away; tapped twice; a call comes in: what was meant is kept', async () => {
    const { sound } = mini.phone
    sound.says(mp3(4), 4)
    const first = await mini.press(/^按住说$/)
    await mini.see('松手就好')
    // What is held for so long that the seconds run is no tap.
    await mini.see('0:01')
    await first.lift()
    await mini.see('录音 1')
    await mini.see('0:04')

    sound.says(mp3(9), 9)
    const second = await mini.press(/^按住说$/)
    await mini.see('0:01')
    await second.slide()
    await mini.see('松手不要了')
    await second.lift()
    await mini.see(/^按住说$/m)
    expect(mini.words()).not.toContain('录音 2')

    sound.says(mp3(60), 60.4)
    await mini.tap(/^按住说$/)
    await mini.tap('说完点一下')
    await mini.see('1:00')
    await mini.see('没说完可以再录，最多 5 段')

    sound.says(mp3(3), 3)
    await mini.tap(/^按住说$/)
    await mini.see('说完点一下')
    sound.callComesIn()
    await mini.see('录音 3')
    expect(sound.listening()).toBe(false)
  })

  test('a recorder that ran for ninety minutes: one plain sentence, and all that was there is still there', async () => {
    const { sound } = mini.phone
    sound.says(mp3(3), 5400)
    await mini.tap(/^按住说$/)
    await mini.tap('说完点一下')
    await mini.see('一段录音最长 1 分钟，请分几段再说一次')
    expect(mini.words()).not.toContain('录音 4')
    for (const kept of ['录音 1', '录音 2', '录音 3']) expect(mini.words()).toContain(kept)
  })

  test('five are enough; one is taken out and said anew', async () => {
    const { sound } = mini.phone
    for (const [length, row] of [
      [2, '录音 4'],
      [7, '录音 5'],
    ] as const) {
      sound.says(mp3(length), length)
      await mini.tap(/^按住说$/)
      await mini.tap('说完点一下')
      await mini.see(row)
    }
    await mini.see('录满 5 段了，要重录就删掉一段')
    expect(mini.words()).not.toMatch(/^按住说$/m)
  })

  test('it is heard before it is sent, and waits on the phone while there is no signal', async () => {
    const { sound } = mini.phone
    await mini.tap(/^录音 1$/)
    await mini.see('正在放')
    expect(sound.played.at(-1)).toMatch(/saved-\d+\.mp3$/)
    sound.playsToItsEnd()
    await mini.see('录音 1')
    await onward()
    await mini.see('听下面的录音')
    await mini.tap('我同意')
    mini.phone.setSignal('none')
    await mini.tap('发出去')
    await mini.see('没有信号。已存在手机里')
    mini.phone.setSignal('good')
    await mini.see('收到了')
    const { report } = await reportOf('只有录音')
    expect(report?.voices.map(({ seconds }) => seconds)).toEqual([4, 60, 3, 2, 7])
    const played = await fetch(`${town.base}${report?.voices[1]?.link}`)
    expect(Buffer.from(await played.arrayBuffer()).equals(mp3(60))).toBe(true)
  })

  test('written and said without signal, the app closed, it goes out when there is signal again', async () => {
    const { sound } = mini.phone
    await openReport()
    mini.phone.setSignal('none')
    await mini.type('用自己的话说就行。哪个、咋个了、现在要什么', '房子漏雨漏了半个月')
    sound.says(mp3(12), 12)
    await mini.tap(/^按住说$/, 'reader')
    await mini.tap('说完点一下', 'reader')
    await mini.see('0:12')
    await openReport()
    await mini.see('上次没写完的还在')
    await mini.see('0:12')
    await onward()
    await mini.tap('我同意')
    await mini.tap('发出去')
    await mini.see('没有信号。已存在手机里')
    mini.phone.setSignal('good')
    await mini.see('收到了')
    const { report } = await reportOf('房子漏雨漏了半个月')
    expect(report?.voices).toEqual([expect.objectContaining({ seconds: 12 })])
  })

  test('the reporter reads how many there are and adds one; the coordinator hears them on the case', async () => {
    const { sound } = mini.phone
    await mini.tap('看看办到哪了')
    await mini.see('录音 1 段')
    await mini.tap('再补一句')
    sound.says(mp3(6), 6)
    await mini.tap(/^按住说$/)
    await mini.tap('说完点一下')
    await mini.see('0:06')
    await mini.tap('发出去')
    await mini.see('补的')
    const { caseId } = await reportOf('房子漏雨漏了半个月')

    mini.phone.storage.clear()
    mini.launch('/pages/home/home')
    await mini.tap('鲍老师')
    await mini.see('录音 1 段')
    mini.launch(`/village/case/case?id=${caseId}`)
    await mini.see('0:12')
    await mini.tap('0:06')
    await mini.see('正在放')
    expect(sound.played.at(-1)).toMatch(/^http:\/\/localhost:3000\/api\/attachments\//)
    sound.playsToItsEnd()
  })

  test('nothing was thrown or complained of on the phone, and the server failed nowhere', () => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})
