import sharp from 'sharp'
import { z } from 'zod'
import type { WeChatConfig } from '../config'
import type { House } from '../house'
import { accessTokens } from './access-token'
import { type AskingOptions, asking, type Question, readAnswer } from './asking'
import { fitField } from './message-fields'
import { oneAtATime } from './one-at-a-time'
import { isTokenRefused } from './refusals'
import { type CheckScene, type WeChat, WeChatRefused, WeChatUnavailable } from './wechat'

const done = z.object({ errcode: z.literal(0).optional() })
const answers = {
  signIn: z.object({
    openid: z.string().min(1).max(128),
    session_key: z.base64(),
    unionid: z.string().min(1).max(128).optional(),
  }),
  phone: z.object({
    phone_info: z.object({
      purePhoneNumber: z.string().regex(/^\d{5,20}$/),
      // The documents say text; some versions of WeChat send a number.
      countryCode: z.coerce.string(),
      watermark: z.object({ appid: z.string() }),
    }),
  }),
  sent: done.extend({ msgid: z.string().default('') }),
  checkedText: done.extend({
    result: z.object({
      suggest: z.enum(['pass', 'review', 'risky']),
      label: z.coerce.number().int(),
    }),
    trace_id: z.string().default(''),
  }),
  checkingMedia: done.extend({ trace_id: z.string().min(1) }),
  link: done.extend({ url_link: z.url() }),
}

const scenes: Record<CheckScene, number> = { profile: 1, comment: 2, forum: 3, 'social-log': 4 }
/** Messages name the mini-program's versions by other words than codes and links do. */
const states: Record<WeChatConfig['version'], string> = {
  develop: 'developer',
  trial: 'trial',
  release: 'formal',
}
const longestCheckedText = 2500
const longestLink = 30
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

/** What the client stands on. */
export type ClientParts = Pick<House, 'db' | 'now' | 'cipher'> & AskingOptions

/** Speaks with WeChat's servers, or with whatever answers like them at `baseUrl`. */
export function wechatClient(config: WeChatConfig, parts: ClientParts): WeChat {
  const { appid, secret, version } = config
  const ask = asking(config.baseUrl, parts)
  const tokens = accessTokens(config, { ...parts, ask })
  const inTurn = oneAtATime()

  /** Asks with the token; when WeChat has let it expire, once more with the next one. */
  const askWithToken = async (question: Question): Promise<Buffer> => {
    const withToken = (access_token: string) => ask({ ...question, query: { access_token } })
    const token = await tokens.current()
    try {
      return await withToken(token)
    } catch (error) {
      if (!isTokenRefused(error)) throw error
      return withToken(await tokens.insteadOf(token))
    }
  }
  const post = async <T>(schema: z.ZodType<T>, question: Question): Promise<T> =>
    readAnswer(question.path, schema, await askWithToken(question))

  return {
    appid,
    async signIn(code) {
      const path = '/sns/jscode2session'
      const bytes = await ask({
        path,
        query: { appid, secret, js_code: code, grant_type: 'authorization_code' },
      })
      const { openid, session_key: sessionKey, unionid } = readAnswer(path, answers.signIn, bytes)
      return { openid, sessionKey, ...(unionid && { unionid }) }
    },
    async phoneNumber(code) {
      const path = '/wxa/business/getuserphonenumber'
      const { phone_info: phone } = await post(answers.phone, { path, body: { code } })
      if (phone.watermark.appid !== appid)
        throw new WeChatRefused('refused', 0, 'A telephone number was given for another mini-program')
      // Without its country a German number reads like one of ours, and would bind somebody else's account.
      if (phone.countryCode.replace(/^\+/, '') !== '86')
        throw new WeChatRefused('refused', 0, 'A telephone number is not of mainland China')
      return phone.purePhoneNumber
    },
    async sendSubscribed({ openid, template, page, data }) {
      const fitted = Object.entries(data).map(([name, value]) => [name, { value: fitField(name, value) }])
      // WeChat refuses two messages to one person at the same moment (43108).
      return inTurn(openid, () =>
        post(answers.sent, {
          path: '/cgi-bin/message/subscribe/send',
          body: {
            touser: openid,
            template_id: template,
            page: page.replace(/^\//, ''),
            miniprogram_state: states[version],
            lang: 'zh_CN',
            data: Object.fromEntries(fitted),
          },
          onlyOnce: true,
        }),
      )
    },
    async checkText({ openid, scene, content }) {
      const { result, trace_id: traceId } = await post(answers.checkedText, {
        path: '/wxa/msg_sec_check',
        body: {
          openid,
          scene: scenes[scene],
          version: 2,
          content: [...content].slice(0, longestCheckedText).join(''),
        },
      })
      return { ...result, traceId }
    },
    async checkMedia({ openid, scene, url, type }) {
      const { trace_id: traceId } = await post(answers.checkingMedia, {
        path: '/wxa/media_check_async',
        body: {
          openid,
          scene: scenes[scene],
          version: 2,
          media_url: url,
          media_type: type === 'audio' ? 1 : 2,
        },
      })
      return { traceId }
    },
    async codeImage({ scene, page, width = 430 }) {
      const path = '/wxa/getwxacodeunlimit'
      const bytes = await askWithToken({
        path,
        body: {
          scene,
          page,
          width: clamp(Math.round(width), 280, 1280),
          env_version: version,
          check_path: version === 'release',
        },
      })
      try {
        return await sharp(bytes).png().toBuffer()
      } catch {
        throw new WeChatUnavailable(`WeChat's answer to ${path} is neither a picture nor a refusal`)
      }
    },
    async urlLink({ path, query, days }) {
      const answer = await post(answers.link, {
        path: '/wxa/generate_urllink',
        body: {
          path,
          query,
          expire_type: 1,
          expire_interval: clamp(Math.ceil(days), 1, longestLink),
          env_version: version,
        },
      })
      return answer.url_link
    },
  }
}
