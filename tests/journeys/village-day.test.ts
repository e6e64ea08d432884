import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Types } from 'mongoose'
import type { Locator } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { moveOn, newCase } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(240_000)

const page = resolve(__dirname, '../../docs/roles/coordinator.md')
const most = 3

/** The table of the coordinator's page: how many taps each daily action is from the opening of the app. */
const promised = () =>
  Object.fromEntries(
    [...readFileSync(page, 'utf8').matchAll(/^\| (.+?) \| .+? \| (\d) \|$/gm)].map(([, what, taps]) => [
      what,
      Number(taps),
    ]),
  )

describeInBrowser('the day of a coordinator: nothing daily is more than three taps away', () => {
  let town: TestHouse
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let coordinator: Visitor
  let taps = 0
  const measured: Record<string, number> = {}

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    await moveOn(town, await newCase(town, { subjectName: '岩乙', phone: '19900000161' }), 'accept')
    const answered = await newCase(town, { subjectName: '田文明', phone: '19900000162' })
    await moveOn(town, answered, 'accept', 'visit_confirms', 'report_up', 'township_confirms')
    await town.house.db
      .collection('cases')
      .updateOne(
        { _id: new Types.ObjectId(answered) },
        { $set: { state: 'answered', clock: 'follow_up', dueAt: new Date('2026-11-30T02:00:00.000Z') } },
      )
    await newCase(town, { subjectName: '岩三木', phone: '19900000163' })
    browser = await launchBrowser()
    coordinator = await visit(browser, town, 'phone')
    await coordinator.open('/')
    await coordinator.button(/鲍老师/).click()
    await coordinator.words('件要办').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  /** The app as one opens it in the morning: closed before, and still signed in. */
  const openApp = async () => {
    taps = 0
    await coordinator.open('about:blank')
    await coordinator.open('/')
    await coordinator.words('件要办').waitFor()
  }
  const tap = async (what: Locator) => {
    taps += 1
    await what.click()
  }
  const row = (name: string) =>
    coordinator.page.locator('.lead', { hasText: name }).filter({ visible: true }).first()
  const ways = (words: string) => coordinator.button(new RegExp(`^${words}`))

  test('the three places are one tap from each other; 返回 leads out and not through them all', async () => {
    await openApp()
    await ways('线索').click()
    await coordinator.words('看看有没有新的').waitFor()
    await ways('我的村').click()
    await coordinator.words('谁在，谁不在').waitFor()
    await ways('今天').click()
    await coordinator.words('件要办').waitFor()
    await row('岩乙').getByRole('button', { name: /^打开/ }).click()
    await coordinator.words('为什么到这里').waitFor()
    await coordinator.button('返回').click()
    await coordinator.words('件要办').waitFor()
    await coordinator.button('返回').click()
    // The residents' door, and it does not lead back by itself.
    await coordinator.words('我要求助').waitFor()
    await coordinator.button('看今天要办的事').click()
    await coordinator.words('件要办').waitFor()
  })

  test('a number opens the leads that it counts; a household is reached from its case', async () => {
    await coordinator.open('/village/figures/figures?village=530924205203')
    await coordinator.button('收到的，一年 3 件').click()
    await coordinator.words('近 12 个月的线索：收到的').waitFor()
    await row('岩乙').waitFor()
    expect(await coordinator.page.locator('.lead').filter({ visible: true }).count()).toBe(3)
    await row('岩乙').getByRole('button', { name: /^打开/ }).click()
    await coordinator.button('看这一家').click()
    await coordinator.words('报过的事').waitFor()
  })

  test('without signal the list that was seen last stands, and says when that was', async () => {
    await openApp()
    await coordinator.page.route('**/api/**', (route) => route.abort())
    await coordinator.button('看看有没有新的').click()
    await coordinator.words('岩乙').waitFor()
    await coordinator.page.reload()
    await coordinator.open('/village/today/today')
    await coordinator.words('没有信号。下面是今天 10:00 看到的').waitFor()
    await coordinator.words('岩乙').waitFor()
    await coordinator.picture('day-no-signal')
    await coordinator.page.unroute('**/api/**')
    await coordinator.button('看看有没有新的').click()
    await coordinator.words('没有信号。下面是').waitFor({ state: 'hidden' })
  })

  test.each<[string, () => Promise<void>]>([
    [
      '接单',
      async () => {
        await coordinator.picture('day-today')
        await tap(coordinator.button('我接了'))
        await coordinator.button('写上门记录').waitFor()
      },
    ],
    [
      '写上门记录',
      async () => {
        await tap(coordinator.button('写上门记录'))
        await coordinator.words('报过的都填好了').waitFor()
      },
    ],
    [
      '记回访',
      async () => {
        await tap(row('田文明').getByText('田文明'))
        await coordinator.words('怎么回访的').waitFor()
        await coordinator.picture('day-follow-up')
      },
    ],
    [
      '替别人记一件',
      async () => {
        await tap(coordinator.button('替别人记一件'))
        await coordinator.field('出了什么事').waitFor()
      },
    ],
    [
      '发村里的名片',
      async () => {
        await tap(ways('我的村'))
        await tap(coordinator.button('看村里的名片'))
        await coordinator.words('有难处找我，我上门看').waitFor()
      },
    ],
    [
      '找一家',
      async () => {
        await tap(ways('我的村'))
        await coordinator.field('谁家').fill('颜三木')
        await tap(coordinator.button('找').last())
        await tap(coordinator.button(/^岩三木/))
        await coordinator.words('报过的事').waitFor()
        await coordinator.picture('day-household')
      },
    ],
    [
      '看村里的数',
      async () => {
        await tap(ways('我的村'))
        await tap(coordinator.button(/^村里的数/))
        await coordinator.words('每个月收到几件').waitFor()
        await coordinator.picture('day-figures')
      },
    ],
    [
      '我请假',
      async () => {
        await tap(ways('我的村'))
        await coordinator.picture('day-village')
        await tap(coordinator.button('我请假'))
        await tap(coordinator.button('记下，交出手上的'))
        await coordinator.words('手上 2 件已经交出去').waitFor()
      },
    ],
    // Last: the browser asks what to do with a number to dial, and swallows the next tap.
    [
      '打电话',
      async () => {
        const asked = coordinator.page.waitForResponse(/\/calls$/)
        await tap(row('田文明').getByRole('button', { name: /^电话/ }))
        expect((await asked).status()).toBe(200)
      },
    ],
  ])('%s', async (what, way) => {
    await openApp()
    await way()
    expect(taps).toBeLessThanOrEqual(most)
    measured[what] = taps
    expect(promised()[what]).toBe(taps)
  })

  test('every line of the page’s table was tapped through', () => {
    expect(promised()).toEqual(measured)
  })

  test('nothing failed on the server', () => {
    expect(town.failures).toEqual([])
  })
})
