import { readFileSync } from 'node:fs'
import type { Result } from 'axe-core'
import type { Browser } from 'playwright-core'
import { buildWhenStale } from '../../config/build-when-stale'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { everyPage, type ShownPage } from '../setup/every-page'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type Visitor, visit } from './visitor'

jest.setTimeout(600_000)

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** How somebody has set the pages: as the app keeps it on the phone. */
const settings = {
  usual: {},
  large: { type: 'large' },
  largest: { type: 'largest' },
  contrast: { contrast: 'strong' },
} as const
type Setting = keyof typeof settings

/** What axe finds to be serious or worse; in the theme of strong contrast, text below 7:1 too. */
async function findings({ page }: Visitor, setting: Setting): Promise<string[]> {
  await page.evaluate(axe)
  const violations = await page.evaluate(async (strict): Promise<Result[]> => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    // A browser keeps the pages that were left behind, hidden.
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'color-contrast-enhanced': { enabled: strict } },
    })
    return violations
  }, setting === 'contrast')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
}

/** What sticks out of the screen at the side, where nobody finds it. */
const stickingOut = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
    return [...document.querySelectorAll('.taro_page *')]
      .filter((element) => {
        const { left, right, width: own, height } = element.getBoundingClientRect()
        return own > 0 && height > 0 && (right > width + 1 || left < -1) && !scrolls(element.parentElement)
      })
      .map((element) => `${element.className}: ${element.textContent?.slice(0, 40)}`)
  })

/** What a finger must hit in care mode and what is smaller than it may be. */
const tooSmall = ({ page }: Visitor, least: number): Promise<string[]> =>
  page.evaluate((side) => {
    return [...document.querySelectorAll('.taro_page .press')]
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect()
        return height > 0 && (height < side - 0.5 || width < Math.min(side, 44) - 0.5)
      })
      .map((element) => {
        const { width, height } = element.getBoundingClientRect()
        return `${element.className} ${Math.round(width)}×${Math.round(height)}: ${element.textContent?.slice(0, 20)}`
      })
  }, least)

/** All that is wrong with what is on the screen. Its desk pages scroll sideways where a table is wide. */
async function faultsOf(visitor: Visitor, setting: Setting, desk: boolean): Promise<string[]> {
  const found = await findings(visitor, setting)
  if (desk) return found
  const least = setting.startsWith('large') ? 60 : 44
  return [
    ...found,
    ...(await stickingOut(visitor)).map((what) => `sticks out: ${what}`),
    ...(await tooSmall(visitor, least)).map((what) => `small: ${what}`),
  ]
}

describeInBrowser('every page, for people as they are', () => {
  let town: TestHouse
  let browser: Browser
  let shown: Record<string, ShownPage>

  beforeAll(async () => {
    town = await openTestHouse({ pages: await buildWhenStale('h5') })
    browser = await launchBrowser()
    shown = await everyPage(town)
  })
  afterAll(async () => {
    await browser?.close()
    await town?.close()
  })

  /** Somebody whose phone is set like this, signed in as the demonstration's person if one is named. */
  const come = async (setting: Setting, as: string | undefined, desk: boolean): Promise<Visitor> => {
    const visitor = await visit(browser, town, desk ? 'desk' : 'phone')
    await visitor.context.addInitScript((kept) => {
      for (const [name, data] of Object.entries(kept))
        localStorage.setItem(`zaofaxian.${name}`, JSON.stringify({ data }))
    }, settings[setting])
    await visitor.open('/')
    if (as) {
      await visitor.button(new RegExp(as)).first().click()
      await visitor.page.waitForFunction(() => localStorage.getItem('zaofaxian.session.person') !== null)
    }
    return visitor
  }

  for (const setting of Object.keys(settings) as Setting[]) {
    test(`can be read and worked: ${setting}`, async () => {
      const wrong: Record<string, string[]> = {}
      const people = new Map<string, Visitor>()
      for (const [path, { url = '', words, as, desk = false }] of Object.entries(shown)) {
        // A desk is not for large type: its pages have the browser's own zoom.
        if (desk && setting.startsWith('large')) continue
        const who = `${as}${desk}`
        const visitor = people.get(who) ?? (await come(setting, as, desk))
        people.set(who, visitor)
        await visitor.open(`/${path}${url}`)
        await visitor.words(words).waitFor()
        await visitor.picture(`every-page/${setting}/${path.replaceAll('/', '-')}`)
        const faults = await faultsOf(visitor, setting, desk)
        if (faults.length > 0) wrong[path] = [...new Set(faults)]
      }
      for (const visitor of people.values()) await visitor.context.close()
      expect(wrong).toEqual({})
    })

    test(`a report can be written and sent: ${setting}`, async () => {
      const wrong: Record<string, string[]> = {}
      const villager = await come(setting, undefined, false)
      const { button, field, words } = villager
      const look = async (step: string) => {
        await villager.picture(`every-page/${setting}/report-${step}`)
        const faults = await faultsOf(villager, setting, false)
        if (faults.length > 0) wrong[step] = faults
      }
      await villager.open('/pages/report/report?for=other&c=demo0203')
      await field('说一说出了什么事').fill('他家老人昏迷了')
      await words('人有危险，先打电话').waitFor()
      await look('danger')
      await button('已经打了，或者不用打，接着写').click()
      await button('下一步').click()
      await words('谁家？住哪？').waitFor()
      await button('小组长', 'radio').click()
      await look('where')
      await button('下一步').click()
      await words('没有问，报是我的职责').waitFor()
      await villager.page.getByRole('checkbox', { name: '我同意' }).scrollIntoViewIfNeeded()
      await look('look')
      await button('我同意', 'checkbox').click()
      await button('发出去').click()
      await words('收条号').waitFor()
      await villager.context.close()
      expect(wrong).toEqual({})
    })
  }
})
