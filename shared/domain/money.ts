/** An amount of money in fen: a whole number, because yuan with a fraction would not add up. */
export type Fen = number

const fenInYuan = 100

/** Ten million yuan. No household and no relief holds more: what is above is a slip of the finger. */
export const mostMoney: Fen = 10_000_000 * fenInYuan

/** What somebody typed for an amount, read; or why it cannot be, in one plain sentence. */
export type ReadMoney = { fen: Fen; fault: null } | { fen: null; fault: string }

const wrong = (fault: string): ReadMoney => ({ fen: null, fault })

/** Plain digits, or digits in groups of three; at most two after the point. */
const amount = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/
/** Enough digits for `mostMoney`; with more, a number of this language would begin to round. */
const mostDigits = 9

/** Full-width signs made plain, and what people write around an amount taken off: 「￥１，２００ 元」 is 1,200. */
const bared = (typed: string) =>
  typed
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^¥/, '')
    .replace(/(?:元|块|块钱|元钱)$/, '')

/**
 * Reads an amount in yuan as people type it: 1200, 1,200, １２００, 1200.5元. Digits only: 八百 and 1.2万 are asked
 * again, because a wrong guess at money is worse than a question.
 */
export function readMoney(typed: string, least: Fen = 0): ReadMoney {
  const bare = bared(typed)
  if (/^[-−–—]/.test(bare)) return wrong('金额不能是负数')
  if (/^[\d,]+\.\d{3,}$/.test(bare)) return wrong('最多写到分，两位小数')
  const [, yuan = '', cents = ''] = amount.exec(bare) ?? []
  if (yuan === '') return wrong('只写数字，比如 1200')
  const digits = yuan.replace(/,/g, '').replace(/^0+(?=\d)/, '')
  const fen = Number(digits) * fenInYuan + Number(cents.padEnd(2, '0'))
  if (digits.length > mostDigits || fen > mostMoney) return wrong('太大了，最多 1,000 万元，看看多打了没有')
  if (fen < least) return wrong(least === 1 ? '金额要大于 0' : `最少 ${formatMoney(least)}`)
  return { fen, fault: null }
}

/** 1200 or 1200.50: an amount as it stands in a line to type in. */
export const moneyToType = (fen: Fen): string => {
  const cents = fen % fenInYuan
  return `${Math.floor(fen / fenInYuan)}${cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`}`
}

/** 1,200 元 or 1,200.50 元: an amount as it is read. */
export function formatMoney(fen: Fen): string {
  const [yuan = '', cents] = moneyToType(fen).split('.')
  // Not by the phone's own formatter: old ones in WeChat know no thousands.
  const grouped = yuan.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${grouped}${cents === undefined ? '' : `.${cents}`} 元`
}
