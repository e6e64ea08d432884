/**
 * 急难台账: the columns of the ledger of families in urgent trouble (R11), in the order in which the county reads
 * them, with their widths in characters for a page of paper. What a row holds is made by server/ledgers.
 */
export const urgentLedgerColumns = [
  { key: 'number', label: '序号', width: 5 },
  { key: 'head', label: '户主', width: 9 },
  { key: 'identity', label: '身份证号', width: 20 },
  { key: 'place', label: '村组', width: 18 },
  { key: 'people', label: '人口', width: 5 },
  { key: 'health', label: '身体状况', width: 14 },
  { key: 'labour', label: '劳动能力', width: 11 },
  { key: 'causes', label: '致困原因', width: 12 },
  { key: 'degree', label: '困难程度', width: 9 },
  { key: 'category', label: '类别', width: 12 },
  { key: 'foundBy', label: '发现方式', width: 10 },
  { key: 'foundAt', label: '发现时间', width: 11 },
  { key: 'verifiedBy', label: '核实人', width: 14 },
  { key: 'verifiedAt', label: '核实时间', width: 11 },
  { key: 'relief', label: '救助类型', width: 16 },
  { key: 'amount', label: '金额（元）', width: 10 },
  { key: 'answeredAt', label: '办结时间', width: 11 },
  { key: 'followedUpAt', label: '回访时间', width: 11 },
  { key: 'followUp', label: '回访结果', width: 16 },
  { key: 'remark', label: '备注', width: 14 },
] as const

/** The name of a column of the ledger. */
export type UrgentLedgerColumn = (typeof urgentLedgerColumns)[number]['key']

/** One family's row, each cell as it is read. */
export type UrgentLedgerRow = Record<UrgentLedgerColumn, string>

/** A month that families are filed for, as 2026-11. */
export const periodPattern = /^20\d{2}-(?:0[1-9]|1[0-2])$/

/** 2026年11月: a period as it stands in a title. */
export const periodInWords = (period: string): string => {
  const [year, month] = period.split('-')
  return `${year}年${Number(month)}月`
}
