import { demoPlaces } from '../../server/demo/demo-township'
import { groupNumberOf, planImport, UnreadableFile } from '../../server/places/groups-file'

const [, ...villages] = demoPlaces
const plan = (text: string) => planImport(Buffer.from(text), villages)
/** 村,组,寨子 / 岔路,1,三棵桩 as Excel in China saves it. */
const gbk = Buffer.from([
  0xb4, 0xe5, 0x2c, 0xd7, 0xe9, 0x2c, 0xd5, 0xaf, 0xd7, 0xd3, 0x0a, 0xb2, 0xed, 0xc2, 0xb7, 0x2c, 0x31, 0x2c,
  0xc8, 0xfd, 0xbf, 0xc3, 0xd7, 0xae, 0x0a,
])

describe('a township’s file of groups and hamlets', () => {
  test('says what it would change, and leaves the villages it does not name', () => {
    const {
      changes,
      faults,
      villages: after,
    } = plan(
      'village,group,hamlet,alias,lat,lng\n岔路,1,三棵桩,三颗桩,23.9,99.0\n岔路,2,大树脚,,23.9978,98.9148\n岔路,5,水碾房,,,\n',
    )
    expect(faults).toEqual([])
    expect(changes).toEqual([
      {
        village: '530924205205',
        name: '岔路村',
        groups: 3,
        added: ['5组 水碾房'],
        removed: ['3组 白石岩', '4组 新寨'],
        changed: ['1组 三棵桩'],
      },
    ])
    expect(after).toHaveLength(1)
    expect(after[0]?.groups[0]?.hamlets[0]).toEqual({
      name: '三棵桩',
      aliases: ['三颗桩'],
      position: { lat: 23.9, lng: 99 },
    })
  })

  test('reads GBK, UTF-8 with its mark, and headings in Chinese', () => {
    const read = planImport(gbk, villages)
    expect(read.faults).toEqual([])
    expect(read.villages[0]?.groups).toEqual([{ number: 1, hamlets: [{ name: '三棵桩', aliases: [] }] }])
    expect(plan('\uFEFF村,组,寨子\n岔路村委会,第三村民小组,白石岩\n').villages[0]?.groups[0]?.number).toBe(3)
  })

  test('takes another spelling of the village itself from a row without group and hamlet', () =>
    expect(plan('村,组,寨子,别名\n岔路,,,叉路、茶路\n').villages[0]?.aliases).toEqual(['叉路', '茶路']))

  test.each([
    ['和平,1,老屋,', 2, '本乡没有“和平”这个村'],
    ['岔路,1,老屋,彩靠', 2, '别名“彩靠”是别的村的名字'],
    ['岔路,甲,老屋,', 2, '“甲”不是组的号数'],
    ['岔路,,老屋,', 2, '“”不是组的号数'],
    ['岔路,1,<b>,', 2, '“<b>”不像地名，最多 20 个字，不能有符号'],
    ['岔路,1,坡,', 2, '“坡”只有一个字，认不出来'],
    ['岔路,1,老屋,\n岔路,1,老屋,', 3, '1组 老屋 写了两遍'],
    ['岔路,,,', 2, '这一行没有写组、寨子或者别名'],
  ])('names the wrong row %j by its line', (rows, line, message) =>
    expect(plan(`村,组,寨子,别名\n${rows}\n`).faults).toEqual([{ line, message }]),
  )

  test('a position that is not in the country is a fault', () =>
    expect(plan('村,组,寨子,lat,lng\n岔路,1,老屋,99.0,23.9\n').faults).toHaveLength(1))

  test.each([
    ['', '文件是空的'],
    ['组,寨子\n1,老屋\n', '第一行要有“village”（村）这一列'],
    ['村,名字\n岔路,老屋\n', '第一行要有“group”（组）或者“hamlet”（寨子）这一列'],
    [`村,组,寨子\n${'岔路,1,老屋\n'.repeat(100_001)}`, '最多 100,000 行，请分开传'],
  ])('cannot read a file that begins with %#', (text, message) =>
    expect(() => plan(text)).toThrow(new UnreadableFile(message)),
  )

  test('a hundred thousand rows are read; of many faults the first two hundred are named', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `岔路,${(i % 999) + 1},寨子${i}`).join('\n')
    const { rows: count, faults, moreFaults, villages: after } = plan(`村,组,寨子\n${rows}\n`)
    expect([count, faults.length + moreFaults]).toEqual([100_000, 98_000])
    expect(faults[0]).toEqual({ line: 2002, message: '一个村最多 2,000 个寨子' })
    expect(after[0]?.groups.flatMap(({ hamlets }) => hamlets)).toHaveLength(2000)
    const wrong = plan(`村,组,寨子\n${'别处,1,老屋\n'.repeat(1000)}`)
    expect([wrong.faults.length, wrong.moreFaults]).toEqual([200, 800])
  })

  test.each([
    ['3', 3],
    ['三', 3],
    ['３组', 3],
    ['第三村民小组', 3],
    ['十二社', 12],
    ['二十', 20],
    ['第二合作社', 2],
    ['百', null],
    ['', null],
  ])('%j is group %j', (written, number) => expect(groupNumberOf(written)).toBe(number))
})
