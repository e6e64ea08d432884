import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { launchBrowser } from '../../tests/setup/browser'

const drawn = resolve(__dirname, 'share-picture.html')
const picture = resolve(__dirname, '../../miniprogram/pages/card/share.png')

/**
 * `npm run docs:share-picture`: draws what a shared card shows in a chat, 5 to 4 as WeChat wants it. It names no village,
 * the title does; so it is drawn once, here, where there are fonts, and lies in the package.
 */
async function main() {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 600, height: 480 } })
    await page.goto(pathToFileURL(drawn).href)
    const png = await sharp(await page.screenshot())
      .png({ palette: true, colours: 32, effort: 10 })
      .toBuffer()
    writeFileSync(picture, png)
    console.log(`${picture}: ${png.length} bytes`)
  } finally {
    await browser.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
