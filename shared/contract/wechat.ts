import { z } from 'zod'
import { endpoints, everyone } from './endpoint'

const signature = z.string().regex(/^[0-9a-f]{40}$/, '签名不对')
const signed = {
  timestamp: z.string().regex(/^\d{1,12}$/, '时间不对'),
  nonce: z.string().min(1).max(64),
}

/** What WeChat calls, not people: the address of 消息推送 in its console, in 安全模式 with JSON. */
export const wechatEndpoints = endpoints({
  'GET /api/wechat/push': {
    summary: '微信确认消息推送的地址',
    area: '微信',
    allow: everyone,
    query: z.looseObject({
      ...signed,
      signature,
      echostr: z.string().regex(/^[\w-]{1,128}$/, '回声不对'),
    }),
    status: 200,
    gives: 'text/plain',
    problems: ['not-allowed', 'not-found'],
  },
  'POST /api/wechat/push': {
    summary: '微信推送消息和事件（安全模式，JSON）',
    area: '微信',
    allow: everyone,
    query: z.looseObject({ ...signed, msg_signature: signature }),
    takes: 'text/plain',
    status: 200,
    gives: 'text/plain',
    problems: ['not-allowed', 'not-found', 'malformed-body', 'too-large'],
  },
})
