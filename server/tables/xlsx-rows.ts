import { BadArchive, unzip } from './unzip'

/** A cell's words; of a formula only that it is one, because its result is somebody else's word. */
export type SheetCell = string | { formula: true }

/** One row, with its number as a spreadsheet counts it. */
export interface TableRow {
  line: number
  cells: SheetCell[]
}

/**
 * The room that an unpacked workbook may take, in bytes. We read the few parts of .xlsx that hold words ourselves:
 * exceljs, which writes our sheets, builds every cell of every merged, named or validated range before anybody can
 * refuse, and one such range may name seventeen thousand million cells.
 */
const room = 16 * 1024 * 1024
const mostSheets = 20
/** Columns behind these belong to no list of people. */
const mostColumns = 40
/** A merged cell that is longer than this is no village's, and no township has this many villages. */
const longestMerge = 500
const mostMerges = 1_000

const strings = 'xl/sharedStrings.xml'
const sheet = /^xl\/worksheets\/sheet(\d{1,3})\.xml$/

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** An invented entity stays what was written: nothing expands. */
const plain = (text: string) =>
  text.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));/g, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

interface Tag {
  name: string
  attributes: string
  closes: boolean
  /** Opened and closed in one. */
  empty: boolean
  /** The text behind it, up to the next tag. */
  text: string
}

/**
 * The tags of a document in their order, a tag's name without its namespace. No part of the pattern can be tried twice
 * over the same text, so that a file made for it takes no longer than another.
 */
function* tagsOf(xml: string): Generator<Tag> {
  const tag = /<(\/?)(?:\w{1,20}:)?(\w{1,40})([\s/][^<>]*)?>([^<]*)/g
  for (let found = tag.exec(xml); found; found = tag.exec(xml)) {
    const [, slash, name = '', attributes = '', text = ''] = found
    yield { name, attributes, closes: slash === '/', empty: attributes.endsWith('/'), text }
  }
}

const attributes = { r: /\sr="([^"]*)"/, t: /\st="([^"]*)"/, ref: /\sref="([^"]*)"/ }
const attribute = (tag: Tag, name: keyof typeof attributes) => attributes[name].exec(tag.attributes)?.[1]

/** Every shared string; how it is written (furigana, bold parts) is left aside. */
function sharedStrings(xml: string): string[] {
  const all: string[] = []
  let spoken = false
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'si' && !tag.closes) all.push('')
    else if (tag.name === 'rPh') spoken = !tag.closes && !tag.empty
    else if (tag.name === 't' && !tag.closes && !spoken && all.length > 0)
      all[all.length - 1] += plain(tag.text)
  }
  return all
}

/** B7 as column 1, row 7. */
function placeOf(reference: string): { column: number; line: number } | null {
  const [, letters, digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
  if (!letters || !digits) return null
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { column, line: Number(digits) }
}

/** 1.9900000001E10 as Excel stores 19900000001. */
const numberInWords = (written: string) =>
  /^-?\d+(?:\.\d+)?E\+?\d+$/i.test(written) ? String(Number(written)) : written

function rowsOfSheet(xml: string, shared: readonly string[]): TableRow[] {
  const rows = new Map<number, SheetCell[]>()
  let line = 0
  let column = -1
  let type: string | undefined
  let merges = 0
  const put = (cell: SheetCell) => {
    if (column < 0 || column >= mostColumns) return
    const cells = rows.get(line) ?? []
    rows.set(line, cells)
    while (cells.length < column) cells.push('')
    cells[column] = cell
  }
  const isFormula = () => typeof rows.get(line)?.[column] === 'object'
  for (const tag of tagsOf(xml)) {
    if (tag.closes) continue
    if (tag.name === 'row') {
      line = Number(attribute(tag, 'r') ?? line + 1)
      column = -1
    } else if (tag.name === 'c') {
      column = placeOf(attribute(tag, 'r') ?? '')?.column ?? column + 1
      type = attribute(tag, 't')
    } else if (tag.name === 'f') put({ formula: true })
    else if (tag.name === 'v' && !isFormula()) {
      const words = plain(tag.text)
      put((type === 's' ? (shared[Number(words)] ?? '') : type ? words : numberInWords(words)).trim())
    } else if (tag.name === 't' && type === 'inlineStr' && !isFormula()) {
      const before = rows.get(line)?.[column]
      put(((typeof before === 'string' ? before : '') + plain(tag.text)).trim())
    } else if (tag.name === 'mergeCell') {
      merges += 1
      if (merges <= mostMerges) fillMerged(rows, attribute(tag, 'ref') ?? '')
    }
  }
  return [...rows].sort(([one], [other]) => one - other).map(([at, cells]) => ({ line: at, cells }))
}

/** One village's name written across the rows of all its people stands in each of them. */
function fillMerged(rows: Map<number, SheetCell[]>, reference: string) {
  const [first, last] = reference.split(':').map(placeOf)
  if (!first || !last || first.column !== last.column || last.line - first.line > longestMerge) return
  const words = rows.get(first.line)?.[first.column]
  if (words === undefined) return
  for (let line = first.line + 1; line <= last.line; line += 1) {
    const cells = rows.get(line)
    if (!cells) continue
    while (cells.length <= first.column) cells.push('')
    cells[first.column] ||= words
  }
}

/** The rows of each sheet of a workbook, in the order of their numbers. @throws BadArchive */
export function sheetRows(bytes: Buffer): TableRow[][] {
  const parts = unzip(bytes, (name) => name === strings || sheet.test(name), room)
  const shared = sharedStrings(parts.get(strings)?.toString('utf8') ?? '')
  const numbered = [...parts]
    .flatMap(([name, content]) => {
      const [, number] = sheet.exec(name) ?? []
      return number ? [{ number: Number(number), content }] : []
    })
    .sort((one, other) => one.number - other.number)
  if (numbered.length === 0) throw new BadArchive('no sheets')
  return numbered.slice(0, mostSheets).map(({ content }) => rowsOfSheet(content.toString('utf8'), shared))
}
