import { type Department, departmentCodes, departments } from '../../shared/domain/code-lists'
import type { Role } from '../../shared/domain/roles'
import type { SheetCell, TableRow } from '../tables/xlsx-rows'

/** What a list of cadres says of each, by column. */
export const rosterColumns = {
  calledAs: {
    label: '姓名',
    names: ['姓名', '名字', '称呼', '人员姓名', '干部姓名', 'name', 'calledas'],
  },
  title: {
    label: '职务',
    names: ['职务', '岗位', '职务名称', '现任职务', '担任职务', '村内职务', '身份', 'title', 'role'],
  },
  village: {
    label: '村',
    names: ['村', '村名', '行政村', '所在村', '村委会', '村社区', '村/社区', '村(社区)', '所属村', 'village'],
  },
  group: { label: '组', names: ['组', '小组', '村民小组', '组别', '第几组', '组名', 'group'] },
  phone: {
    label: '电话',
    names: [
      '电话',
      '手机',
      '手机号',
      '手机号码',
      '联系电话',
      '联系方式',
      '电话号码',
      '本人手机',
      'phone',
      'mobile',
    ],
  },
  department: {
    label: '部门',
    names: ['部门', '单位', '站所', '所在部门', '所属部门', '工作单位', 'department'],
  },
  deputy: { label: '副手', names: ['副手', '是否副手', '正副', '正/副', '正职副职', 'deputy'] },
} as const
export type RosterColumn = keyof typeof rosterColumns
export const rosterColumnCodes = Object.keys(rosterColumns) as RosterColumn[]

/** Which column of the file is what. */
export type ColumnsFound = Map<RosterColumn, number>

const words = (cell: SheetCell | undefined) => (typeof cell === 'string' ? cell : '')
const headOf = (cell: SheetCell) => words(cell).normalize('NFKC').replace(/\s/g, '').toLowerCase()
/** 电话（手机） is 电话; 村（社区） is known as it stands. */
const bare = (head: string) => head.replace(/\([^)]*\)/g, '')

/** The columns of a head row, each name with the first column that bears it. */
export function columnsOf(row: TableRow): ColumnsFound {
  const heads = row.cells.map(headOf)
  const found: ColumnsFound = new Map()
  for (const column of rosterColumnCodes) {
    const names: readonly string[] = rosterColumns[column].names
    const at = heads.findIndex((head) => names.includes(head) || names.includes(bare(head)))
    if (at >= 0) found.set(column, at)
  }
  return found
}

/** Without these nobody can be put on the roster. */
const needed = ['calledAs', 'title', 'phone'] as const
/** Above the head there is often a title across the sheet, and who made the list. */
const headWithin = 10

/** The head row and its columns: the first that has name, post and number; null where there is none. */
export function headIn(rows: readonly TableRow[]): { row: TableRow; columns: ColumnsFound } | null {
  for (const row of rows.slice(0, headWithin)) {
    const columns = columnsOf(row)
    if (needed.every((column) => columns.has(column))) return { row, columns }
  }
  return null
}

/** Which of the needed columns is missing in the row that comes nearest to a head. */
export function missingIn(rows: readonly TableRow[]): string[] {
  const best = rows
    .slice(0, headWithin)
    .map(columnsOf)
    .sort((one, other) => other.size - one.size)[0]
  return needed.filter((column) => !best?.has(column)).map((column) => rosterColumns[column].label)
}

/** What the words of a title say of the post; the first that fits counts. */
const rolesByWords: readonly (readonly [RegExp, Role])[] = [
  [/协理员/, 'village_coordinator'],
  [/组长|寨长/, 'group_leader'],
  [/书记|支书/, 'village_secretary'],
  [/分管|副?乡长|副?镇长/, 'township_lead'],
  [/经办|民政(?:干事|专干|助理|办)/, 'township_officer'],
]

/** The post that a title stands for; null where it stands for none. */
export const roleOfTitle = (title: string): Role | null =>
  rolesByWords.find(([form]) => form.test(title))?.[1] ?? null

const isYes = /^(?:是|副|副职|副手|1|yes|y|true|√|✓)$/i
/** 副书记 and 协理员（副） stand in for another; a 副乡长 is the lead himself. */
export const isDeputy = (title: string, written: string): boolean =>
  isYes.test(written) || /副(?!乡长|镇长)/.test(title)

/** 民政办, 县医保局, 派出所: which department it is. */
export function departmentOf(written: string): Department | null {
  const known: Partial<Record<Department, RegExp>> = {
    police: /派出所|警/,
    education: /学校|小学|中学|中心校/,
    health: /卫生院|医院/,
    disabled_federation: /残疾/,
    employment: /社保|就业/,
  }
  return (
    departmentCodes.find((code) => written === departments[code] || written.includes(departments[code])) ??
    departmentCodes.find((code) => known[code]?.test(written)) ??
    null
  )
}
