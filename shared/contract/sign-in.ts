import { z } from 'zod'
import { deskRoles, type Role, roleCodes } from '../domain/roles'
import { signInCodeDigits } from '../domain/sign-in-codes'
import { endpoints, everyone, signedIn, staff } from './endpoint'
import { instant, objectId } from './fields'
import { deviceKey, session } from './people'

/** A code as WeChat gives it to a phone: it holds once, for five minutes. */
const wechatCode = z.string().min(1, '没有收到微信的凭证').max(200, '微信的凭证不对')

/** What a phone gets: its resident's session, and that of the person of the roster who is bound to it. */
const wechatSession = session
  .extend({ person: session.nullable() })
  .meta({ id: 'WeChatSession', description: '微信登录' })

const everyPost = roleCodes.filter((role): role is Exclude<Role, 'resident'> => role !== 'resident')
const signInId = z.string().regex(/^[\w-]{22}$/, '没有这个登录码')
const signInCode = z
  .string()
  .regex(new RegExp(`^\\d{${signInCodeDigits}}$`), `登录码是 ${signInCodeDigits} 位数字`)
const oneSignIn = z.strictObject({ id: signInId })

/** Signing in with WeChat, and in a browser by what a phone confirms. */
export const signInEndpoints = endpoints({
  'POST /api/sessions/wechat': {
    summary: '微信登录：不用点什么，认得是哪部手机',
    area: '登录',
    allow: everyone,
    body: z.strictObject({
      code: wechatCode,
      /** What the phone reported under before it had WeChat: those reports stay its own. */
      deviceKey: deviceKey.optional(),
      /** False after somebody signed out on this phone: then it is a resident's until they sign in again. */
      asPerson: z.boolean().default(true),
    }),
    status: 201,
    reply: wechatSession,
    problems: ['not-found', 'not-allowed', 'too-many', 'unavailable'],
  },
  'POST /api/sessions/wechat/staff': {
    summary: '工作人员登录：微信给的手机号在值班表上才行',
    area: '登录',
    allow: everyone,
    body: z.strictObject({ code: wechatCode, phoneCode: wechatCode, deviceKey: deviceKey.optional() }),
    status: 201,
    reply: wechatSession,
    problems: ['not-found', 'not-allowed', 'too-many', 'unavailable'],
  },
  'POST /api/wechat/phone-number': {
    summary: '微信给的手机号，填到表里',
    area: '登录',
    allow: signedIn,
    body: z.strictObject({ phoneCode: wechatCode }),
    status: 200,
    reply: z.object({ phone: z.string() }),
    problems: ['not-found', 'too-many', 'unavailable'],
  },
  'POST /api/sign-in-codes': {
    summary: '电脑登录：要一个登录码',
    area: '登录',
    allow: everyone,
    status: 201,
    reply: z.object({
      id: signInId,
      /** Stays in this browser: only it can fetch the session. */
      secret: z.string(),
      /** Six digits to be typed into the mini-program. */
      code: z.string(),
      expiresAt: instant,
      /** There is a picture to be scanned. */
      hasImage: z.boolean(),
      /** A phone can confirm it: where there is no WeChat, none can, and a one-time code is the way in. */
      byPhone: z.boolean(),
    }),
    problems: ['too-many'],
  },
  'GET /api/sign-in-codes/:id/image': {
    summary: '电脑登录：用微信扫的小程序码',
    area: '登录',
    allow: everyone,
    params: oneSignIn,
    status: 200,
    gives: 'image/png',
    problems: ['not-found', 'unavailable'],
  },
  'POST /api/sign-in-codes/:id/session': {
    summary: '电脑登录：手机上确认了没有；确认了，这台电脑就登录了，只有一次',
    area: '登录',
    allow: everyone,
    params: oneSignIn,
    body: z.strictObject({ secret: z.string().max(100) }),
    status: 200,
    reply: z.object({
      state: z.enum(['waiting', 'refused', 'signed_in', 'over']),
      session: session.nullable(),
    }),
  },
  'POST /api/sign-in-codes/look': {
    summary: '电脑登录：手机上看是哪台电脑在等',
    area: '登录',
    allow: staff('own', ...everyPost),
    body: z.union([oneSignIn, z.strictObject({ code: z.string().regex(/^\d{6}$/, '登录码是 6 位数字') })]),
    status: 200,
    reply: z.object({ id: signInId, browser: z.string(), startedAt: instant }),
    problems: ['not-found', 'too-many'],
  },
  'POST /api/sign-in-codes/:id/answer': {
    summary: '电脑登录：手机上说是我，或者不是我',
    area: '登录',
    allow: staff('own', ...everyPost),
    params: oneSignIn,
    body: z.strictObject({ isMe: z.boolean() }),
    status: 204,
    problems: ['not-found', 'not-allowed', 'changed-meanwhile'],
  },
  'POST /api/people/:person/sign-in-link': {
    summary: '给值班表上的一个人开一次性登录码（没有微信也能登录），只显示这一次',
    area: '登录',
    allow: staff('own', ...deskRoles),
    params: z.strictObject({ person: objectId }),
    status: 201,
    reply: z.object({ calledAs: z.string(), code: signInCode, expiresAt: instant }),
    problems: ['not-found', 'not-allowed', 'not-yet', 'too-many'],
  },
  'POST /api/sessions/sign-in-link': {
    summary: '用一次性登录码登录：要写手机号后四位，只能用一次',
    area: '登录',
    allow: everyone,
    body: z.strictObject({
      code: signInCode,
      lastFour: z.string().regex(/^\d{4}$/, '写手机号的后四位数字'),
    }),
    status: 201,
    reply: session,
    problems: ['not-found', 'too-many'],
  },
  'GET /api/sessions/mine': {
    summary: '我在哪些手机和电脑上登录着',
    area: '登录',
    allow: signedIn,
    status: 200,
    reply: z.object({
      sessions: z.array(
        z.object({
          id: objectId,
          device: z.string(),
          startedAt: instant,
          lastUsedAt: instant,
          current: z.boolean(),
        }),
      ),
    }),
  },
  'DELETE /api/sessions/:sessionId': {
    summary: '让另一部手机或者电脑退出',
    area: '登录',
    allow: signedIn,
    params: z.strictObject({ sessionId: objectId }),
    status: 204,
    problems: ['not-found'],
  },
  'POST /api/sessions/end-others': {
    summary: '除了这里，别处都退出',
    area: '登录',
    allow: signedIn,
    status: 200,
    reply: z.object({ ended: z.int() }),
  },
})
