import { type Browser, chromium } from 'playwright-core'
import { findChromium, howToInstall } from '../../config/chromium'

/** A microphone that hears a beep every second, and somebody who always lets the page have it. */
export const withMicrophone = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
] as const

/** Starts a browser that phones nobody. The caller closes it. */
export const launchBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })

/**
 * Tests that need a browser. Without one they are reported as skipped, with the line that installs it; with CI set a
 * missing browser is a failure, because there nobody reads what was skipped.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (findChromium()) describe(name, tests)
  else if (process.env.CI) {
    describe(name, () => {
      test('a browser is there', () => {
        throw new Error(howToInstall)
      })
    })
  } else {
    // Jest counts what was skipped, but does not say why.
    process.stderr.write(`Skipped: ${name}. It ${howToInstall}\n`)
    describe.skip(`${name} (${howToInstall})`, tests)
  }
}
