import { type Department, departments } from './code-lists'

/** How far a transfer to another department has come. */
export const transferStates = {
  sent: '等签收',
  received: '已签收',
  replied: '已答复',
  refused: '不归他们办',
  closed: '已销案',
} as const
export type TransferState = keyof typeof transferStates
export const transferStateCodes = Object.keys(transferStates) as [TransferState, ...TransferState[]]

/** The ledger's sheets: what is not closed yet, what the department is late with, what is closed. */
export const transferSheets = {
  open: '没办完',
  overdue: '超时',
  closed: '已销案',
} as const
export type TransferSheet = keyof typeof transferSheets
export const transferSheetCodes = Object.keys(transferSheets) as [TransferSheet, ...TransferSheet[]]

/** The longest matter and the longest answer, in characters. */
export const longestMatter = 1000

/** How long a one-time link holds, in days. */
export const linkDays = 30

/** The department as people call it: by its own name where the list says only 其他. */
export const departmentCalled = (department: Department, name: string | null): string =>
  name ?? departments[department]

/** The characters of a number's prefix: 军政转, 镇康民转. */
export const numberPrefixForm = /^\p{Script=Han}{1,10}$/u

/** 军政转 for 军赛佤族拉祜族傈僳族德昂族乡: what a township's numbers begin with until it sets its own. */
export const usualPrefix = (townshipName: string): string =>
  `${/\p{Script=Han}/u.exec(townshipName)?.[0] ?? ''}政转`

/** 军政转〔2026〕12号. */
export const transferNumber = (prefix: string, year: number, serial: number): string =>
  `${prefix}〔${year}〕${serial}号`

/** 转办台账: its columns in the order of the printed form, with their widths in characters for a page of paper. */
export const transferLedgerColumns = [
  { key: 'number', label: '文号', width: 20 },
  { key: 'department', label: '转往部门', width: 12 },
  { key: 'matter', label: '事项', width: 40 },
  { key: 'answerBy', label: '要求办结时限', width: 13 },
  { key: 'receivedBy', label: '签收人', width: 10 },
  { key: 'receivedAt', label: '签收时间', width: 11 },
  { key: 'result', label: '办理结果', width: 36 },
  { key: 'saidAt', label: '反馈时间', width: 11 },
  { key: 'closedBy', label: '销案人', width: 10 },
] as const

/** One transfer's row, each cell as it is read. */
export type TransferLedgerRow = Record<(typeof transferLedgerColumns)[number]['key'], string>
