import { resolve } from 'node:path'
import { z } from 'zod'
import { type MessageTemplate, messageTemplates } from './wechat/templates'

/** What the environment says, checked once at start. Every name is explained in README.md. */
const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  PROXY_IP_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{1,39}$/)
    .default('X-Forwarded-For'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .optional(),
  DEMO: z.enum(['0', '1']).optional(),
  TOWNSHIP: z
    .string()
    .regex(/^\d{9}$/)
    .default('530924205'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).optional(),
  ENCRYPTION_KEYS: z.string().optional(),
  HASH_KEY: z.string().optional(),
  TOKEN_KEY: z.string().optional(),
  AUDIT_KEY: z.string().optional(),
  WECHAT_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.weixin.qq.com'),
  WECHAT_APPID: z
    .string()
    .regex(/^wx[0-9a-z]{16}$/)
    .optional(),
  WECHAT_SECRET: z.string().min(32).optional(),
  WECHAT_PUSH_TOKEN: z
    .string()
    .regex(/^[0-9A-Za-z]{3,32}$/)
    .optional(),
  WECHAT_PUSH_AES_KEY: z
    .string()
    .regex(/^[0-9A-Za-z+/]{43}$/)
    .optional(),
  WECHAT_ENV: z.enum(['develop', 'trial', 'release']).optional(),
  WECHAT_TEMPLATES: messageTemplates.default([]),
  TRANSCRIBER_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRANSCRIBER_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{8,}$/)
    .optional(),
  TRANSCRIBER_LOCAL: z.enum(['0', '1']).default('0'),
})

/** The server's configuration. */
export interface Config {
  production: boolean
  demo: boolean
  port: number
  host: string
  /** Where others reach this service, without a slash at the end; unset: nobody outside can be given a link. */
  publicUrl: string | undefined
  /** The proxies of our own before the server, and where they say who called; null where callers come by themselves. */
  proxy: { hops: number; ipHeader: string } | null
  dataDirectory: string
  /** Unset: the embedded store. */
  mongodbUri: string | undefined
  /** The township this service stands for when nothing else says (9 digits). */
  township: string
  logLevel: string
  /** Unset: this service has no mini-program, and everybody comes by a browser. */
  wechat: WeChatConfig | undefined
  /** Unset: recordings are only heard. */
  transcriber: TranscriberConfig | undefined
  keyTexts: {
    encryption: string | undefined
    hash: string | undefined
    token: string | undefined
    audit: string | undefined
  }
}

/** How WeChat's servers are reached, and how they reach this one. */
export interface WeChatConfig {
  baseUrl: string
  appid: string
  secret: string
  /** Both set in WeChat's console (消息推送, AES mode); without them no push is taken. */
  push: { token: string; aesKey: string } | undefined
  /** Which of the mini-program's versions codes, links and messages open. */
  version: 'develop' | 'trial' | 'release'
  /** The templates of subscribe messages; for what has none, nothing goes out by WeChat. */
  templates: readonly MessageTemplate[]
}

/** A machine that writes recordings down, and how it is reached. */
export interface TranscriberConfig {
  url: string
  /** Sent as a bearer token, where it asks for one. */
  token: string | undefined
  /** It is the service's own, and nobody else hears what it is sent. */
  local: boolean
}

/** A configuration the server must not start with; its message says what to do. */
export class ConfigurationRefused extends Error {}

function wechatOf(read: z.output<typeof environment>, production: boolean): WeChatConfig | undefined {
  const { WECHAT_APPID: appid, WECHAT_SECRET: secret } = read
  if (!appid && !secret) return undefined
  if (!appid || !secret)
    throw new ConfigurationRefused('WECHAT_APPID and WECHAT_SECRET go together: set both, or none.')
  const { WECHAT_PUSH_TOKEN: token, WECHAT_PUSH_AES_KEY: aesKey } = read
  if (!token !== !aesKey)
    throw new ConfigurationRefused(
      'WECHAT_PUSH_TOKEN and WECHAT_PUSH_AES_KEY go together: set both, or none.',
    )
  return {
    baseUrl: read.WECHAT_BASE_URL.replace(/\/$/, ''),
    appid,
    secret,
    push: token && aesKey ? { token, aesKey } : undefined,
    version: read.WECHAT_ENV ?? (production ? 'release' : 'develop'),
    templates: read.WECHAT_TEMPLATES,
  }
}

function transcriberOf(read: z.output<typeof environment>): TranscriberConfig | undefined {
  const { TRANSCRIBER_URL: url, TRANSCRIBER_TOKEN: token } = read
  if (!url) return undefined
  const local = read.TRANSCRIBER_LOCAL === '1'
  if (!local && !url.startsWith('https:'))
    throw new ConfigurationRefused(
      'TRANSCRIBER_URL must be https: what villagers say goes there. Set TRANSCRIBER_LOCAL=1 if it is your own machine.',
    )
  return { url, token, local }
}

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationRefused when a value is wrong, or demo mode is asked for in production.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigurationRefused(`The environment is not right: ${wrong.join('; ')}`)
  }
  const read = parsed.data
  const production = read.NODE_ENV === 'production'
  if (production && read.DEMO === '1')
    throw new ConfigurationRefused(
      'DEMO=1 lets anybody sign in as anybody, so the server does not start with it in production. Unset DEMO.',
    )
  return {
    production,
    demo: production ? false : read.DEMO !== '0',
    port: read.PORT,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL?.replace(/\/+$/, ''),
    proxy: read.TRUST_PROXY > 0 ? { hops: read.TRUST_PROXY, ipHeader: read.PROXY_IP_HEADER } : null,
    dataDirectory: resolve(read.DATA_DIR),
    mongodbUri: read.MONGODB_URI,
    township: read.TOWNSHIP,
    logLevel: read.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    wechat: wechatOf(read, production),
    transcriber: transcriberOf(read),
    keyTexts: {
      encryption: read.ENCRYPTION_KEYS,
      hash: read.HASH_KEY,
      token: read.TOKEN_KEY,
      audit: read.AUDIT_KEY,
    },
  }
}
