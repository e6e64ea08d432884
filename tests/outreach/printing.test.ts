import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printPdf } from '../../server/outreach/printing'
import { describeInBrowser, launchBrowser } from '../setup/browser'
import { openTestHouse } from '../setup/test-house'

/** The sheets of a PDF, each as its width and height in millimetres. */
const sheetsOf = (pdf: Buffer) =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, wide, high]) =>
    [wide, high].map((points) => Math.round((Number(points) / 72) * 25.4)),
  )

describeInBrowser('posters as PDF', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zaofaxian-pdf-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('each is one sheet of A4, upright for the board and lying for the window', async () => {
    const town = await openTestHouse()
    const cards = await town.rooms.cards.all('530924205')
    const sheets = [
      ...cards.slice(0, 3).map((card) => ({ card, design: 'board' as const })),
      ...cards.slice(0, 2).map((card) => ({ card, design: 'window' as const })),
    ]
    const file = join(folder, 'all.pdf')
    await printPdf(await town.rooms.posters.page(sheets, 'https://zfx.example.cn'), file)
    expect(sheetsOf(readFileSync(file))).toEqual([
      [210, 297],
      [210, 297],
      [210, 297],
      [297, 210],
      [297, 210],
    ])
    await town.close()
  })

  test('the longest words of a township still fit on their sheet', async () => {
    const town = await openTestHouse()
    const [card] = await town.rooms.cards.all('530924205')
    await town.rooms.places.setWords(
      '530924205',
      0,
      {
        hotline: '088366300012',
        officeHours: '时'.repeat(40),
        help: Array(4).fill('帮'.repeat(40)),
        ownWords: 'W'.repeat(60),
      },
      'operator',
    )
    if (!card) throw new Error('the demonstration has cards')
    const both = [
      { card: { ...card, group: 12 }, design: 'board' as const },
      { card, design: 'window' as const },
    ]
    const browser = await launchBrowser()
    const page = await browser.newPage()
    await page.emulateMedia({ media: 'print' })
    await page.setContent(await town.rooms.posters.page(both, 'https://zfx.example.cn'))
    // What is said last on each sheet lies on it, and nothing sticks out at the side.
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll('section')].map((sheet) => [
        sheet.scrollHeight - sheet.clientHeight,
        sheet.scrollWidth - sheet.clientWidth,
      ]),
    )
    await browser.close()
    expect(beyond).toEqual([
      [0, 0],
      [0, 0],
    ])
    await town.close()
  })

  test('without a browser it is said how to get one', async () => {
    const before = { ...process.env }
    process.env.PATH = folder
    delete process.env.CHROME_PATH
    jest.resetModules()
    const fresh = await import('../../server/outreach/printing')
    await expect(fresh.printPdf('', join(folder, 'none.pdf'))).rejects.toThrow('apt-get install')
    process.env = before
  })
})
