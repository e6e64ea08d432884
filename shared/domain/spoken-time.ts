import type { Allowance } from './clocks'

/** China keeps one time zone, without summer time. */
const offset = 8 * 3_600_000
const day = 86_400_000

const local = (at: Date) => new Date(at.getTime() + offset)
const dayNumber = (at: Date) => Math.floor((at.getTime() + offset) / day)
const pad = (value: number) => String(value).padStart(2, '0')

/** 今天 14:30, 明天 18:00, 11月30日 18:00: a moment as people say it, in China's time. */
export function spokenMoment(at: Date, now: Date): string {
  const shown = local(at)
  const clock = `${pad(shown.getUTCHours())}:${pad(shown.getUTCMinutes())}`
  const distance = dayNumber(at) - dayNumber(now)
  const near = { '-2': '前天', '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' }[String(distance)]
  if (near) return `${near} ${clock}`
  const year = shown.getUTCFullYear() === local(now).getUTCFullYear() ? '' : `${shown.getUTCFullYear()}年`
  return `${year}${shown.getUTCMonth() + 1}月${shown.getUTCDate()}日 ${clock}`
}

/** 还剩 3 小时, 超时 1 天: how a running clock stands. */
export function spokenRemainder(due: Date, now: Date): string {
  const left = due.getTime() - now.getTime()
  const word = left >= 0 ? '还剩' : '超时'
  const minutes = Math.floor(Math.abs(left) / 60_000)
  if (minutes < 60) return `${word} ${Math.max(1, minutes)} 分钟`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${word} ${hours} 小时` : `${word} ${Math.floor(hours / 24)} 天`
}

/** 30 分钟, 1 小时 30 分钟, 24 小时, 7 天, 3 个工作日: how long a step may take. */
export function allowanceInWords(allowance: Allowance): string {
  if ('days' in allowance) return `${allowance.days} 天`
  if ('workingDays' in allowance) return `${allowance.workingDays} 个工作日`
  const minutes = Math.round(allowance.hours * 60)
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [...(hours > 0 ? [`${hours} 小时`] : []), ...(rest > 0 ? [`${rest} 分钟`] : [])].join(' ')
}

/** True when two moments are of one day in China. */
export const sameDay = (one: Date, other: Date): boolean => dayNumber(one) === dayNumber(other)

/** 11月22日: a day, in China's time. */
export const dayInWords = (at: Date): string => `${local(at).getUTCMonth() + 1}月${local(at).getUTCDate()}日`

/** 11月22日 10:00: a moment that is written down and read days later. */
export const momentInWords = (at: Date): string =>
  `${dayInWords(at)} ${pad(local(at).getUTCHours())}:${pad(local(at).getUTCMinutes())}`
