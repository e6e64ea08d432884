import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { somePhoto } from '../setup/some-photo'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('the main story on screen (R1, R2, R4)', () => {
  let town: TestHouse
  let browser: Browser
  let villager: Visitor

  const everyone: Visitor[] = []
  const come = async (screen: 'phone' | 'desk') => {
    const visitor = await visit(browser, town, screen)
    everyone.push(visitor)
    return visitor
  }
  /** Signs in from the first page, as somebody who tries out the demonstration does. */
  const signIn = async (visitor: Visitor, name: string) => {
    await visitor.open('/')
    await visitor.button(new RegExp(name)).click()
  }

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
    villager = await come('phone')
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  test('a villager opens the village’s card and reports a neighbour', async () => {
    const { page, button, field, words, picture } = villager
    await villager.open('/pages/card/card?c=demo0203')
    await words('彩靠村').waitFor()
    await words('协理员 鲍老师').waitFor()
    await words('打电话 19900000883').waitFor()
    await picture('card')

    await button('帮别人报').click()
    await button('下一步').click()
    await words('说一说出了什么事，或者点一张图').waitFor()
    await button('重病就医', 'checkbox').click()
    await field('说一说出了什么事').fill('隔壁家老人病了三天，自己煮不动饭')
    const chooser = page.waitForEvent('filechooser')
    await button('拍张照片').click()
    await (await chooser).setFiles({ name: 'roof.jpg', mimeType: 'image/jpeg', buffer: await somePhoto() })
    await button('看第 1 张照片').waitFor()
    await picture('report-1')

    await button('下一步').click()
    await words('谁家？住哪？').waitFor()
    await words('彩靠村').waitFor()
    await button('半坡寨', 'radio').click()
    await field('怎么找到这家').fill('大青树下第二家')
    await field('这家人的名字').fill('岩三木')
    await button('邻居', 'radio').click()
    await field('您的电话').fill('１９９ ００００ ０１２１')
    await picture('report-2')

    await button('下一步').click()
    await words('看一眼，对不对？').waitFor()
    await button('我同意', 'checkbox').click()
    await picture('report-3')
    await button('发出去').dblclick()

    await words('收到了').waitFor()
    await words('协理员 鲍老师会先联系您').waitFor()
    await picture('receipt')
    await words(/^\d{4} \d{4}$/).waitFor()
  })

  test('the coordinator finds it in the queue, calls, and takes it', async () => {
    const coordinator = await come('phone')
    const { page, button, words, picture } = coordinator
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await signIn(coordinator, '鲍老师')
    await words('1 件要办').waitFor()
    await words('岩三木').waitFor()
    await words('彩靠村 半坡寨').waitFor()
    await picture('queue')
    expect(asked.filter((path) => path === '/api/today')).toHaveLength(1)

    await button('打开 岩三木').click()
    await words('因为名片上是彩靠村，没有改').waitFor()
    await words('隔壁家老人病了三天，自己煮不动饭').waitFor()
    await coordinator.photographDrawn()
    await picture('case')

    await button('打电话 199****0121').click()
    await button('打电话 19900000121').waitFor()

    await button('我接了').click()
    await button('上门看过了').waitFor()
    await picture('case-accepted')
  })

  test('the villager’s own page shows who took it', async () => {
    const { button, words, picture } = villager
    await button('看看办到哪了').click()
    await words('有人接了').waitFor()
    await words('协理员 鲍老师 管这件事').waitFor()
    await picture('progress')
    await villager.open('/pages/mine/mine')
    await words('有人接了').waitFor()
    await picture('mine')
  })

  test('the officer places what nobody could place, by a tap and by the keyboard', async () => {
    const resident = await town.newResident()
    for (const text of [
      '三组那家，男呢死掉了，女呢跑掉了，留两个娃娃跟奶奶',
      '新寨我们家房子昨天下大雨山上泥巴冲下来把灶房打倒了',
    ]) {
      const sent = await town.call('POST /api/reports', resident, {
        body: someReport({ card: undefined, text, subjectName: undefined, place: {} }),
      })
      expect(sent.reply.placed).toBe(false)
    }
    const officer = await come('desk')
    const { page, button, words, picture } = officer
    await signIn(officer, '段干事')
    await words('2 件等着派').waitFor()
    await picture('triage')
    await button('彩靠村', 'radio').click()
    await button('派到彩靠村').click()
    await words('已派到彩靠村，协理员 鲍老师会看到').waitFor()
    await words('1 件等着派').waitFor()

    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await words('都派完了').waitFor()
    await picture('triage-done')

    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
    expect(queue.reply.counts.open).toBe(2)
  })

  test('the same report sent from two tabs is one report', async () => {
    const one = await come('phone')
    await one.open('/pages/report/report?for=self&c=demo0201')
    await one.field('说一说出了什么事').fill('家里断水三天了')
    await one.button('下一步').click()
    // The card has told which village it is.
    await one.words('军赛村').waitFor()
    await one.field('您的名字').fill('李小发')
    await one.button('下一步').click()
    await one.button('我同意', 'checkbox').click()
    const two = await one.context.newPage()
    await two.goto('/pages/report/report?for=self&c=demo0201')
    const sends = [one.page, two].map((page) =>
      page.getByRole('button', { name: '发出去' }).filter({ visible: true }),
    )
    await sends[1]?.waitFor()
    await Promise.all(sends.map((send) => send.click()))
    const [first, second] = await Promise.all(
      [one.page, two].map((page) =>
        page.locator('.receipt-number__figures').filter({ visible: true }).textContent(),
      ),
    )
    expect(first).toMatch(/^\d{4} \d{4}$/)
    expect(second).toBe(first)
    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-201'), { query: {} })
    expect(queue.reply.items.filter(({ subjectName }) => subjectName === '李小发')).toHaveLength(1)
  })

  test('an address that leads nowhere leads home', async () => {
    await villager.open('/pages/nowhere/nowhere')
    await villager.words('我要求助').waitFor()
  })

  test('no browser complained and the server failed nowhere', () => {
    expect(everyone.flatMap(({ complaints }) => complaints)).toEqual([])
    expect(town.failures).toEqual([])
  })
})
