import type { wechatEndpoints } from '../../shared/contract/wechat'
import type { House } from '../house'
import { notFound, Problem } from '../http/problem'
import { readText } from '../http/read-input'
import type { RoutesOf } from '../http/serve-contract'
import type { Push } from './push.service'
import { NotFromWeChat } from './push-envelope'

/** The address that WeChat itself calls. */
export function pushRoutes(
  { log }: Pick<House, 'log'>,
  { push }: { push: Push | null },
): RoutesOf<keyof typeof wechatEndpoints> {
  const taken = () => {
    if (!push) throw notFound('没有设置微信消息推送')
    return push
  }
  return {
    'GET /api/wechat/push'({ query, ctx }) {
      const { echostr, ...asked } = query
      if (!taken().isVerification(asked)) throw new Problem('not-allowed', '签名不对')
      ctx.body = echostr
      return undefined
    },
    async 'POST /api/wechat/push'({ query, ctx }) {
      const { msg_signature: signature, timestamp, nonce } = query
      try {
        await taken().take({ signature, timestamp, nonce }, await readText(ctx))
      } catch (error) {
        if (!(error instanceof NotFromWeChat)) throw error
        log.warn(
          { why: error.message },
          'somebody else than WeChat called the push address, or its keys differ',
        )
        throw new Problem('not-allowed', '这不是微信发来的')
      }
      ctx.body = 'success'
      return undefined
    },
  }
}
