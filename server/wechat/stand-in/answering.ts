import { randomBytes } from 'node:crypto'

/** One call as the stand-in reads it. */
export interface Asked {
  query: URLSearchParams
  /** The JSON body; an empty object for a GET. */
  body: Record<string, unknown>
}

/** What it answers: JSON, or the bytes of a picture. */
export type Answer = Record<string, unknown> | Buffer

/** Answers by `METHOD /path`, as one room of the stand-in provides them. */
export type Answers = Record<string, (asked: Asked) => Answer | Promise<Answer>>

/** WeChat's own words for the numbers that the stand-in answers with. */
const words: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40165: 'invalid weapp pagepath',
  40169: 'invalid length for scene, or the data is not json string',
  40226: 'code blocked',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43101: 'user refuse to accept the msg',
  43108: 'cannot make concurrent calls to the same openid',
  44991: 'reach max api minute frequence limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  61010: 'code is expired',
  85402: 'invalid expire_interval',
}

/** A call that is refused, thrown by a room. */
export class Refused extends Error {
  constructor(
    readonly errcode: number,
    readonly more = '',
  ) {
    super(`${errcode}`)
  }
  /** As WeChat sends it, with an id for its own people behind the words. */
  get answer(): Answer {
    const said = [words[this.errcode] ?? 'error', this.more].filter(Boolean).join(' ')
    return { errcode: this.errcode, errmsg: `${said} rid: ${randomBytes(12).toString('hex')}` }
  }
}

/** A text of the call's body. @throws Refused 47001 for anything else. */
export function textIn(body: Asked['body'], name: string): string {
  const value = body[name]
  if (typeof value !== 'string') throw new Refused(47001)
  return value
}

/** An answer that is a success. */
export const well = (more: Record<string, unknown> = {}): Answer => ({ errcode: 0, errmsg: 'ok', ...more })
