import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { everyPage } from '../setup/every-page'
import type { TestHouse } from '../setup/test-house'
import { type InWeChat, openInWeChat } from './in-wechat'
import type { MiniProgram } from './mini-program'

jest.setTimeout(180_000)

interface AppJson {
  requiredPrivateInfos: string[]
  permission: Record<string, { desc: string }>
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
}

const megabyte = 1_048_576

const sizeOf = (directory: string, except: readonly string[] = []): number =>
  readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !except.some((root) => file.startsWith(join(directory, root))))
    .reduce((bytes, file) => bytes + statSync(file).size, 0)

describe('the build for WeChat', () => {
  let directory: string
  let app: AppJson
  let here: InWeChat
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    here = await openInWeChat()
    ;({ directory, town, mini } = here)
    app = JSON.parse(readFileSync(join(directory, 'app.json'), 'utf8'))
  })
  afterAll(() => here?.close())

  const allPages = () => [
    ...app.pages,
    ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
  ]

  test('tells WeChat what it may ask the phone for, and why, in no more than thirty characters', () => {
    expect(app.requiredPrivateInfos).toEqual(['getLocation'])
    expect(Object.keys(app.permission)).toEqual(['scope.userLocation'])
    expect(app.permission['scope.userLocation']?.desc.length).toBeLessThanOrEqual(30)
  })

  test('has every file of every page', () => {
    const missing = allPages().flatMap((page) =>
      ['js', 'json', 'wxml', 'wxss']
        .map((end) => `${page}.${end}`)
        .filter((file) => !existsSync(join(directory, file))),
    )
    expect(missing).toEqual([])
  })

  test('keeps within WeChat’s sizes, with room to spare', () => {
    const roots = app.subPackages.map(({ root }) => root)
    expect(sizeOf(directory, roots)).toBeLessThan(megabyte)
    for (const root of roots) expect(sizeOf(join(directory, root))).toBeLessThan(2 * megabyte)
  })

  test('runs every page against the real API', async () => {
    const shown = await everyPage(town)
    expect(Object.keys(shown).sort()).toEqual(allPages().sort())
    const nameless: string[] = []
    for (const [page, { url = '', words, as }] of Object.entries(shown)) {
      mini.phone.storage.clear()
      mini.launch('/pages/home/home')
      if (as) {
        await mini.tap(as)
        await mini.see('退出')
      }
      mini.launch(`/${page}${url}`)
      await mini.see(words)
      for (const { element, role, name } of mini.controls())
        if (name === '') nameless.push(`${page}: a ${role || element} without a name`)
    }
    expect(nameless).toEqual([])
    expect(mini.complaints).toEqual([])
    expect(town.failures).toEqual([])
  })

  test('tells a reader of the screen what each thing on it is, and whether it is on', async () => {
    // A villager's phone: whoever works here is offered to send the card on first.
    mini.phone.storage.clear()
    mini.launch('/pages/card/card?c=demo0203')
    await mini.see('发给别人')
    expect(mini.controls().map(({ role, name }) => [role, name])).toEqual([
      ['switch', '换成黑白分明'],
      ['button', '换成大字'],
      ['button', '打电话 19900000883'],
      ['button', '我要求助'],
      ['button', '帮别人报'],
      ['button', '看看我报的事'],
      // WeChat's own button, which says so itself.
      ['', '发给别人、发到群里'],
    ])
    mini.launch('/pages/report/report?for=self&c=demo0203')
    await mini.see('出了什么事')
    const tile = () => mini.controls().find(({ name }) => name === '重病就医')
    expect(tile()).toMatchObject({ role: 'checkbox', checked: 'false' })
    await mini.tap('重病就医')
    expect(tile()).toMatchObject({ role: 'checkbox', checked: 'true' })
    expect(mini.controls()).toContainEqual(
      expect.objectContaining({ element: 'textarea', name: '说一说出了什么事' }),
    )
  })

  test('opens the card that a printed code stands for', async () => {
    mini.launch(`/pages/card/card?scene=${encodeURIComponent('c=demo0205')}`)
    await mini.see('岔路村')
  })
})
