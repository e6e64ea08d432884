import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { somePhoto } from '../setup/some-photo'
import { mp3 } from '../setup/some-voice'
import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

/** What WeChat gives no app whose operator has not declared it (用户隐私保护指引), as far as an app of ours could want it. */
const guardedByWeChat = [
  ...['chooseMedia', 'chooseImage', 'chooseVideo', 'chooseMessageFile', 'saveImageToPhotosAlbum'],
  ...['getRecorderManager', 'startRecord', 'getLocation', 'getFuzzyLocation', 'chooseLocation', 'choosePoi'],
  ...['getPhoneNumber', 'getRealtimePhoneNumber', 'chooseAddress', 'setClipboardData', 'getClipboardData'],
  ...['getUserProfile', 'getWeRunData', 'addPhoneContact', 'addPhoneCalendar', 'openBluetoothAdapter'],
]

describe('what is somebody’s own is asked for, and every no leaves a way on (PIPL, 15.1)', () => {
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat()
    ;({ town, mini } = here)
  })
  afterAll(() => here?.close())
  beforeEach(() => {
    mini.phone.privacy.agreed = false
    mini.phone.privacy.tenSecondsLater()
    mini.phone.storage.clear()
  })

  const openReport = async () => {
    mini.launch('/pages/report/report?for=other&c=demo0203')
    await mini.see(/^按住说$/m)
  }

  test('the app tells WeChat that it asks by itself', () => {
    const app = JSON.parse(readFileSync(join(here.directory, 'app.json'), 'utf8'))
    expect(app.__usePrivacyCheck__).toBe(true)
  })

  test('whatever the app asks WeChat for is on the list of what an operator must declare', () => {
    const scripts = readdirSync(here.directory, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(here.directory, file), 'utf8'))
      .join()
    const wechat = readFileSync(resolve(__dirname, '../../docs/wechat.md'), 'utf8')
    const used = guardedByWeChat.filter((name) =>
      new RegExp(`\\.${name}\\(|openType:\\s*"${name}"`).test(scripts),
    )
    expect(used).toEqual(expect.arrayContaining(['chooseMedia', 'getLocation', 'getPhoneNumber']))
    expect(used.filter((name) => !wechat.includes(`\`${name}\``))).toEqual([])
  })

  test('the camera: refused and not asked again at once, agreed to later; the guideline is one tap away', async () => {
    await openReport()
    mini.phone.givePhoto(await somePhoto())
    await mini.tap('拍张照片')
    await mini.see('拍照、选照片，先问您一声')
    await mini.tap('看《用户隐私保护指引》')
    expect(mini.phone.privacy.opened).toBe(1)
    await mini.tap(/^不同意$/)
    await mini.see('您没有同意用相机和照片，不用照片也行')
    expect(mini.words()).not.toContain('先问您一声')

    await mini.tap('拍张照片')
    await mini.see('您没有同意用相机和照片')
    expect(mini.words()).not.toContain('先问您一声')

    mini.phone.privacy.tenSecondsLater()
    await mini.tap('拍张照片')
    await mini.see('先问您一声')
    await mini.tap(/^同意$/)
    await mini.see('拿掉')
    expect(mini.words()).not.toContain('您没有同意')
    expect(mini.phone.privacy.agreed).toBe(true)
  })

  test('agreed to, but the camera itself is not allowed: the way to the setting is there', async () => {
    mini.phone.privacy.agreed = true
    mini.phone.camera = 'refused'
    await openReport()
    mini.phone.givePhoto(await somePhoto())
    await mini.tap('拍张照片')
    await mini.see('现在用不了相机和照片，不用照片也行')
    await mini.tap('去允许用相机和照片')
    expect(mini.phone.camera).toBe('allowed')
    await mini.tap('拍张照片')
    await mini.see('拿掉')
  })

  test('what the operator has not declared is told as what it is, and is no dead end', async () => {
    mini.phone.privacy.agreed = true
    mini.phone.privacy.undeclared.add('chooseMedia')
    await openReport()
    await mini.tap('拍张照片')
    await mini.see('现在还用不了相机和照片，不用照片也行')
    mini.phone.privacy.undeclared.clear()
  })

  test('the microphone: refused, the other ways are named; agreed to, it listens', async () => {
    await openReport()
    await mini.tap(/^按住说$/)
    await mini.see('用麦克风录音，先问您一声')
    await mini.tap(/^不同意$/)
    await mini.see('您没有同意用麦克风，写几句或者打电话说，都一样。')
    mini.phone.privacy.tenSecondsLater()
    mini.phone.sound.says(mp3(5), 5)
    await mini.tap(/^按住说$/)
    await mini.tap(/^同意$/)
    await mini.tap('说完点一下')
    await mini.see('0:05')
  })

  test('where the phone is: refused, words will do, and the report goes out', async () => {
    mini.phone.place = { latitude: 23.77, longitude: 98.92, accuracy: 30 }
    mini.launch('/pages/report/report?for=other')
    await mini.type('用自己的话说就行。哪个、咋个了、现在要什么', '三组那家断粮了')
    await mini.tap('下一步')
    await mini.tap('说不清是哪个村')
    await mini.tap('用我现在的位置')
    await mini.see('看手机在哪，先问您一声')
    await mini.tap(/^不同意$/)
    await mini.see('您没有同意用您的位置，不要紧，在下面写一写怎么找到就行。')
    await mini.type('比如：小学背后，核桃树旁边', '卖豆腐那家隔壁')
    await mini.tap('下一步')
    await mini.see('要紧的信息，单独问您一次')
    await mini.see('没满 14 岁的娃娃')
    await mini.tap('我同意')
    await mini.tap('发出去')
    await mini.see('收到了')
  })

  test('the explanation is two taps from the first page, and one from the question', async () => {
    mini.launch('/pages/home/home')
    await mini.tap('隐私说明')
    await mini.see('您说的，我们怎么用')
    for (const question of ['谁在管这些', '为什么要记', '给谁看', '怎么存，存多久', '您可以怎么办'])
      await mini.see(question)
    await mini.tap('看微信里的《用户隐私保护指引》')
    expect(mini.phone.privacy.opened).toBe(2)
  })

  test('nothing was thrown or complained of on the phone, and the server failed nowhere', () => {
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})

describe('type as large as the phone’s owner has set it', () => {
  let here: InWeChat
  let mini: MiniProgram
  beforeAll(async () => {
    here = await openInWeChat()
    ;({ mini } = here)
  })
  afterAll(() => here?.close())
  const offered = () => mini.controls().find(({ name }) => /^换.*字$/.test(name))?.name

  test('from 1.4 on it is care mode; whoever chooses has their own way, on every page and after a restart', async () => {
    const open = async (factor: number) => {
      mini.phone.typeFactor = factor
      mini.launch('/pages/card/card?c=demo0203')
      await mini.see('彩靠村')
    }
    await open(1.3)
    expect(offered()).toBe('换成大字')
    await open(1.4)
    expect(offered()).toBe('换成特大字')
    await mini.tap('特大字')
    expect(offered()).toBe('换回小字')
    await mini.tap('小字')
    expect(offered()).toBe('换成大字')
    await open(1.75)
    expect(offered()).toBe('换成大字')
  })
})
