import { parse } from 'csv-parse/sync'
import type { DivisionCode } from '../../shared/domain/territory'
import { textOf } from '../tables/table'
import { villageForms } from './division-names'
import type { GroupRecord, HamletRecord, PlaceRecord } from './place.model'

/** A row that cannot be taken as it is, named by its line in the file as a spreadsheet counts it. */
export interface RowFault {
  line: number
  message: string
}

/** What a file would change in one village. */
export interface VillageChange {
  village: DivisionCode
  name: string
  groups: number
  added: string[]
  removed: string[]
  changed: string[]
}

/** What taking in a file would do; nothing is written yet. */
export interface ImportPlan {
  rows: number
  /** The villages as they will be. */
  villages: PlaceRecord[]
  changes: VillageChange[]
  faults: RowFault[]
  /** More faults than are listed. */
  moreFaults: number
}

/** The whole file cannot be read: it is not a table, or a column is missing. */
export class UnreadableFile extends Error {}

/** The most rows a township's file may have. */
export const mostRows = 100_000
const mostFaults = 200
const longestName = 20
const mostGroups = 999
/** More hamlets than any village has; a village is one document, and documents have their limit. */
const mostHamlets = 2_000

/** Column names as documented, and as people write them. */
const columns = {
  village: ['village', '村', '村名', '行政村'],
  group: ['group', '组', '村民小组', '小组'],
  hamlet: ['hamlet', '寨子', '寨', '自然村', '自然寨'],
  alias: ['alias', '别名', '别的写法', '又叫'],
  lat: ['lat', '纬度'],
  lng: ['lng', '经度'],
} as const
type Column = keyof typeof columns

function columnsOf(header: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>()
  for (const [column, names] of Object.entries(columns) as [Column, readonly string[]][]) {
    const at = header.findIndex((name) => names.includes(name.trim().toLowerCase()))
    if (at >= 0) found.set(column, at)
  }
  if (!found.has('village')) throw new UnreadableFile('第一行要有“village”（村）这一列')
  if (!found.has('group') && !found.has('hamlet'))
    throw new UnreadableFile('第一行要有“group”（组）或者“hamlet”（寨子）这一列')
  return found
}

const chinese = '零一二三四五六七八九十'
/** 3, 三, 第三村民小组, 3组: the number of a group; null when it is none. */
export function groupNumberOf(written: string): number | null {
  const bare = written
    .normalize('NFKC')
    .replace(/^第/, '')
    .replace(/(?:村民)?(?:小组|组|社|队|合作社)$/, '')
  if (/^\d{1,3}$/.test(bare)) return Number(bare)
  const parts = /^(?:([一二三四五六七八九])?十)?([一二三四五六七八九])?$/.exec(bare)
  if (!parts || bare === '') return null
  const [, tens, ones] = parts
  return (
    (bare.includes('十') ? (tens ? chinese.indexOf(tens) : 1) * 10 : 0) + (ones ? chinese.indexOf(ones) : 0)
  )
}

const nameForm = /^[\p{L}\p{N}·]+$/u
const mostAliases = 20
const split = (written: string) =>
  written
    .split(/[、，,;；/|\s]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

function positionOf(lat: string, lng: string): HamletRecord['position'] | 'wrong' {
  if (lat === '' && lng === '') return undefined
  const position = { lat: Number(lat), lng: Number(lng) }
  const good = position.lat > 3 && position.lat < 54 && position.lng > 73 && position.lng < 136
  return lat !== '' && lng !== '' && good ? position : 'wrong'
}

class Draft {
  readonly groups = new Map<number, Map<string, HamletRecord>>()
  readonly aliases = new Set<string>()
  hamlets = 0
}

const hamletsOf = (groups: readonly GroupRecord[]) =>
  new Map(
    groups.flatMap(({ number, hamlets }) =>
      hamlets.map((hamlet) => [`${number} ${hamlet.name}`, { number, hamlet }] as const),
    ),
  )

function changeOf(before: PlaceRecord, after: PlaceRecord): VillageChange {
  const [old, fresh] = [hamletsOf(before.groups), hamletsOf(after.groups)]
  const called = ({ number, hamlet }: { number: number; hamlet: HamletRecord }) =>
    `${number}组 ${hamlet.name}`
  const only = (these: typeof old, those: typeof old) =>
    [...these].filter(([key]) => !those.has(key)).map(([, one]) => called(one))
  const changed = [...fresh]
    .filter(([key, one]) => old.has(key) && JSON.stringify(old.get(key)) !== JSON.stringify(one))
    .map(([, one]) => called(one))
  if (JSON.stringify(before.aliases) !== JSON.stringify(after.aliases))
    changed.push(`别名：${after.aliases.join('、') || '没有了'}`)
  return {
    village: after._id,
    name: villageForms(after.name).called,
    groups: after.groups.length,
    added: only(fresh, old),
    removed: only(old, fresh),
    changed,
  }
}

/**
 * Reads a township's file of groups and hamlets and plans what it would change. A village that the file names gets
 * the groups of the file and no others; a village it does not name stays as it is. Rows that are wrong are named by
 * line and left out. @throws UnreadableFile when it is not a table with the columns that are needed.
 */
export function planImport(bytes: Uint8Array, villages: readonly PlaceRecord[]): ImportPlan {
  let table: string[][]
  try {
    table = parse(textOf(bytes), {
      bom: true,
      relaxColumnCount: true,
      skipEmptyLines: false,
      relaxQuotes: true,
    })
  } catch {
    throw new UnreadableFile('这个文件打不开，请另存为 CSV 再传')
  }
  const [header, ...lines] = table
  if (!header) throw new UnreadableFile('文件是空的')
  if (lines.length > mostRows) throw new UnreadableFile(`最多 ${mostRows.toLocaleString('en')} 行，请分开传`)
  const at = columnsOf(header)
  const byName = new Map<string, PlaceRecord>()
  for (const village of villages) {
    const { full, bare } = villageForms(village.name)
    for (const name of [...full, village._id]) byName.set(name, village)
    for (const name of bare) byName.set(name, byName.get(name) ?? village)
  }
  const faults: RowFault[] = []
  const drafts = new Map<PlaceRecord, Draft>()
  const seen = new Set<string>()
  let rows = 0
  /** Takes one row in, or says what is wrong with it. */
  const take = (cells: readonly string[]): string | null => {
    const cell = (column: Column) => (cells[at.get(column) ?? -1] ?? '').normalize('NFKC').trim()
    const village = byName.get(cell('village'))
    if (!village) return `本乡没有“${cell('village').slice(0, longestName)}”这个村`
    const hamlet = cell('hamlet')
    const aliases = split(cell('alias'))
    const written = cell('group')
    const number = written === '' ? null : groupNumberOf(written)
    if (aliases.length > mostAliases) return `别名最多 ${mostAliases} 个`
    const taken = aliases.find((alias) => byName.has(alias) && byName.get(alias) !== village)
    if (taken) return `别名“${taken}”是别的村的名字`
    const wrong = [hamlet, ...aliases].find(
      (name) => name !== '' && !(nameForm.test(name) && name.length <= longestName),
    )
    if (wrong !== undefined)
      return `“${wrong.slice(0, longestName)}”不像地名，最多 ${longestName} 个字，不能有符号`
    const short = [hamlet, ...aliases].find((name) => name.length === 1)
    if (short !== undefined) return `“${short}”只有一个字，认不出来`
    const position = positionOf(cell('lat'), cell('lng'))
    if (position === 'wrong') return '经纬度不对：纬度 3 到 54，经度 73 到 136'
    const draft = drafts.get(village) ?? new Draft()
    drafts.set(village, draft)
    if (written === '' && hamlet === '') {
      for (const alias of aliases) draft.aliases.add(alias)
      return aliases.length === 0 ? '这一行没有写组、寨子或者别名' : null
    }
    if (number === null || number < 1 || number > mostGroups)
      return `“${written.slice(0, longestName)}”不是组的号数`
    const group = draft.groups.get(number) ?? new Map<string, HamletRecord>()
    draft.groups.set(number, group)
    if (hamlet === '') return null
    const key = `${village._id} ${number} ${hamlet}`
    if (seen.has(key)) return `${number}组 ${hamlet} 写了两遍`
    seen.add(key)
    draft.hamlets += 1
    if (draft.hamlets > mostHamlets) return `一个村最多 ${mostHamlets.toLocaleString('en')} 个寨子`
    group.set(hamlet, { name: hamlet, aliases, ...(position ? { position } : {}) })
    return null
  }
  lines.forEach((cells, i) => {
    if (cells.every((one) => one.trim() === '')) return
    rows += 1
    const message = take(cells)
    if (message !== null) faults.push({ line: i + 2, message })
  })
  const after = [...drafts].map(
    ([village, draft]): PlaceRecord => ({
      ...village,
      aliases: draft.aliases.size > 0 ? [...draft.aliases] : village.aliases,
      groups: [...draft.groups]
        .sort(([a], [b]) => a - b)
        .map(([number, hamlets]) => ({ number, hamlets: [...hamlets.values()] })),
    }),
  )
  return {
    rows,
    villages: after,
    changes: after.map((village) =>
      changeOf(villages.find(({ _id }) => _id === village._id) ?? village, village),
    ),
    faults: faults.slice(0, mostFaults),
    moreFaults: Math.max(0, faults.length - mostFaults),
  }
}
