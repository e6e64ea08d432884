import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { visit } from './visitor'

jest.setTimeout(180_000)

describeInBrowser('who cannot tell the village (R4, R5)', () => {
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

  test('goes on by words when the browser does not tell where it is, and may let it tell', async () => {
    const villager = await visit(browser, town, 'phone')
    const { page, context, button, field, words, picture } = villager
    await villager.open('/pages/report/report?for=self')
    await button('重病就医', 'checkbox').click()
    await button('下一步').click()
    await button('彩靠村', 'radio').waitFor()
    expect(await button('用我现在的位置').count()).toBe(0)
    await button('说不清是哪个村', 'radio').click()
    await button('用我现在的位置').waitFor()
    await picture('where-position-asked')

    await context.setGeolocation(null)
    await button('用我现在的位置').click()
    await words('现在用不了您的位置，不要紧').waitFor()
    await picture('where-position-refused')

    await context.grantPermissions(['geolocation'])
    await context.setGeolocation({ latitude: 23.99079, longitude: 99.01441, accuracy: 18 })
    await button('用我现在的位置').click()
    await words('记下了').waitFor()
    await field('怎么找到这家').fill('小学背后第二家')
    await picture('where-position-given')
    await page.reload()
    await words('记下了').waitFor()
    await button('下一步').click()
    await words('给了，只用来认是哪个村').waitFor()
    await button('我同意', 'checkbox').click()
    await picture('look-position')
    await button('发出去').click()
    await words('收到了').waitFor()

    const { items } = (await town.call('GET /api/triage', await town.signIn('officer'), { query: {} })).reply
    expect(items[0]?.suggestions[0]?.reasons).toContain('因为报的时候人在彩靠村半坡寨附近')

    // Taken back, it is not sent.
    await villager.open('/pages/report/report?for=other')
    await button('重病就医', 'checkbox').click()
    await button('下一步').click()
    await button('说不清是哪个村', 'radio').click()
    await button('用我现在的位置').click()
    await words('记下了').waitFor()
    await button('不用我的位置了').click()
    await button('用我现在的位置').waitFor()
    await picture('where-position-other')
    await button('下一步').click()
    await button('我同意', 'checkbox').click()
    await button('发出去').click()
    await words('收到了').waitFor()
    const stored = await town.house.db.collection('reports').find({}).sort({ _id: 1 }).toArray()
    expect(stored.map(({ position }) => position === null)).toEqual([false, true])
    expect(villager.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })
})
