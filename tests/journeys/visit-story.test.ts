import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('a home visit where there is no signal (R2, R8)', () => {
  let town: TestHouse
  let browser: Browser
  let coordinator: Visitor

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
    coordinator = await visit(browser, town, 'phone')
    await town.call('POST /api/reports', await town.newResident(), { body: someReport() })
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  const onlyCase = async () => {
    const token = await town.signIn('coordinator-203')
    const { reply } = await town.call('GET /api/queue', token, { query: {} })
    const params = { caseId: reply.items[0]?.id ?? '' }
    return (await town.call('GET /api/cases/:caseId', token, { params })).reply
  }

  test('the coordinator takes the case and opens the form: what was reported is filled in', async () => {
    const { button, words, picture } = coordinator
    await coordinator.open('/')
    await button(/鲍老师/).click()
    await button('打开 岩三木').click()
    // The day's list has the same button for its first case, and makes room a moment later.
    await words('为什么到这里').waitFor()
    await button('我接了').click()
    await button('上门看过了').click()
    await words('报过的都填好了').waitFor()
    await button(/^家里有哪些人：1 口人：岩三木/).waitFor()
    await button(/^难在哪里：因病/).waitFor()
    await picture('visit-begun')
  })

  test('without signal it is written, and survives the page being closed', async () => {
    const { page, context, button, field, words, picture } = coordinator
    await context.setOffline(true)
    await words('协理员 鲍老师').waitFor()
    await button('加 村党总支书记 周书记', 'radio').click()
    await picture('visit-who')
    await button('这一段好了，往下').click()

    await button('写 岩三木').click()
    await button('户主', 'radio').click()
    await field('岩三木的岁数').fill('７２')
    await button('慢性病', 'checkbox').click()
    await button('无劳动能力', 'radio').click()
    await field('岩三木一年挣多少').fill('1,200')
    await picture('visit-member')
    await button('写好了').click()
    await words('户主，72 岁，慢性病，无劳动能力，年收入 1,200 元').waitFor()
    await button('再加一个人').click()
    await field('名字').fill('岩小木')
    await button('写好了').click()
    await words('2 口人').waitFor()
    await picture('visit-family')
    await button('这一段好了，往下').click()

    await words('还没有问完').waitFor()
    for (const [question, answer] of [
      ['自己吃饭', '能'],
      ['自己穿衣', '能'],
      ['自己上下床', '能'],
      ['自己上厕所', '能'],
      ['在屋里自己走动', '不能'],
      ['自己洗澡', '不能'],
    ])
      await button(`${question}：${answer}`, 'radio').click()
    await words('半自理').waitFor()
    await picture('visit-care')
    await button('这一段好了，往下').click()

    await button('一般困难', 'radio').click()
    await picture('visit-trouble')
    await button(/^房子和收入/).click()
    await button('土木房', 'checkbox').click()
    await button('漏雨', 'checkbox').click()
    await button('种地', 'checkbox').click()
    await picture('visit-home')

    await context.setOffline(false)
    await page.reload()
    await button(/^能不能自理：岩三木 半自理/).waitFor()
    await button('土木房', 'checkbox').waitFor()
    await context.setOffline(true)
  })

  test('a signature by mouse or finger, where the family wants to give one', async () => {
    const { page, button, picture } = coordinator
    await button(/^照片、签名、位置/).click()
    await button('请家里人用手指签名').click()
    const sheet = page.locator('.signature__paper')
    await sheet.scrollIntoViewIfNeeded()
    const box = await sheet.boundingBox()
    if (!box) throw new Error('There is no sheet to sign on')
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
    await page.mouse.move(...at(0.2, 0.3))
    await page.mouse.down()
    for (const [x, y] of [
      [0.4, 0.7],
      [0.5, 0.2],
      [0.6, 0.8],
      [0.8, 0.4],
    ] as const)
      await page.mouse.move(...at(x, y), { steps: 8 })
    await page.mouse.up()
    await picture('visit-signing')
    await button('签好了').click()
    await button('重签，或者不签了').waitFor()
    const inked = await page.locator('.signature__picture img').evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      const surface = canvas.getContext('2d')
      surface?.drawImage(image, 0, 0)
      const { data } = surface?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
      let dark = 0
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1
      return dark
    })
    expect(inked).toBeGreaterThan(200)
  })

  test('what is missing is said before it leaves the phone; then it waits for signal', async () => {
    const { context, button, field, words, picture } = coordinator
    await button('看完了，发出去').click()
    await words('有没有告诉他本人，点一下').waitFor()
    await picture('visit-missing')
    await button('告诉他本人了吗：告诉了', 'radio').click()
    await button('属实，确有困难', 'radio').click()
    await field('还有什么要说的').fill('屋里很潮，床边漏雨')
    await picture('visit-end')
    await button('看完了，发出去').click()
    await words('还没发出去').waitFor()
    await picture('visit-waiting')
    expect((await onlyCase()).state).toBe('accepted')

    // Two hours later the road leads back to where there is signal.
    town.setTime('2026-11-24T04:00:00.000Z')
    await context.clock.setFixedTime(town.house.now())
    await context.setOffline(false)
    await words('上门看过了，确有困难').waitFor()
    await picture('visit-sent')
    const work = await onlyCase()
    expect(work).toMatchObject({
      state: 'verified',
      visits: [
        {
          happenedAt: '2026-11-24T02:00:00.000Z',
          recordedAt: '2026-11-24T04:00:00.000Z',
          signed: true,
          summary: ['2 口人：岩三木、岩小木', '岩三木 半自理（屋里走动、洗澡要人帮）', '一般困难 · 因病'],
        },
      ],
    })
  })

  test('the case tells when it was and when it was written down, and goes up to the township', async () => {
    const { page, button, field, words, picture } = coordinator
    await button('看这件事').click()
    await words('今天 10:00 上门，今天 12:00 记下 · 协理员 鲍老师').waitFor()
    await words('接下来：报给乡里').waitFor()
    await words('屋里很潮，床边漏雨').scrollIntoViewIfNeeded()
    await picture('visit-story')
    await button('看整张核查表').click()
    await words('土木房、漏雨').waitFor()
    await words('户主，72 岁，慢性病，无劳动能力，年收入 1,200 元').scrollIntoViewIfNeeded()
    await picture('visit-whole')
    await button('报给乡里').click()
    await field('还要跟乡里说什么').fill('请乡里尽快来')
    await button('报给乡里').last().click()
    await words(/^待乡里核实/).waitFor()
    expect(new URL(page.url()).pathname).toBe('/village/case/case')
    expect((await onlyCaseAs('officer')).state).toBe('reported')
  })

  const onlyCaseAs = async (who: string) => {
    const token = await town.signIn(who)
    const { reply } = await town.call('GET /api/queue', token, { query: {} })
    const params = { caseId: reply.items[0]?.id ?? '' }
    return (await town.call('GET /api/cases/:caseId', token, { params })).reply
  }

  test('what waits is counted at the head of the queue, and what was begun is found there', async () => {
    await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ subjectName: '李小发', text: '房子漏雨' }),
    })
    const { context, button, words, picture } = coordinator
    await coordinator.open('/village/queue/queue')
    await button('打开 李小发').click()
    await button('更多').click()
    await button('上门看过了').click()
    await words('报过的都填好了').waitFor()
    await context.setOffline(true)
    await button(/^看下来怎么样/).click()
    await button('情况不实', 'radio').click()
    await button('告诉他本人了吗：没有', 'radio').click()
    await button(/^谁去的/).click()
    await button('路远，只来了一个人', 'radio').click()
    await button(/^看下来怎么样/).click()
    await coordinator.field('还有什么要说的').fill('寨子里没有这家人')
    await button('看完了，发出去').click()
    await words('还没发出去').waitFor()
    await button('拿回来改一改').click()
    await button('看完了，发出去').click()
    await words('还没发出去').waitFor()
    await button('返回').click()
    await words('上门记录还在手机里，没发出去').waitFor()
    await picture('visit-unsent-case')
    await button('返回').click()
    await words('1 条没发出去').waitFor()
    await button(/李小发.*写好了，还没发出去/).waitFor()
    await picture('visit-unsent-queue')
    await context.setOffline(false)
    await words('1 条没发出去').waitFor({ state: 'hidden' })
  })

  test('what the server refuses comes back to the form with all that was written, and goes when it is mended', async () => {
    await town.call('POST /api/reports', await town.newResident(), {
      body: someReport({ subjectName: '田文明', text: '家里断水' }),
    })
    const { page, context, button, field, words } = coordinator
    await coordinator.open('/village/queue/queue')
    await button('打开 田文明').click()
    // A phone whose clock is an hour fast: what it takes for now has not come yet.
    await context.clock.setFixedTime(new Date(town.house.now().getTime() + 3_600_000))
    await button('更多').click()
    await button('上门看过了').click()
    await button('路远，只来了一个人', 'radio').click()
    await button(/^看下来怎么样/).click()
    await button('告诉他本人了吗：告诉了', 'radio').click()
    await button('情况不实', 'radio').click()
    await field('还有什么要说的').fill('水已经修好了')
    await button('看完了，发出去').click()
    await words('谁去的，什么时候：上门的时间还没有到').waitFor()
    await page.reload()
    await button(/^看下来怎么样：情况不实/).click()
    expect(await field('还有什么要说的').inputValue()).toBe('水已经修好了')
    town.setTime('2026-11-24T05:30:00.000Z')
    await button('看完了，发出去').click()
    await words('上门看过了，和报的情况不一样').waitFor()
    expect(town.failures).toEqual([])
  })
})
