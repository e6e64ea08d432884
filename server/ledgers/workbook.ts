/** A ledger as it is printed and filed: a title, whose it is, and its columns. */
export interface Sheet {
  title: string
  /** 填报单位, and when it was made. */
  unit: string
  period: string
  columns: readonly { key: string; label: string; width: number }[]
  rows: readonly Record<string, string>[]
}

const headRow = 3
const a4 = 9
const numeric = /^-?\d+(?:\.\d+)?$/
/** Short numbers are numbers for the county's sums; codes and identity numbers stay what was written. */
const longestNumber = 12

/**
 * A spreadsheet that begins with one of these would be run as a formula by whoever opens it: the cell is made text by
 * its type, and is never a formula here. Kept as written, because a name is a name.
 */
const cellOf = (words: string): string | number =>
  numeric.test(words) && words.length < longestNumber && !/^0\d/.test(words) ? Number(words) : words

/** Makes an Excel workbook of one sheet: title, unit and period on top, a frozen head, ready for A4 across. */
export async function workbookOf({ title, unit, period, columns, rows }: Sheet): Promise<Buffer> {
  // Large, and wanted a few times a day: loaded by the first who takes a sheet.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(title.slice(0, 31), {
    views: [{ state: 'frozen', xSplit: 2, ySplit: headRow }],
    pageSetup: {
      paperSize: a4,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${headRow}:${headRow}`,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.2, footer: 0.2 },
    },
    headerFooter: { oddFooter: '第 &P 页，共 &N 页' },
  })
  const last = columns.length
  sheet.mergeCells(1, 1, 1, last)
  sheet.getCell(1, 1).value = title
  sheet.getCell(1, 1).font = { name: '宋体', size: 16, bold: true }
  sheet.getCell(1, 1).alignment = { horizontal: 'center', vertical: 'middle' }
  sheet.getRow(1).height = 28
  sheet.mergeCells(2, 1, 2, last)
  sheet.getCell(2, 1).value = `填报单位：${unit}　　${period}`
  columns.forEach(({ label, width }, at) => {
    sheet.getColumn(at + 1).width = width
    const head = sheet.getCell(headRow, at + 1)
    head.value = label
    head.font = { name: '宋体', size: 10, bold: true }
  })
  rows.forEach((row, at) => {
    columns.forEach(({ key }, column) => {
      const cell = sheet.getCell(headRow + 1 + at, column + 1)
      cell.value = cellOf(row[key] ?? '')
      cell.font = { name: '宋体', size: 10 }
    })
  })
  const edge = { style: 'thin' as const }
  for (let row = headRow; row <= headRow + rows.length; row += 1)
    for (let column = 1; column <= last; column += 1) {
      const cell = sheet.getCell(row, column)
      cell.border = { top: edge, left: edge, bottom: edge, right: edge }
      cell.alignment = { wrapText: true, vertical: 'middle', horizontal: row === headRow ? 'center' : 'left' }
    }
  return Buffer.from(await book.xlsx.writeBuffer())
}
