import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstCard } from '../../server/outreach/first-card'
import { openTestHouse, type TestHouse } from '../setup/test-house'

describe('the pages as a browser first gets them', () => {
  let pages: string
  let town: TestHouse

  beforeAll(async () => {
    pages = mkdtempSync(join(tmpdir(), 'zaofaxian-pages-'))
    mkdirSync(join(pages, 'js'))
    writeFileSync(join(pages, 'index.html'), '<head></head><body><div id="app"></div></body>')
    writeFileSync(
      join(pages, 'files-of-pages.json'),
      JSON.stringify({ 'pages/card/card': ['css/1.aaaaaaaa.css', 'js/1.aaaaaaaa.js'] }),
    )
    writeFileSync(join(pages, 'js', '1.aaaaaaaa.js'), 'void 0')
    town = await openTestHouse({ pages })
  })
  afterAll(async () => {
    await town.close()
    rmSync(pages, { recursive: true })
  })

  test('the card can be read and its number called before any script has come', async () => {
    const { text, headers } = await town.send('GET', '/pages/card/card?c=demo0203')
    expect(headers.get('content-type')).toContain('text/html')
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(text).toMatch(/<main id="first-screen">.*href="tel:\d+".*<\/main><div id="app">/)
    expect(text).toContain('鲍老师')
  })

  test('names the page’s files in its head, so that they come together with the app', async () => {
    const { text } = await town.send('GET', '/pages/card/card?c=demo0203')
    expect(text).toContain('<link rel="stylesheet" href="/css/1.aaaaaaaa.css"/>')
    expect(text).toContain('<link rel="preload" as="script" href="/js/1.aaaaaaaa.js"/></head>')
  })

  test('every other address is the app alone', async () => {
    for (const path of [
      '/',
      '/pages/mine/mine',
      '/pages/card/card?c=nothere1',
      '/pages/card/card',
      '/constructor',
    ])
      expect(await town.send('GET', path)).toMatchObject({
        status: 200,
        text: '<head></head><body><div id="app"></div></body>'.replace(
          '</head>',
          path.startsWith('/pages/card')
            ? '<link rel="stylesheet" href="/css/1.aaaaaaaa.css"/><link rel="preload" as="script" href="/js/1.aaaaaaaa.js"/></head>'
            : '</head>',
        ),
      })
  })

  test('files go by name for ever, and a file that there is not is not the app', async () => {
    const { text, headers } = await town.send('GET', '/js/1.aaaaaaaa.js')
    expect(text).toBe('void 0')
    expect(headers.get('cache-control')).toContain('immutable')
    expect((await town.send('GET', '/js/2.bbbbbbbb.js')).status).toBe(404)
  })

  test('what a township has written is words and never HTML', () => {
    const html = firstCard({
      id: 'demo0203',
      township: '530924205',
      townshipName: '<script>alert(1)</script>',
      village: null,
      contact: { calledAs: '"><img src=x>', title: '协理员' },
      hotline: '12345"><b>',
      officeHours: "'&",
      help: [],
      group: null,
      withdrawn: false,
    })
    expect(html).not.toMatch(/<script|<img|<b>/)
    expect(html).toContain('&lt;script&gt;')
  })
})
