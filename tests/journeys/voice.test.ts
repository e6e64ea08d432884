import type { Browser, Locator, Route } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser, withMicrophone } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

const noSignal = (route: Route) => route.abort('internetdisconnected')

describeInBrowser('somebody who does not type speaks, and is heard (R4)', () => {
  let town: TestHouse
  let browser: Browser
  let villager: Visitor
  const everyone: Visitor[] = []

  const come = async (by = browser) => {
    const visitor = await visit(by, town, 'phone')
    everyone.push(visitor)
    return visitor
  }
  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser(withMicrophone)
    villager = await come()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  const microphone = ({ page }: Visitor) => page.locator('.speak').filter({ visible: true })
  /** The seconds run; which one is seen first is the machine's business. */
  const heard = (visitor: Visitor, seconds: RegExp = /^0:0[1-9]$/) =>
    microphone(visitor).getByText(seconds).waitFor()
  const middleOf = async (element: Locator) => {
    // Into the middle: the page's foot covers its lower end.
    await element.evaluate((shown) => shown.scrollIntoView({ block: 'center' }))
    const box = await element.boundingBox()
    if (!box) throw new Error('It cannot be seen')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  /** A finger that stays on the microphone until it is lifted. */
  const pressDown = async (visitor: Visitor) => {
    const { x, y } = await middleOf(microphone(visitor))
    const screen = await visitor.context.newCDPSession(visitor.page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: number) =>
      screen.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [{ x, y: at }] })
    await touch('touchStart', y)
    await visitor.words('松手就好').waitFor()
    return {
      slideUp: () => touch('touchMove', y - 150),
      lift: () => touch('touchEnd'),
    }
  }
  const recordings = ({ page }: Visitor) =>
    page.getByRole('button', { name: /^听第 \d 段录音/ }).filter({ visible: true })
  const plays = async (visitor: Visitor, name: RegExp) => {
    const row = visitor.button(name)
    await row.click()
    await visitor.words('正在放').waitFor()
    // It comes to its end by itself.
    await row.waitFor()
  }

  test('held: let go ends it, sliding up drops it', async () => {
    const { button, words, picture } = villager
    await villager.open('/pages/report/report?for=other&c=demo0203')
    await villager.context.route('**/api/attachments?**', noSignal)
    await middleOf(microphone(villager))
    await picture('voice-quiet')
    const first = await pressDown(villager)
    await heard(villager)
    await picture('voice-held')
    await first.lift()
    await button(/^听第 1 段录音，\d 秒$/).waitFor()

    const second = await pressDown(villager)
    await heard(villager)
    await second.slideUp()
    await words('松手不要了').waitFor()
    await picture('voice-sliding')
    await second.lift()
    await words(/^按住说$/).waitFor()
    expect(await recordings(villager).count()).toBe(1)
  })

  test('tapped, or by the keyboard: once to begin, once to end; one too many is taken out', async () => {
    const { page, button, words, picture } = villager
    await microphone(villager).tap()
    await words('说完点一下').waitFor()
    await heard(villager, /^0:0[2-9]$/)
    await picture('voice-tapped')
    await microphone(villager).tap()
    await button(/^听第 2 段录音/).waitFor()

    await microphone(villager).focus()
    await page.keyboard.press('Enter')
    await words('说完点一下').waitFor()
    await heard(villager)
    await button('这段不要了').click()
    await words(/^按住说$/).waitFor()
    await microphone(villager).focus()
    await page.keyboard.press(' ')
    await heard(villager)
    await page.keyboard.press(' ')
    await button(/^听第 3 段录音/).waitFor()
    await words('没说完可以再录，最多 5 段').waitFor()
    await button(/^删掉第 3 段录音/).click()
    await words(/^按住说$/).waitFor()
    await picture('voice-kept')
  })

  test('what was said is still there after the page was loaded anew, and can be heard', async () => {
    const { page, button, words, picture } = villager
    await page.reload()
    await words('上次没写完的还在').waitFor()
    expect(await recordings(villager).count()).toBe(2)
    await plays(villager, /^听第 1 段录音/)
    await button('换成大字').click()
    await middleOf(microphone(villager))
    await picture('voice-large')
    await button('换成特大字').click()
    await button('换回小字').click()
  })

  test('without signal it waits with the report on the phone, and both arrive', async () => {
    const { context, complaints, button, words, picture } = villager
    await button('下一步').click()
    await words('谁家？住哪？').waitFor()
    await button('下一步').click()
    await words('看一眼，对不对？').waitFor()
    await words('听下面的录音').waitFor()
    await plays(villager, /^听第 2 段录音/)
    await picture('voice-look')
    await button('我同意', 'checkbox').click()
    await context.route('**/api/**', noSignal)
    await button('发出去').click()
    await words('没有信号。已存在手机里').waitFor()
    await context.unrouteAll()
    await button('现在再发一次').click()
    await words(/^收到了$/).waitFor()
    // The browser notes what did not get through; nothing else was wrong.
    expect(complaints.splice(0).filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  test('the coordinator sees that it was said, and hears it in place', async () => {
    const coordinator = await come()
    const { page, button, words, picture } = coordinator
    await coordinator.open('/')
    await button(/鲍老师/).click()
    await words('只有录音').waitFor()
    await words('录音 2 段').waitFor()
    await picture('voice-queue')
    await button('打开 彩靠村').click()
    await button(/^听第 1 段录音/).waitFor()
    await picture('voice-case')
    const fetched = page.waitForResponse((response) => response.url().includes('/api/attachments/'))
    await plays(coordinator, /^听第 1 段录音/)
    const response = await fetched
    expect([200, 206]).toContain(response.status())
    expect(response.headers()['content-type']).toMatch(/^audio\//)
  })

  test('something is said later, too', async () => {
    const { button, words, picture } = villager
    await button('看看办到哪了').click()
    await words('录音 2 段').waitFor()
    await button('再补一句').click()
    const finger = await pressDown(villager)
    await heard(villager)
    await finger.lift()
    await button(/^听第 1 段录音/).waitFor()
    await picture('voice-more')
    await button('发出去').click()
    await words('录音 1 段').waitFor()
  })

  test('who does not give the microphone is told the other ways, in one sentence', async () => {
    const silent = await launchBrowser()
    try {
      const visitor = await come(silent)
      await visitor.open('/pages/report/report?for=self&c=demo0203')
      await microphone(visitor).tap()
      await visitor.words('现在用不了麦克风，写几句或者打电话说，都一样。').waitFor()
      await visitor.picture('voice-refused')
      await visitor.words(/^按住说$/).waitFor()
    } finally {
      await silent.close()
    }
  })

  test('no browser complained and the server failed nowhere', () => {
    expect(everyone.flatMap(({ complaints }) => complaints)).toEqual([])
    expect(town.failures).toEqual([])
  })
})
