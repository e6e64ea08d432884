import { departmentCodes, departments } from '../../shared/domain/code-lists'
import { rosterColumnCodes, rosterColumns } from './roster-columns'

const labels: readonly string[] = rosterColumnCodes.map((code) => rosterColumns[code].label)
const posts = ['协理员', '村党总支书记', '小组长', '经办人', '分管领导', '部门联系人']
/** How many rows of the sheet are prepared: choices to pick from, numbers that stay as they are typed. */
const prepared = 300
const font = { name: '宋体', size: 11 }
const phoneWidth = 16
const usualWidth = 12

/** How the sheet is filled in, line by line. */
const howTo = (villages: readonly string[]): (readonly [string, string])[] => [
  ['姓名', '本人的名字。村里怎么叫就怎么写也可以，比如“鲍老师”'],
  ['职务', `要看得出是哪一样：${posts.join('、')}。前面加“副”就是副手`],
  ['村', `村里的职务才写：${villages.join('、')}。乡里的空着`],
  ['组', '只有小组长写，写数字'],
  ['电话', '本人的手机号，11 位。登录认这个号，一个号一个人；一个人有几个职务就写几行'],
  ['部门', `只有部门联系人写：${departmentCodes.map((code) => departments[code]).join('、')}`],
  ['副手', '写“是”就是副手，正的不在时顶上。可以空着'],
  ['', '第一行的列名不要改。传上去先看对比，您点了才导入；表里没有的人不会自己被去掉'],
]

/** An empty list of cadres as Excel: choices in the cells, and a second sheet that says how. */
export async function rosterTemplate(villages: readonly string[]): Promise<Buffer> {
  // Large, and wanted a few times a day: loaded by the first who takes a sheet.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('花名册', { views: [{ state: 'frozen', ySplit: 1 }] })
  labels.forEach((label, at) => {
    const column = sheet.getColumn(at + 1)
    column.width = label === rosterColumns.phone.label ? phoneWidth : usualWidth
    // A number as text: Excel rounds what it takes for a figure.
    column.numFmt = '@'
    column.font = font
    sheet.getCell(1, at + 1).value = label
    sheet.getCell(1, at + 1).font = { ...font, bold: true }
  })
  const choose = (label: string, words: readonly string[]) => {
    const list = `"${words.join(',')}"`
    // Excel takes no longer list in a cell's own rule.
    if (list.length > 255) return
    for (let row = 2; row <= prepared; row += 1)
      sheet.getCell(row, labels.indexOf(label) + 1).dataValidation = {
        type: 'list',
        allowBlank: true,
        formulae: [list],
        showErrorMessage: false,
      }
  }
  choose(rosterColumns.title.label, posts)
  choose(rosterColumns.village.label, villages)
  const how = book.addWorksheet('怎么填')
  how.getColumn(1).width = usualWidth
  how.getColumn(2).width = 90
  for (const row of howTo(villages)) how.addRow([...row]).font = font
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** The same as CSV, with the mark by which Excel knows UTF-8. */
export const rosterTemplateCsv = (): Buffer => Buffer.from(`\ufeff${labels.join(',')}\r\n`)
