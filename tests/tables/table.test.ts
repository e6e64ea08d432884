import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { readTable, UnreadableTable } from '../../server/tables/table'
import { xlsxOf } from '../setup/some-table'

const read = (bytes: Buffer) => readTable(bytes, 1_000, () => true)
const cells = (bytes: Buffer) => read(bytes).map((row) => row.cells)

/** An archive of one entry whose head says whatever the test wants of its length. */
function zipOf(name: string, content: Buffer, saidLength = content.length): Buffer {
  const packed = deflateRawSync(content)
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(8, 4)
  head.writeUInt32LE(crc32(content), 10)
  head.writeUInt32LE(packed.length, 14)
  head.writeUInt32LE(saidLength, 18)
  head.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed])
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    Buffer.from([20, 0]),
    head,
    Buffer.alloc(14),
    Buffer.from(name),
  ])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, entry, end])
}
const sheet = 'xl/worksheets/sheet1.xml'

describe('a table that somebody uploads', () => {
  test('is read from Excel: words, numbers, bold parts, links; with its rows as Excel counts them', async () => {
    const file = await xlsxOf([
      ['姓名', '电话'],
      [],
      ['岩老师', 19900000001],
      [
        { richText: [{ text: '鲍' }, { text: '老师', font: { bold: true } }] },
        { text: '19900000002', hyperlink: 'x' },
      ],
      ['<甲&乙>', null, '后面'],
    ])
    expect(read(file)).toEqual([
      { line: 1, cells: ['姓名', '电话'] },
      { line: 3, cells: ['岩老师', '19900000001'] },
      { line: 4, cells: ['鲍老师', '19900000002'] },
      { line: 5, cells: ['<甲&乙>', '', '后面'] },
    ])
  })

  test('a cell merged over the rows of a village stands in each of them', async () => {
    const rows = [
      ['村', '姓名'],
      ['彩靠村', '甲'],
      [null, '乙'],
      [null, '丙'],
    ]
    const file = await xlsxOf(rows, (one) => one.mergeCells('A2:A4'))
    expect(cells(file).map(([village]) => village)).toEqual(['村', '彩靠村', '彩靠村', '彩靠村'])
  })

  test('a formula is not believed, neither in Excel nor in CSV', async () => {
    const file = await xlsxOf([['甲', { formula: 'HYPERLINK("http://x")', result: '乙' }]])
    expect(cells(file)).toEqual([['甲', { formula: true }]])
    expect(cells(Buffer.from('甲,=1+1,="19900000001"'))).toEqual([['甲', { formula: true }, '19900000001']])
  })

  const words = '姓名,村\n鲍老师,彩靠村\n'
  const gbk = Buffer.from('d0d5c3fb2cb4e50ab1abc0cfcaa62cb2cabfbfb4e50a', 'hex')
  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(words)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${words}`)],
    ['GB18030', gbk],
    ['GB18030 with a mark', Buffer.concat([Buffer.from('84319533', 'hex'), gbk])],
    ['Excel’s Unicode text', Buffer.from(`\ufeff${words.replaceAll(',', '\t')}`, 'utf16le')],
  ])('is read as CSV in %s', (_, bytes) =>
    expect(cells(bytes).slice(0, 2)).toEqual([
      ['姓名', '村'],
      ['鲍老师', '彩靠村'],
    ]),
  )

  test.each<[string, () => Buffer]>([
    ['a bomb that says it is one', () => zipOf(sheet, Buffer.alloc(64 * 1024 * 1024))],
    ['a bomb that says it is small', () => zipOf(sheet, Buffer.alloc(64 * 1024 * 1024), 100)],
    ['an archive without a sheet', () => zipOf('a.txt', Buffer.from('x'))],
    ['the old Excel', () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['half an Excel file', () => zipOf(sheet, Buffer.from('<row>')).subarray(0, 40)],
    ['quotes that never end', () => Buffer.from('a"b\n"c')],
  ])('%s is refused', (_, make) => expect(() => read(make())).toThrow(UnreadableTable))

  const unkind: [string, string][] = [
    ['tags that never close', '<a'.repeat(2_000_000)],
    ['one endless name', `<${'a'.repeat(8_000_000)}`],
    ['endless attributes', `<row ${'r="1" '.repeat(1_000_000)}`],
    ['a cell in the last column of the last row', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'],
    [
      'merged cells over everything',
      `<row r="1"><c r="A1"><v>1</v></c></row>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(10_000)}`,
    ],
    ['entities of entities', '<!DOCTYPE a [<!ENTITY b "&c;&c;">]><row><c t="str"><v>&b;</v></c></row>'],
  ]
  test.each(unkind)('%s take no time and no room', (_, xml) => {
    const started = performance.now()
    expect(JSON.stringify(read(zipOf(sheet, Buffer.from(xml)))).length).toBeLessThan(100)
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('any bytes at all are read or refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('', 'PK\x03\x04', 'PK\x05\x06'),
        (bytes, head) => {
          try {
            read(Buffer.concat([Buffer.from(head, 'latin1'), bytes]))
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableTable)
          }
        },
      ),
    )
  })
})
