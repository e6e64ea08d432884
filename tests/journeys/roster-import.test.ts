import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { csvOf, xlsxOf } from '../setup/some-table'
import { openTestHouse, someReport, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(180_000)

const head = ['姓名', '职务', '村', '组', '电话', '副手']

describeInBrowser('a township takes its list of cadres in', () => {
  let town: TestHouse
  let browser: Browser
  let officer: Visitor

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
    await town.call('POST /api/reports', await town.newResident(), { body: someReport() })
    officer = await visit(browser, town, 'desk')
    await officer.open('/')
    await officer.button(/段干事/).click()
    await officer.button('值班表和地名').click()
    await officer.button('用花名册一次导入').click()
    await officer.words('选了文件先看对比，您点了才导入').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  const choose = async (name: string, buffer: Buffer) => {
    const chooser = officer.page.waitForEvent('filechooser')
    await officer.button(/选花名册|换一个文件/).click()
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
  }

  test('something that is no list is told so, and nothing has changed', async () => {
    await choose('照片.csv', Buffer.from('这不是表'))
    await officer.page.getByRole('alert').filter({ visible: true }).waitFor()
    await officer.picture('roster-import-no-list')
  })

  test('a CSV is held against the roster: what is wrong by its row, who is new, who is not in it', async () => {
    await choose(
      '军赛乡花名册.csv',
      csvOf([
        head,
        ['岩老师', '协理员', '彩靠村', '', '19900000701', '是'],
        ['白组长', '小组长', '彩靠村', '2', '19900000702', ''],
        ['错号', '协理员', '岔路村', '', '1990000', ''],
        ['没有的村', '协理员', '天上村', '', '19900000703', ''],
      ]),
    )
    await officer.words('军赛乡花名册.csv：4 行').waitFor()
    await officer.words('2 行有错，不会导入').waitFor()
    await officer.words(/^第 4 行 · /).waitFor()
    await officer.words(/^第 5 行 · /).waitFor()
    await officer.words('新来的：2').waitFor()
    await officer.picture('roster-import-compared')
    // Nobody is in yet.
    expect(await town.house.db.collection('accounts').countDocuments({ calledAs: '岩老师' })).toBe(0)
  })

  test('who is ticked holds no post any more, and what was open goes on; done, the roster shows it', async () => {
    await officer.button(/^鲍老师/, 'checkbox').click()
    await officer.words('不再担任').waitFor()
    await officer.button('导入：2 个职务，1 个不再担任').click()
    await officer.words('导入了：加了 2 个职务，改了 0 个，1 个不再担任，交出 1 件线索。').waitFor()
    await officer.picture('roster-import-done')
    await officer.button('回到设置，看值班表').click()
    await officer.words('岩老师 协理员（副）').waitFor()
    await officer.words('白组长 小组长 2组').waitFor()
    await officer.words('岩老师').scrollIntoViewIfNeeded()
    await officer.picture('roster-import-roster')
  })

  test('an Excel file of the same says that nothing is to be done', async () => {
    await officer.button('用花名册一次导入').click()
    const rows = [head, ['岩老师', '协理员', '彩靠村', '', '19900000701', '是']]
    await choose('花名册.xlsx', await xlsxOf(rows))
    await officer.words('1 行和值班表一样').waitFor()
    await officer.button('没有要改的').waitFor()
  })

  test('no browser complained but of what was refused', () => {
    expect(officer.complaints.filter((words) => !/status of 4\d\d/.test(words))).toEqual([])
    expect(town.failures).toEqual([])
  })
})
