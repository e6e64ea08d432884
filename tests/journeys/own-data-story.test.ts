import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { moveOn } from '../setup/moved-case'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { visit } from './visitor'

jest.setTimeout(300_000)

describeInBrowser('a villager and what is stored of them', () => {
  let town: TestHouse
  let browser: Browser
  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  for (const type of ['usual', 'large'] as const)
    test(`is looked at, put right, taken along, and closed with a receipt: ${type}`, async () => {
      town.setTime('2026-11-24T02:00:00.000Z')
      const villager = await visit(browser, town, 'phone')
      const { page, context, open, button, field, words, picture } = villager
      await context.addInitScript((size) => {
        if (size === 'large') localStorage.setItem('zaofaxian.type', JSON.stringify({ data: size }))
      }, type)
      const shot = (name: string) => picture(`own-data/${type}-${name}`)
      await open('/pages/report/report?for=self&c=demo0203')
      await field('说一说出了什么事').fill('老人病倒，没人管')
      await button('下一步').click()
      await field('电话').last().fill('19900000501')
      await button('下一步').click()
      await button('我同意', 'checkbox').click()
      await button('发出去').click()
      await words('收条号').waitFor()

      await open('/pages/privacy/privacy')
      await shot('privacy')
      await button('我的信息：看、改、导出、注销').click()
      await words('这里存着我的什么').waitFor()
      await words('199****0501').waitFor()
      await shot('stored')

      await button('改电话、称呼').click()
      await field('新的电话').fill('1990')
      await button('改好').click()
      await words('手机是 11 位').waitFor()
      await field('新的电话').fill('19900000502')
      await field('怎么称呼您').fill('岩保')
      await shot('correct')
      await button('改好').click()
      await words('改好了，办事的人看得到').waitFor()
      await words('199****0502').waitFor()

      const [download] = await Promise.all([page.waitForEvent('download'), button('导出我的信息').click()])
      expect(download.suggestedFilename()).toBe('我的信息.html')
      const copy = await readFile(await download.path(), 'utf8')
      expect(copy).toContain('19900000502')
      expect(copy).toContain('老人病倒，没人管')

      await button('撤回同意').click()
      await shot('withdraw')
      await button('撤回同意').click()
      await words('您撤回了同意').waitFor()
      await button('重新同意').click()
      await words('的同意书').waitFor()

      await button('这件有说错的，改正').click()
      await field('再补一句').fill('更正：病的是我爹，不是我爷爷')
      await shot('mistake')
      await button('发出去').click()
      await words('病的是我爹').waitFor()

      await open('/pages/report/report?for=other&c=demo0203')
      await field('说一说出了什么事').fill('没写完的')
      await open('/pages/my-data/my-data')
      await button('注销账号').click()
      await words('注销了不能反悔').waitFor()
      await shot('close')
      await button('确定注销').click()
      await words('注销回执号').waitFor()
      await words('还有 1 件在办').waitFor()
      await shot('closed')
      const left = await page.evaluate(() =>
        Object.keys(localStorage).filter((key) =>
          /draft|outbox|receipts|session|device-key|more\./.test(key),
        ),
      )
      expect(left).toEqual([])

      const stored = await town.house.db
        .collection('reports')
        .findOne({ text: { $exists: true }, phone: { $ne: null } })
      await moveOn(town, String(stored?.case), 'accept', 'visit_confirms', 'report_up', 'decide_not_eligible')
      town.setTime('2026-11-24T04:00:00.000Z')
      await town.rooms.tidying.round()
      expect(await town.house.db.collection('reports').countDocuments({ phone: { $ne: null } })).toBe(0)
      expect(villager.complaints.filter((one) => !one.includes('400'))).toEqual([])
      expect(town.failures).toEqual([])
      await context.close()
    })
})
