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
