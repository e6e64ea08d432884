import type { Types } from 'mongoose'
import { buildWhenStale } from '../../config/build-when-stale'
import { someNotice, tellIn } from '../notifications/told'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('what people are told: the bell counts it, a tap leads to it and it is read', () => {
  let town: TestHouse
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  let page: string
  let coordinator: Types.ObjectId

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    await town.call('POST /api/reports', await town.newResident(), { body: someReport() })
    const token = await town.signIn('coordinator-203')
    const { items } = (await town.call('GET /api/queue', token, { query: {} })).reply
    page = `/village/case/case?id=${items[0]?.id}`
    const account = await town.house.db.collection('accounts').findOne({ demoId: 'coordinator-203' })
    coordinator = account?._id as Types.ObjectId
    // Those that the report itself brought are of no interest here.
    await town.house.db.collection('notices').deleteMany({})
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  const tell = (changes: Parameters<typeof someNotice>[0]) =>
    tellIn(town, town.rooms.notices, someNotice({ to: coordinator, page, ...changes }))

  test('a coordinator', async () => {
    await tell({ words: '彩靠村岩三木家：老人病了三天', urgent: true })
    town.setTime('2026-11-24T02:01:00.000Z')
    await tell({ kind: 'added', words: '彩靠村岩三木家：报的人又补充了' })
    const visitor = await visit(browser, town, 'phone')
    const { open, button, words, picture, complaints } = visitor
    await open('/')
    await button(/鲍老师/).click()
    await button('消息，2 条没看').click()
    await words('要紧').waitFor()
    await picture('inbox')
    await button(/老人病了三天/).click()
    await words('为什么到这里').waitFor()
    await button('返回').click()
    await words('都看过了').waitFor()
    expect(await words('要紧').count()).toBe(0)
    await button('返回').click()
    await button('消息，1 条没看').click()
    await button('都看过了').click()
    await button('都看过了').waitFor({ state: 'hidden' })
    await button('返回').click()
    await visitor.page.getByRole('button', { name: '消息', exact: true }).filter({ visible: true }).waitFor()
    expect(complaints).toEqual([])
  })

  test('a resident, who was told nothing yet, on a line that fails', async () => {
    const visitor: Visitor = await visit(browser, town, 'phone')
    const { open, button, words } = visitor
    let asked = 0
    await visitor.page.route('**/api/inbox/unread', (route) => {
      asked += 1
      return route.abort()
    })
    await open('/pages/mine/mine')
    await words('还没有报过事').waitFor()
    // The count could not be had: the page stands as ever, and the way is there.
    await button('消息').click()
    await words('您报的事有人接了').waitFor()
    expect(asked).toBeGreaterThan(0)
    expect(town.failures).toEqual([])
  })
})
