import { z } from 'zod'
import { noticeKindCodes } from '../domain/notices'
import { endpoints, signedIn } from './endpoint'
import { instant, pageQuery } from './fields'

const noticeId = z.string().regex(/^[\w-]{43}$/, '消息的编号不对')

/** One notice. Its title is the kind's, in `shared/domain/notices`. */
const notice = z
  .object({
    id: noticeId,
    kind: z.enum(noticeKindCodes),
    at: instant,
    urgent: z.boolean(),
    words: z.string(),
    /** The page of the app that it leads to. */
    page: z.string(),
    unread: z.boolean(),
  })
  .meta({ id: 'Notice', description: '一条消息' })

/** How many are unread. It stops at 100: "99+" is all that anybody reads. */
const unread = z.int().min(0).max(100)

const templateId = z.string().regex(/^[\w-]{20,64}$/, '消息模板的编号不对')

/** What people are told in the app itself, and what they allow WeChat to bring them. */
export const noticeEndpoints = endpoints({
  'GET /api/inbox': {
    summary: '我的消息：新的在前',
    area: '消息',
    allow: signedIn,
    query: pageQuery,
    status: 200,
    reply: z.object({ items: z.array(notice), unread, after: z.string().nullable() }),
  },
  'GET /api/inbox/unread': {
    summary: '有几条消息没看',
    area: '消息',
    allow: signedIn,
    status: 200,
    reply: z.object({ unread }),
  },
  'POST /api/inbox/read': {
    summary: '这些消息看过了：写明哪几条，或者到哪个时候为止的全部',
    area: '消息',
    allow: signedIn,
    body: z
      .strictObject({
        ids: z.array(noticeId).min(1, '没有写明是哪几条').max(100, '一次最多 100 条').optional(),
        upTo: instant.optional(),
      })
      .refine(({ ids, upTo }) => (ids === undefined) !== (upTo === undefined), {
        path: ['ids'],
        message: '写明哪几条，或者到什么时候为止，两样选一样',
      }),
    status: 204,
  },
  'GET /api/message-permissions': {
    summary: '在微信里提醒我要先问哪些模板，还能收几条',
    area: '消息',
    allow: signedIn,
    status: 200,
    reply: z
      .object({
        /** For `wx.requestSubscribeMessage`; empty where nothing goes out by WeChat. */
        templates: z.array(z.string()).max(3),
        /** How many messages may still come, of the template with the fewest. */
        left: z.int().min(0),
      })
      .meta({ id: 'MessagePermissions', description: '微信提醒' }),
  },
  'POST /api/message-permissions': {
    summary: '我在微信里点了允许的模板',
    area: '消息',
    allow: signedIn,
    body: z.strictObject({
      templates: z.array(templateId).min(1, '没有写明是哪几个').max(5, '一次最多 5 个'),
    }),
    status: 204,
    problems: ['not-yet'],
  },
})
