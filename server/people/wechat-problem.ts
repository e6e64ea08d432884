import { notFound, Problem, wrongField } from '../http/problem'
import { type WeChat, WeChatRefused, WeChatUnavailable } from '../wechat/wechat'

/** WeChat, where this service has it. @throws Problem not-found where everybody comes by a browser. */
export function ofThisHouse(wechat: WeChat | null): WeChat {
  if (!wechat) throw notFound('这里没有接微信小程序')
  return wechat
}

/** Asks WeChat; what it answers badly becomes a problem that says what to do. `field` is where the code came in. */
export async function askWeChat<T>(field: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof WeChatUnavailable) throw new Problem('unavailable', '暂时连不上微信，过一会儿再试')
    if (!(error instanceof WeChatRefused)) throw error
    if (error.refusal === 'bad-code') throw wrongField(field, '微信的凭证过期了，再点一次')
    if (error.refusal === 'blocked')
      throw new Problem('not-allowed', '微信说这个账号有风险，现在登录不了。急事直接打电话')
    if (error.refusal === 'too-often') throw new Problem('too-many')
    throw new Problem('unavailable', '微信那边没有答应，过一会儿再试')
  }
}
