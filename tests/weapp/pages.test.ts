import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buildWhenStale } from '../../config/build-when-stale'
import { everyPage } from '../setup/every-page'
import { openTestHouse, type TestHouse } from '../setup/test-house'
import { type MiniProgram, openMiniProgram } from './mini-program'

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
  let town: TestHouse
  let mini: MiniProgram

  beforeAll(async () => {
    directory = await buildWhenStale('weapp')
    app = JSON.parse(readFileSync(join(directory, 'app.json'), 'utf8'))
    town = await openTestHouse()
    mini = openMiniProgram(directory, (url) => url.replace('http://localhost:3000', town.base))
  })
  afterAll(async () => {
    mini?.close()
    await town?.close()
  })

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
    const resident = await town.newResident()
    await town.call('POST /api/reports', resident, { body: someReport() })
    await town.call('POST /api/reports', resident, {
      body: someReport({ card: undefined, place: {}, text: '三组那家，就是卖豆腐那家隔壁' }),
    })
    const queue = await town.call('GET /api/queue', await town.signIn('coordinator-203'), { query: {} })
    const { transferId } = await sentTransfer(
      town,
      await town.signIn('officer'),
      {},
      { subjectName: '田小花' },
    )
    const shown: Record<string, { url?: string; words: string; as?: string }> = {
      'pages/home/home': { words: '我要求助' },
      'pages/card/card': { url: '?c=demo0203', words: '协理员 鲍老师' },
      'pages/report/report': { url: '?for=other&c=demo0203', words: '出了什么事' },
      'pages/receipt/receipt': { url: '?waiting=nothing', words: '还没发出去' },
      'pages/mine/mine': { words: '还没有报过事' },
      'pages/inbox/inbox': { words: '还没有消息' },
      'pages/progress/progress': { url: '?r=00000000', words: '再试一次' },
      'pages/status/status': { words: '先把两样填好' },
      'pages/transfer-link/transfer-link': { url: '?t=nothing', words: '这个链接不能用了' },
      'pages/sign-in/sign-in': { words: '用微信的手机号登录' },
      'pages/confirm-sign-in/confirm-sign-in': { as: '鲍老师', words: '电脑上的六位数字' },
      'pages/account/account': { as: '鲍老师', words: '在这些地方登录着' },
      'village/queue/queue': { as: '鲍老师', words: '岩三木' },
      'village/visit/visit': {
        as: '鲍老师',
        url: `?id=${queue.reply.items[0]?.id}`,
        words: '看完了，发出去',
      },
      'village/case/case': { as: '鲍老师', url: `?id=${queue.reply.items[0]?.id}`, words: '为什么到这里' },
      'village/duty/duty': { as: '鲍老师', words: '哪天不在' },
      'township/triage/triage': { as: '段干事', words: '先选一个村' },
      'township/cases/cases': { as: '段干事', words: '件在办' },
      'township/filing/filing': { as: '段干事', words: '还没有报县的' },
      'township/relief/relief': {
        as: '段干事',
        url: `?id=${queue.reply.items[0]?.id}&do=give_advance_relief`,
        words: '给了多少钱',
      },
      'township/settings/settings': { as: '段干事', words: '值班表' },
      'township/roster-import/roster-import': { as: '段干事', words: '选花名册' },
      'township/entry/entry': { as: '段干事', words: '记下，派出去' },
      'township/transfers/transfers': { as: '段干事', words: '军政转〔2026〕1号' },
      'township/transfer-out/transfer-out': {
        as: '段干事',
        url: `?id=${queue.reply.items[0]?.id}`,
        words: '现在不能转办',
      },
      'township/transfer/incoming': { as: '沈主任', words: '田小花' },
      'township/transfer/transfer': { as: '沈主任', url: `?id=${transferId}`, words: '签收' },
    }
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
    mini.launch('/pages/card/card?c=demo0203')
    await mini.see('彩靠村')
    expect(mini.controls().map(({ role, name }) => [role, name])).toEqual([
      ['switch', '换成黑白分明'],
      ['button', '换成大字'],
      ['button', '打电话 19900000883'],
      ['button', '我要求助'],
      ['button', '帮别人报'],
      ['button', '看看我报的事'],
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
