import { parse } from 'csv-parse/sync'
import { BadArchive } from './unzip'
import { sheetRows, type TableRow } from './xlsx-rows'

/** The whole file cannot be taken; its message is one plain sentence. */
export class UnreadableTable extends Error {}

/** Excel in China writes GB18030, or UTF-16 when asked for Unicode; everything else writes UTF-8, with a mark or without. */
export function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** `="19900000001"` is how a table keeps Excel from rounding a number: words, not a formula. */
const quoted = /^="([^"]*)"$/

function csvRows(bytes: Uint8Array, most: number): TableRow[] {
  const text = textOf(bytes)
  const table: string[][] = parse(text, {
    bom: true,
    to: most,
    delimiter: text.slice(0, 1_000).includes('\t') ? '\t' : ',',
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: false,
  })
  return table.map((cells, i) => ({
    line: i + 1,
    cells: cells.map((cell) => {
      const words = quoted.exec(cell.trim())?.[1] ?? cell.trim()
      return /^=/.test(words) ? { formula: true } : words
    }),
  }))
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 2).toString('latin1') === 'PK'
/** The old binary format of Excel (.xls), and every other old office file. */
const isOldOffice = (bytes: Buffer) => bytes.subarray(0, 4).toString('hex') === 'd0cf11e0'

/**
 * Reads the rows of a table: CSV, or of an .xlsx the first sheet that is wanted, and else its first.
 * Of CSV no more rows are read than `most`. @throws UnreadableTable for anything else, and for what is too large once it is unpacked.
 */
export function readTable(
  bytes: Buffer,
  most: number,
  isWanted: (rows: readonly TableRow[]) => boolean,
): TableRow[] {
  if (isOldOffice(bytes))
    throw new UnreadableTable('这是旧版 Excel（.xls）。用 Excel 打开，另存为 .xlsx 再传')
  try {
    if (!isZip(bytes)) return csvRows(bytes, most)
    const sheets = sheetRows(bytes)
    return sheets.find(isWanted) ?? sheets[0] ?? []
  } catch (error) {
    if (error instanceof BadArchive)
      throw new UnreadableTable('这个 Excel 文件打不开，或者太大。另存一份再传')
    throw new UnreadableTable('这个文件打不开，请另存为 .xlsx 或者 CSV 再传')
  }
}
