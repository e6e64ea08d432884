import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const usualPlaces = [
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** How to get one where there is none. */
export const howToInstall = 'needs Chromium: apt-get install -y chromium fonts-noto-cjk, or set CHROME_PATH'

/** The browser on this machine, or null: where CHROME_PATH says, else where it usually lies. */
export function findChromium(): string | null {
  const given = process.env.CHROME_PATH
  if (given) return given
  return usualPlaces.find((path) => existsSync(path)) ?? null
}
