import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { findChromium, howToInstall } from '../../config/chromium'
import { screens } from '../journeys/visitor'
import { launchBrowser } from '../setup/browser'
import { type Benchmark, inOwnProcess, outcome } from './benchmark'
import type { PagesServer } from './pages-server'

/** A cheap phone on a hillside: a processor a quarter as fast as this one, 400 kbit/s, 400 ms for every journey. */
const slowdown = 4
const bytesPerSecond = 400_000 / 8
const journeyTime = 400
const rounds = 5

async function secondsUntil(
  address: string,
  path: string,
  usable: (page: Page) => Promise<void>,
): Promise<number> {
  // A browser of its own each time: nothing is kept from the time before.
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ ...screens.phone, baseURL: address, locale: 'zh-CN' })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: journeyTime,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    const began = performance.now()
    await page.goto(path, { waitUntil: 'commit' })
    await usable(page)
    return (performance.now() - began) / 1000
  } finally {
    await browser.close()
  }
}

const firstScreen = (
  name: string,
  what: string,
  path: string,
  limit: number,
  usable: (page: Page) => Promise<void>,
): Benchmark => ({
  name,
  run(uri) {
    if (!findChromium()) throw new Error(`The first screen ${howToInstall}`)
    return inOwnProcess<PagesServer, ReturnType<typeof outcome>>(
      join(__dirname, 'pages-server.ts'),
      uri,
      async ({ address }) => {
        const times: number[] = []
        for (let round = 0; round < rounds; round += 1) times.push(await secondsUntil(address, path, usable))
        times.sort((a, b) => a - b)
        const median = times[Math.floor(rounds / 2)] ?? Number.NaN
        return outcome({
          name,
          what,
          figures: {
            'median, and all': `${median.toFixed(2)} s (${times.map((time) => time.toFixed(2)).join(', ')})`,
            allowed: `${limit} s`,
          },
          ratio: median / limit,
          goal: { kind: 'at most', value: 1 },
        })
      },
    )
  },
})

const phoneAndLine = `first opening on a phone ${slowdown} times slower, 400 kbit/s, ${journeyTime} ms a journey`

/** How long until the hotline card can be read, against the three seconds it may take. */
export const firstCardBenchmark = firstScreen(
  'first-card',
  `the hotline card readable, ${phoneAndLine}`,
  '/pages/card/card?c=demo0203',
  3,
  (page) => page.getByText('鲍老师').filter({ visible: true }).first().waitFor(),
)

/** How long until the report's first question can be answered, against the five seconds it may take. */
export const firstReportBenchmark = firstScreen(
  'first-report',
  `the report's form usable, ${phoneAndLine}`,
  '/pages/report/report?for=self&c=demo0203',
  5,
  async (page) => {
    const tile = page.getByRole('checkbox', { name: /重病就医/ }).filter({ visible: true })
    await tile.click()
    await page
      .getByRole('checkbox', { name: /重病就医/, checked: true })
      .filter({ visible: true })
      .waitFor()
  },
)
