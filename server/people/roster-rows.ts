import { mobilePhone, personName } from '../../shared/contract/fields'
import { postKey } from '../../shared/domain/appointments'
import { type Role, villageRoles } from '../../shared/domain/roles'
import { villageForms } from '../places/division-names'
import { groupNumberOf } from '../places/groups-file'
import type { PlaceRecord } from '../places/place.model'
import type { SheetCell, TableRow } from '../tables/xlsx-rows'
import type { Post } from '../trust/policy'
import {
  type ColumnsFound,
  departmentOf,
  isDeputy,
  type RosterColumn,
  roleOfTitle,
  rosterColumns,
} from './roster-columns'

/** A cell that cannot be taken as it is: which row, which column, and one sentence. */
export interface CellFault {
  line: number
  column: string
  message: string
}

/** One row that was understood: somebody's post. */
export interface ListedPost {
  line: number
  calledAs: string
  phone: string
  post: Post
  /** The file says whether they hold the post or stand in for its holder; where it is silent, what is known stays. */
  saysDeputy: boolean
}

/** Why a row was left out, and by what its person may be known, so that nobody is taken for gone because of it. */
export interface LeftOut {
  fault: CellFault
  calledAs: string
  phone: string
}

const longestTitle = 20
const longestShown = 20
const ofVillage: readonly Role[] = [...villageRoles, 'group_leader']
const shown = (written: string) => written.slice(0, longestShown)
const faultOf = (line: number, column: RosterColumn, message: string): CellFault => ({
  line,
  column: rosterColumns[column].label,
  message,
})

/** A row's fault, thrown where it is found and caught where the row is taken. */
class Wrong {
  constructor(
    readonly column: RosterColumn,
    readonly message: string,
  ) {}
}

/** What the township is called in a list: 乡里, 军赛乡, 机关. */
const isTownshipItself = (written: string, township: PlaceRecord) =>
  written === '' || ['乡里', '乡', '镇里', '镇', '机关', '本级', township.name].includes(written)

/** Reads the rows beneath the head into posts. A village is found by any of its names, as in the list of groups. */
export function readRosterRows(
  rows: readonly TableRow[],
  columns: ColumnsFound,
  { township, villages }: { township: PlaceRecord; villages: readonly PlaceRecord[] },
): { listed: ListedPost[]; leftOut: LeftOut[] } {
  const byName = new Map<string, PlaceRecord>()
  for (const village of villages) {
    const { full, bare } = villageForms(village.name)
    for (const name of [...full, village._id, ...village.aliases]) byName.set(name, village)
    for (const name of bare) byName.set(name, byName.get(name) ?? village)
  }
  const written = ({ cells }: TableRow, column: RosterColumn): string => {
    const at = columns.get(column)
    const cell: SheetCell = at === undefined ? '' : (cells[at] ?? '')
    if (typeof cell !== 'string') throw new Wrong(column, '这一格是公式，改成字再传')
    return cell.normalize('NFKC').trim()
  }
  const maybe = (row: TableRow, column: RosterColumn) => {
    try {
      return written(row, column)
    } catch {
      return ''
    }
  }
  const phoneOf = (row: TableRow) => {
    const text = written(row, 'phone')
    if (text === '') throw new Wrong('phone', '没有写手机号。登录要认这个号')
    if (/e\+?\d+$/i.test(text))
      throw new Wrong('phone', `Excel 把号码变成了“${shown(text)}”。把这一列设成文本，重新填`)
    const read = mobilePhone.safeParse(text)
    if (!read.success) throw new Wrong('phone', `“${shown(text)}”不是本人的手机号，要 11 位数字`)
    return read.data
  }
  const nameOf = (row: TableRow) => {
    const read = personName.safeParse(
      written(row, 'calledAs').replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, ''),
    )
    if (!read.success) throw new Wrong('calledAs', read.error.issues[0]?.message ?? '名字不对')
    return read.data
  }
  const roleOf = (title: string, department: string): Role => {
    const role = roleOfTitle(title)
    if (role) return role
    if (department !== '' || /联系人/.test(title)) return 'department_contact'
    throw new Wrong(
      'title',
      `“${shown(title)}”对不上这里的职务。可以写：协理员、书记、小组长、经办人、分管领导、部门联系人`,
    )
  }
  const villageOf = (row: TableRow, title: string) => {
    const text = written(row, 'village')
    if (text === '') throw new Wrong('village', `${title}要写是哪个村的`)
    const village = byName.get(text)
    if (!village) throw new Wrong('village', `本乡没有“${shown(text)}”这个村`)
    return village
  }
  const groupOf = (row: TableRow, title: string) => {
    const text = written(row, 'group')
    const number = groupNumberOf(text === '' ? title.replace(/组长.*$/, '组') : text)
    if (number === null || number < 1)
      throw new Wrong('group', text === '' ? '小组长要写是第几组' : `“${shown(text)}”不是组的号数`)
    return number
  }
  const postOf = (row: TableRow): Post => {
    const title = written(row, 'title')
    if (title === '') throw new Wrong('title', '没有写职务')
    if (title.length > longestTitle) throw new Wrong('title', `职务太长了，最多 ${longestTitle} 个字`)
    const called = written(row, 'department')
    const role = roleOf(title, called)
    const deputy = isDeputy(title, written(row, 'deputy'))
    if (ofVillage.includes(role)) {
      const post = { role, territory: villageOf(row, title)._id, title, deputy }
      return role === 'group_leader' ? { ...post, group: groupOf(row, title) } : post
    }
    if (!isTownshipItself(written(row, 'village'), township) && role !== 'department_contact')
      throw new Wrong('village', `${title}是乡里的职务，村这一格空着`)
    const post = { role, territory: township._id, title, deputy }
    if (role !== 'department_contact') return post
    const department = departmentOf(called || title)
    if (!department) throw new Wrong('department', `认不出“${shown(called || title)}”是哪个部门`)
    return { ...post, department }
  }

  const listed: ListedPost[] = []
  const leftOut: LeftOut[] = []
  const names = new Map<string, ListedPost>()
  const posts = new Map<string, ListedPost>()
  const take = (row: TableRow): ListedPost => {
    const post = postOf(row)
    const saysDeputy = post.deputy === true || columns.has('deputy')
    const one = { line: row.line, calledAs: nameOf(row), post, phone: phoneOf(row), saysDeputy }
    const same = names.get(one.phone)
    if (same && same.calledAs !== one.calledAs)
      throw new Wrong('phone', `第 ${same.line} 行的${same.calledAs}也是这个号，一个号只能是一个人`)
    const twice = posts.get(`${one.phone} ${postKey(one.post)}`)
    if (twice) throw new Wrong('title', `和第 ${twice.line} 行是同一个人的同一个职务`)
    names.set(one.phone, same ?? one)
    posts.set(`${one.phone} ${postKey(one.post)}`, one)
    return one
  }
  for (const row of rows) {
    if (row.cells.every((cell) => cell === '')) continue
    try {
      listed.push(take(row))
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      leftOut.push({
        fault: faultOf(row.line, error.column, error.message),
        calledAs: maybe(row, 'calledAs'),
        phone: mobilePhone.safeParse(maybe(row, 'phone')).data ?? '',
      })
    }
  }
  return { listed, leftOut }
}
