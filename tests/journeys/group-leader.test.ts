import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { visit } from './visitor'

jest.setTimeout(240_000)

describeInBrowser('the leader of a group looks in, and speaks for a neighbour', () => {
  let town: TestHouse
  let browser: Awaited<ReturnType<typeof launchBrowser>>
  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  test('village, hamlet and who they are need not be typed; the report stands on their page with its next step', async () => {
    const { button, field, words, open, picture, complaints } = await visit(browser, town, 'phone')
    await open('/')
    await button(/俸组长/).click()
    await words('南榨村 1组').waitFor()
    await words('还没有报过').waitFor()
    await picture('group-day-empty')
    await button('替邻居报一件').click()
    await button('缺粮少钱', 'checkbox').click()
    await field('说一说出了什么事').fill('老人断了收入，米快吃完了')
    await button('下一步').click()
    await words('南榨村').waitFor()
    await picture('group-report-where')
    await field('这家人的名字').fill('田文明')
    await button('下一步').click()
    await words('看一眼，对不对？').waitFor()
    await button('我同意', 'checkbox').click()
    await button('发出去').click()
    await words('收到了').waitFor()
    const sent = await town.house.db.collection('reports').findOne({})
    expect(sent).toMatchObject({ discoverer: 'group_leader', grounds: 'duty' })
    await open('/village/today/today')
    await words('老人断了收入').waitFor()
    await words('组里现在有 1 件在办').waitFor()
    await picture('group-day')
    expect(complaints).toEqual([])
  })
})
