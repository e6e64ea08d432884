import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('cards and posters at the township’s desk, and on a villager’s phone (R4, R14)', () => {
  let town: TestHouse
  let browser: Browser
  let desk: Visitor
  let phone: Visitor

  beforeAll(async () => {
    const pages = await buildWhenStale('h5')
    town = await openTestHouse({ pages })
    browser = await launchBrowser()
    ;[desk, phone] = await Promise.all([visit(browser, town, 'desk'), visit(browser, town, 'phone')])
    await desk.open('/')
    await desk.button(/段干事/).click()
    await desk.button('名片和海报').click()
    await desk.words('每个村印一张').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })
  afterEach(() => expect(town.failures).toEqual([]))

  const frame = () => desk.page.frameLocator('#poster-preview')

  test('the township writes what cards say, and a villager reads it at once', async () => {
    await desk.button('改名片和海报上写的').click()
    await desk.field('热线号码').fill('0883-6630001')
    await desk.field('能帮上什么，第 4 行').fill('房子不安全：有人来看')
    await desk.button('存好').click()
    await desk.words('08836630001').waitFor()
    await phone.open('/pages/card/card?c=demo0203')
    await phone.button('打电话 08836630001').waitFor()
    await phone.words('房子不安全：有人来看').waitFor()
    await phone.words('现在能报').waitFor()
    await phone.picture('card')
  })

  test('every village’s poster is made, looked at and ready to print', async () => {
    await desk.button(/每个村印一张/).click()
    await desk.button('打印这 6 张').waitFor()
    await frame().getByText('0883-6630001').or(frame().getByText('08836630001')).first().waitFor()
    expect(await frame().locator('section').count()).toBe(6)
    await desk.button(/贴在服务窗口/, 'radio').click()
    await frame().getByText('有难处，在这里说').first().waitFor()
    await desk.picture('cards-desk')
  })

  test('a card that is made for a group is handed out; taken back it still tells whom to call', async () => {
    await desk.button('做一张名片').click()
    await desk.button('彩靠村', 'radio').click()
    await desk.button('2 组', 'radio').click()
    await desk.field('挂在哪里').fill('半坡寨活动室')
    await desk.button('做好这张').click()
    await desk.words('公示栏海报 · 2 组 · 半坡寨活动室').waitFor()
    const made = (await town.rooms.cards.all('530924205')).find(({ group }) => group === 2)
    await phone.open(`/pages/card/card?c=${made?._id}`)
    await phone.words('2 组').waitFor()
    await desk.button(`换、收回 公示栏海报 · 2 组 · 半坡寨活动室 ${made?._id}`).click()
    await desk.page.getByRole('button', { name: '收回', exact: true }).click()
    await desk.words(/收回了/).waitFor()
    await phone.open(`/pages/card/card?c=${made?._id}`)
    await phone.words('这张名片收回了').waitFor()
    await phone.button('打电话 08836630001').waitFor()
    await phone.picture('card-withdrawn')
  })

  test('a card that is none has a way on', async () => {
    await phone.open('/pages/card/card?c=nocard00')
    await phone.words('这张名片打不开').waitFor()
    await phone.button('我要求助').waitFor()
    await phone.button('打电话 08836630001').waitFor()
    await phone.picture('card-none')
  })

  test('a desk, which has no way of its own to hand it on, copies a card’s address', async () => {
    await desk.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await desk.open('/pages/card/card?c=demo0203')
    await desk.button('复制网址，发到群里').click()
    await desk.words('网址复制好了').waitFor()
    expect(await desk.page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${town.base}/pages/card/card?c=demo0203`,
    )
  })
})
