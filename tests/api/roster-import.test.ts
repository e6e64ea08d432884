import ExcelJS from 'exceljs'
import type { Contract } from '../../shared/contract/contract'
import type { ReplyOf } from '../../shared/contract/endpoint'
import { openRosterDesk, type RosterDesk, township, village } from '../setup/roster-desk'
import { csvOf, type Rows, xlsxOf } from '../setup/some-table'
import { someReport, type Token } from '../setup/test-house'

type Preview = ReplyOf<Contract['POST /api/townships/:township/roster/preview']>
const head = ['姓名', '职务', '村', '组', '电话', '部门']

describe('a township’s own list of cadres (R1, R13)', () => {
  let desk: RosterDesk
  beforeEach(async () => {
    desk = await openRosterDesk()
  })
  afterEach(async () => {
    await desk.town.close()
    expect(desk.town.failures).toEqual([])
  })

  const upload = async (file: Buffer, as: Token = desk.officer) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(file)]), 'list.xlsx')
    const answer = await desk.town.send('POST', `/api/townships/${township}/roster/preview`, form, {
      Authorization: `Bearer ${as}`,
    })
    return { ...answer, preview: answer.json as Preview }
  }
  const look = async (rows: Rows, as: Token = desk.officer) => (await upload(await xlsxOf(rows), as)).preview
  const take = (preview: string, ends: { person: string; post: string }[] = [], as: Token = desk.officer) =>
    desk.town.call('POST /api/townships/:township/roster/import', as, {
      params: { township },
      body: { preview, ends },
    })
  const goneOf = ({ gone }: Preview, name: string) => {
    const found = gone.find(({ calledAs }) => calledAs === name)
    if (!found) throw new Error(`${name} is not gone`)
    return { person: found.person, post: found.post }
  }

  test('is shown against the roster first: new, one post more, changed, the same, gone; then done in one go', async () => {
    await desk.give({
      calledAs: '鲍国强',
      phone: '19900000701',
      role: 'village_coordinator',
      territory: village(203),
      title: '协理员',
      deputy: true,
    })
    const preview = await look([
      ['军赛乡村组干部花名册（编的）'],
      ['序号', ...head, '备注'],
      ['1', '鲍国强', '村协理员', '彩靠村委会', '', '199 0000 0701', '', ''],
      ['2', '鲍国强', '组长', '彩靠', '一组', 19900000701, '', ''],
      ['3', '岩 新', '协理员', '岔路村', '', '19900000702', '', '2026 年新来'],
      ['4', '段干事', '经办人', '', '', '19900000799', '', ''],
    ])
    expect(preview.columns).toEqual(head)
    expect(preview.faults).toEqual([])
    expect(preview.posts.map(({ line, kind, calledAs, changes }) => [line, kind, calledAs, changes])).toEqual(
      [
        [3, 'changed', '鲍国强', ['职务：协理员 → 村协理员']],
        [4, 'more', '鲍国强', []],
        [5, 'new', '岩新', []],
        [6, 'changed', '段干事', expect.arrayContaining([expect.stringContaining('电话：')])],
      ],
    )
    expect(JSON.stringify(preview)).not.toContain('19900000701')
    // Nobody above one's own post, and not oneself, is ever proposed to leave.
    expect(preview.gone.map(({ calledAs }) => calledAs)).toEqual(expect.arrayContaining(['鲍老师', '江警官']))
    expect(preview.gone.map(({ calledAs }) => calledAs)).not.toContain('罗副乡长')

    const before = await desk.lines()
    const { status, reply } = await take(preview.id)
    expect([status, reply]).toEqual([201, { given: 2, changed: 2, ended: 0, handedOver: 0 }])
    expect(await desk.lines()).toHaveLength(before.length + 2)
    expect(await desk.line('岩新')).toMatchObject({ phoneMasked: '199****0702', territory: village(205) })
    expect(await desk.line('段干事')).toMatchObject({ phoneMasked: '199****0799', title: '经办人' })
    const bao = (await desk.lines()).filter(({ calledAs }) => calledAs === '鲍国强')
    expect(bao.map(({ title, deputy, group }) => [title, deputy, group]).sort()).toEqual([
      ['村协理员', true, null],
      ['组长', false, 1],
    ])
    // Done once; the same list again changes nothing.
    expect((await take(preview.id)).status).toBe(404)
    const again = await look([head, ['岩新', '协理员', '岔路村', '', '19900000702', '']])
    expect(again.posts.map(({ kind }) => kind)).toEqual(['same'])
  })

  test('who is not in it stays until ticked; then access ends and the open cases go on', async () => {
    await desk.town.call('POST /api/reports', await desk.town.newResident(), { body: someReport() })
    const theirs = await desk.town.signIn('coordinator-203')
    const preview = await look([head, ['新老师', '协理员', '彩靠村', '', '19900000710', '']])
    expect((await desk.town.call('GET /api/queue', theirs, { query: {} })).status).toBe(200)
    const { reply } = await take(preview.id, [goneOf(preview, '鲍老师')])
    expect(reply).toEqual({ given: 1, changed: 0, ended: 1, handedOver: 1 })
    expect((await desk.town.call('GET /api/queue', theirs, { query: {} })).status).toBe(401)
    expect((await desk.lines()).map(({ calledAs }) => calledAs)).toContain('江警官')
    const actions = (await desk.town.house.db.collection('audit_entries').find({}).toArray()).map(
      ({ action, details }) => `${action} ${details}`,
    )
    expect(actions.filter((one) => /^(?:roster|post)/.test(one))).toEqual([
      expect.stringMatching(/^post\.give .*byList/),
      expect.stringMatching(/^post\.end .*byList/),
      'roster.import {"given":1,"changed":0,"ended":1}',
    ])
    expect(actions.join()).not.toMatch(/1990000|老师/)
  })

  test('a desk does not stand empty: whoever sends the list is never among those who are gone', async () => {
    const preview = await look([head, ['新干事', '经办人', '', '', '19900000721', '']], desk.lead)
    expect(preview.gone.map(({ calledAs }) => calledAs)).not.toContain('罗副乡长')
    const { status, reply } = await take(preview.id, [goneOf(preview, '段干事')], desk.lead)
    expect([status, reply]).toMatchObject([201, { given: 1, ended: 1 }])
    expect((await desk.town.call('GET /api/triage', desk.officer, { query: {} })).status).toBe(401)
    const left = (await desk.roster(desk.lead)).desk.map(({ calledAs }) => calledAs)
    expect(left.sort()).toEqual(['新干事', '罗副乡长'])
  })

  test('what is wrong is named by row, column and sentence; its row is left out and its person not taken for gone', async () => {
    const { preview } = await upload(
      await xlsxOf([
        head,
        ['', '协理员', '彩靠村', '', '19900000730', ''],
        ['甲', '', '彩靠村', '', '19900000731', ''],
        ['甲', '会计', '彩靠村', '', '19900000731', ''],
        ['甲', '协理员', '月亮村', '', '19900000731', ''],
        ['甲', '协理员', '', '', '19900000731', ''],
        ['甲', '小组长', '彩靠村', '', '19900000731', ''],
        ['甲', '小组长', '彩靠村', '99', '19900000731', ''],
        ['甲', '协理员', '彩靠村', '', '0883-6123456', ''],
        ['甲', '协理员', '彩靠村', '', '1.99E+10', ''],
        ['甲', '协理员', '彩靠村', '', { formula: 'A1', result: '19900000731' }, ''],
        ['甲', '联系人', '', '', '19900000731', '月亮局'],
        ['甲', '分管领导', '', '', '19900000731', ''],
        ['甲', '经办人', '彩靠村', '', '19900000731', ''],
        ['乙', '协理员', '彩靠村', '', '19900000732', ''],
        ['丙', '协理员', '彩靠村', '', '19900000732', ''],
        ['乙', '协理员', '彩靠村', '', '19900000732', ''],
        ['<b>丁</b>', '协理员', '彩靠村', '', '19900000733', ''],
        ['鲍老师', '协理员', '彩靠村', '', '没有', ''],
      ]),
    )
    expect(preview.faults.map(({ line, column }) => [line, column])).toEqual([
      [2, '姓名'],
      [3, '职务'],
      [4, '职务'],
      [5, '村'],
      [6, '村'],
      [7, '组'],
      [8, '组'],
      [9, '电话'],
      [10, '电话'],
      [11, '电话'],
      [12, '部门'],
      [13, '职务'],
      [14, '村'],
      [16, '电话'],
      [17, '职务'],
      [18, '姓名'],
      [19, '电话'],
    ])
    for (const { message } of preview.faults) expect(message).toMatch(/[\p{Script=Han}]{3}/u)
    expect(preview.posts).toMatchObject([{ line: 15, kind: 'new', calledAs: '乙' }])
    expect(preview.gone.map(({ calledAs }) => calledAs)).not.toContain('鲍老师')
  })

  test('a number of somebody outside is neither taken nor told', async () => {
    await desk.give(
      {
        calledAs: '外乡人',
        phone: '19900000740',
        role: 'township_officer',
        territory: '530924104',
        title: '经办人',
        deputy: false,
      },
      desk.ofCounty,
    )
    const preview = await look([head, ['某人', '协理员', '彩靠村', '', '19900000740', '']])
    expect(preview.faults).toMatchObject([{ line: 2, column: '电话' }])
    expect(JSON.stringify(preview)).not.toContain('外乡人')
  })

  test('of two who import at once one is told; what was changed meanwhile is looked at anew', async () => {
    const preview = await look([head, ['新老师', '协理员', '彩靠村', '', '19900000750', '']])
    const two = await Promise.all([take(preview.id), take(preview.id)])
    expect(two.map(({ status }) => status).sort()).toEqual([201, expect.any(Number)])
    expect([404, 409]).toContain(Math.max(...two.map(({ status }) => status)))
    expect(await desk.town.house.db.collection('accounts').countDocuments({ calledAs: '新老师' })).toBe(1)

    const stale = await look([head, ['新老师', '协理员（主）', '彩靠村', '', '19900000750', '']])
    await desk.change(await desk.line('新老师'), { title: '别的' })
    const answer = await take(stale.id)
    expect([answer.status, answer.problem.type]).toEqual([409, '/api/docs#changed-meanwhile'])
    expect(await desk.line('新老师')).toMatchObject({ title: '别的' })

    const late = await look([head, ['晚老师', '协理员', '彩靠村', '', '19900000751', '']])
    await desk.give({
      calledAs: '晚老师',
      phone: '19900000751',
      role: 'village_coordinator',
      territory: village(202),
      title: '协理员',
      deputy: true,
    })
    expect((await take(late.id)).status).toBe(409)
  })

  test('a preview is its own maker’s, for an hour, and ends nobody it did not show', async () => {
    const preview = await look([head, ['新老师', '协理员', '彩靠村', '', '19900000760', '']])
    expect((await take(preview.id, [], desk.lead)).status).toBe(404)
    const { id, post } = await desk.line('罗副乡长')
    const other = await take(preview.id, [{ person: id, post }])
    expect([other.status, other.problem.fields?.[0]?.field]).toEqual([400, 'ends'])
    desk.town.setTime('2026-11-24T03:30:00.000Z')
    expect((await take(preview.id, [], await desk.town.signIn('officer'))).status).toBe(404)
    const kept = JSON.stringify(await desk.town.house.db.collection('roster_imports').find({}).toArray())
    expect(kept).not.toContain('新老师')
  })

  test.each<[string, () => Buffer | Promise<Buffer>, number, RegExp]>([
    [
      'fifty thousand rows',
      () => csvOf([head, ...Array.from({ length: 50_000 }, (_, i) => [`甲${i}`])]),
      400,
      /超过 2,000 行/,
    ],
    ['five megabytes', () => Buffer.alloc(5 * 1024 * 1024, '甲'), 413, /4 MB/],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000', 'hex'), 400, /没有找到/],
    ['a list without numbers', () => csvOf([['姓名', '职务']]), 400, /“电话”/],
    ['an empty file', () => Buffer.from(' '), 400, /空/],
    ['a broken Excel file', () => Buffer.from('PK\x03\x04 and nothing'), 400, /打不开/],
    ['the old Excel', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 400, /另存为 .xlsx/],
  ])('%s: refused plainly', async (_, make, status, told) => {
    const answer = await upload(await make())
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(told)])
  })

  test('the empty form can be taken, and what is filled into it is understood', async () => {
    const form = async (format: string) => {
      const answer = await fetch(
        `${desk.town.base}/api/townships/${township}/roster/template?format=${format}`,
        { headers: { Authorization: `Bearer ${desk.officer}` } },
      )
      expect(answer.status).toBe(200)
      return Buffer.from(await answer.arrayBuffer())
    }
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await form('xlsx')) as unknown as ExcelJS.Buffer)
    const row = ['岩新', '小组长', '彩靠村', '2', '19900000770', '', '']
    row.forEach((words, i) => {
      const cell = book.getWorksheet('花名册')?.getCell(2, i + 1)
      if (cell) cell.value = words
    })
    const filled = Buffer.from(await book.xlsx.writeBuffer())
    const csv = Buffer.concat([await form('csv'), Buffer.from(row.join(','))])
    for (const file of [filled, csv])
      expect((await upload(file)).preview).toMatchObject({
        faults: [],
        posts: [{ line: 2, kind: 'new', calledAs: '岩新', group: 2, placeName: '彩靠村' }],
      })
  })

  test('a list of three hundred is done in one go', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [
      `干部${'甲乙丙丁'.charAt(i % 4)}${'子丑寅卯'.charAt((i >> 2) % 4)}${'金木水火'.charAt((i >> 4) % 4)}${'东南西北'.charAt((i >> 6) % 4)}${'上下'.charAt(i >> 8)}`,
      '协理员',
      '彩靠村',
      '',
      `1990001${String(i).padStart(4, '0')}`,
      '',
    ])
    const preview = await look([head, ...rows])
    expect((await take(preview.id)).reply).toMatchObject({ given: 300 })
  })
})
