import ExcelJS from 'exceljs'

/** Rows as a spreadsheet has them; a cell may be anything that exceljs writes. */
export type Rows = readonly (readonly ExcelJS.CellValue[])[]

/** An Excel file with these rows in its first sheet. */
export async function xlsxOf(
  rows: Rows,
  more: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => undefined,
): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('花名册')
  for (const row of rows) sheet.addRow([...row])
  more(sheet, book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** The same as CSV in UTF-8. */
export const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map((row) => row.join(',')).join('\r\n'))
