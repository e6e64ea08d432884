/** 满意度, as a family says it. */
export const satisfactions = { yes: '满意', so_so: '一般', no: '不满意' } as const
export type Satisfaction = keyof typeof satisfactions
export const satisfactionCodes = Object.keys(satisfactions) as [Satisfaction, ...Satisfaction[]]

/** How the staff reached a family. */
export const waysOfContact = { visit: '上门', phone: '打电话', message: '发消息', window: '来窗口' } as const
export type WayOfContact = keyof typeof waysOfContact
export const wayOfContactCodes = Object.keys(waysOfContact) as [WayOfContact, ...WayOfContact[]]

/** What was found at a follow-up (回访, facts: 知晓结果否, 钱物到位否, 金额核对, 满意度, 新困难). */
export interface FollowUpFindings {
  knowsResult: boolean
  /** Null where nothing was to arrive. */
  arrived: boolean | null
  /** Null where there was no amount to check. */
  amountRight: boolean | null
  satisfied: Satisfaction
}

/** True when nothing is left to put right; else the family is visited again before the case can be closed. */
export const isInOrder = ({ knowsResult, arrived, amountRight }: FollowUpFindings): boolean =>
  knowsResult && arrived !== false && amountRight !== false

/** A follow-up in one line, for the timeline. */
export function followUpInWords({ knowsResult, arrived, amountRight, satisfied }: FollowUpFindings): string {
  const found = [
    knowsResult ? '知道结果' : '还不知道结果',
    arrived === null ? null : arrived ? '钱物到了' : '钱物没有到',
    amountRight === null ? null : amountRight ? '数目对' : '数目不对',
    satisfactions[satisfied],
  ]
  return found.filter(Boolean).join('，')
}
