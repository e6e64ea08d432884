import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import type { TestHouse } from '../setup/test-house'

const pictures = resolve(__dirname, '../../test-results/journeys')

/** The two screens that everything is looked at on. */
export const screens = {
  phone: { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true },
  desk: { viewport: { width: 1280, height: 800 } },
} as const

/** Somebody with a browser of their own: own storage, own session, nothing shared with the others. */
export interface Visitor {
  page: Page
  context: BrowserContext
  /** Something to tap, by the words on it or the words a screen reader says. */
  button(words: string | RegExp, role?: 'button' | 'radio' | 'checkbox' | 'switch'): Locator
  /** A line or a box to write in. */
  field(label: string | RegExp): Locator
  /** These words, where they can be seen: a browser keeps the pages that were left behind, hidden. */
  words(words: string | RegExp): Locator
  open(path: string): Promise<void>
  /** Ends when the first photograph of a case can be seen. */
  photographDrawn(): Promise<void>
  /** Saves what is on the screen under test-results/journeys, for people to look at. */
  picture(name: string): Promise<void>
  /** What the browser complained of: stays empty in a healthy journey. */
  complaints: string[]
}

/** Opens a browser for somebody. Its addresses and its clock are the test server's. */
export async function visit(
  browser: Browser,
  { base, house }: Pick<TestHouse, 'base' | 'house'>,
  screen: keyof typeof screens,
): Promise<Visitor> {
  const context = await browser.newContext({
    ...screens[screen],
    baseURL: base,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  await context.clock.setFixedTime(house.now())
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  mkdirSync(pictures, { recursive: true })
  return {
    page,
    context,
    complaints,
    button: (words, role = 'button') => page.getByRole(role, { name: words }).filter({ visible: true }),
    field: (label) => page.getByRole('textbox', { name: label }).filter({ visible: true }),
    words: (words) => page.getByText(words).filter({ visible: true }).first(),
    async photographDrawn() {
      await page.waitForFunction(() => {
        const image = document.querySelector<HTMLImageElement>('.case-photo img')
        return image?.complete && image.naturalWidth > 0
      })
    },
    async open(path) {
      await page.goto(path)
    },
    async picture(name) {
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
      await page.screenshot({ path: resolve(pictures, `${name}.png`), animations: 'disabled' })
    },
  }
}
