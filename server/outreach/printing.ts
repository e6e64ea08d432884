import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { findChromium, howToInstall } from '../../config/chromium'

const run = promisify(execFile)
/** A hundred posters take some seconds; a browser that hangs is given up. */
const patience = 120_000

/** There is no browser on this machine that could print; its message says how to get one. */
export class NoBrowser extends Error {}

/**
 * Prints a page that is whole in itself as PDF, on the paper that its style names, with the Chromium of this machine.
 * It is run by itself, with a profile of its own, and asks nobody on the network.
 * @throws NoBrowser
 */
export async function printPdf(html: string, file: string): Promise<void> {
  const browser = findChromium()
  if (!browser) throw new NoBrowser(`Printing ${howToInstall}`)
  const folder = mkdtempSync(join(tmpdir(), 'zaofaxian-poster-'))
  try {
    const page = join(folder, 'poster.html')
    writeFileSync(page, html)
    const options = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--no-pdf-header-footer',
      `--print-to-pdf=${file}`,
      pathToFileURL(page).href,
    ]
    await run(browser, options, { timeout: patience })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
