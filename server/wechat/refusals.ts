import { type Refusal, WeChatRefused } from './wechat'

/** What WeChat's numbers mean to this service; every other one is `refused`. */
const meanings: Record<Exclude<Refusal, 'refused' | 'session-changed'>, readonly number[]> = {
  'bad-code': [40029, 40163, 41008],
  blocked: [40226],
  'not-subscribed': [43101],
  'bad-field': [40097, 40129, 40165, 40169, 40212, 45168, 47003],
  inactive: [61010],
  'too-often': [44990, 44991, 45009, 45011],
  'wrong-setting': [
    40001, 40013, 40014, 40037, 40125, 40164, 41002, 41004, 41030, 42001, 48001, 85079, 85096, 89503, 89506,
    89507,
  ],
}
const byNumber = new Map(
  Object.entries(meanings).flatMap(([refusal, numbers]) =>
    numbers.map((errcode) => [errcode, refusal as Refusal] as const),
  ),
)

/** What a person who runs the service is to do about a number; the log shows it beside the number. */
const advice: Record<number, string> = {
  40013: 'WECHAT_APPID is not one WeChat knows',
  40125: 'WECHAT_SECRET is not the one of the console',
  40164: "this server's address is not on the list in 开发管理 → 开发设置 → IP白名单",
  40037: 'a template in WECHAT_TEMPLATES is not one of this mini-program',
  41030: 'the page is not in the released version of the mini-program',
  48001: 'this mini-program may not use this interface',
  85079: 'the mini-program is not released yet',
}

/** The token WeChat was shown is not, or no longer, the one it gave. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof WeChatRefused && [40001, 40014, 42001].includes(error.errcode)

/**
 * WeChat's busy sign, and its answer to another process that sends to the same person at this moment: nothing was done,
 * and the same question may be asked again in a moment.
 */
export const isBusy = (errcode: number): boolean => errcode === -1 || errcode === 43108

/** WeChat's "no" as an error of ours. `said` is its own words, already without anything secret. */
export function refusalOf(path: string, errcode: number, said: string): WeChatRefused {
  const words = [said, advice[errcode]].filter(Boolean).join('; ')
  return new WeChatRefused(
    byNumber.get(errcode) ?? 'refused',
    errcode,
    `WeChat refused ${path} with ${errcode}: ${words}`,
  )
}
