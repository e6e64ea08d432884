import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { isBusy, refusalOf } from './refusals'
import { WeChatUnavailable } from './wechat'

/** One call of WeChat's server interface. */
export interface Question {
  path: string
  /** What goes into the address: never into a log or an error. */
  query?: Record<string, string>
  /** Sent as JSON by POST; without one the call is a GET. */
  body?: object
  /** Asking twice would do it twice: not asked again when the answer was lost on its way. */
  onlyOnce?: boolean
}

/** What tests give instead of the real thing. */
export interface AskingOptions {
  sleep?: (milliseconds: number) => Promise<unknown>
  /** How long one answer may take, in milliseconds. */
  timeout?: number
}

/** Asks WeChat, and gives the bytes of an answer that is no refusal. */
export type Ask = (question: Question) => Promise<Buffer>

/** The waits before asking again. Together with the timeouts well under what a phone waits for. */
const waits = [200, 800]

const fault = z.object({ errcode: z.number().int(), errmsg: z.string().default('') })

/** Numbers of more than 53 bits, which JSON.parse would round: they are read as text. */
const longNumbers = /("msgid"\s*:\s*)(-?\d+)/g

/** Reads an answer in JSON; undefined when it is none. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(longNumbers, '$1"$2"'))
  } catch {
    return undefined
  }
}

/**
 * An answer in JSON by its schema.
 * @throws WeChatUnavailable for anything else: a gateway's own page, an answer cut short.
 */
export function readAnswer<T>(path: string, schema: z.ZodType<T>, bytes: Buffer): T {
  const read = schema.safeParse(parse(bytes))
  if (read.success) return read.data
  const where = read.error.issues.map(({ path: at }) => at.join('.')).join(', ')
  throw new WeChatUnavailable(`WeChat's answer to ${path} is not as documented: ${where || 'no JSON'}`)
}

const startsAsJson = (bytes: Buffer) => bytes.subarray(0, 16).toString('utf8').trimStart().startsWith('{')

/** Why no answer came, in a word that names no address: addresses carry the secret or the token. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}

/**
 * Makes what asks one WeChat server: with a time limit, and again after a while when it is busy or the network failed.
 * Refusals are thrown as WeChatRefused, silence as WeChatUnavailable; neither names a secret, a token or a code.
 */
export function asking(baseUrl: string, { sleep = wait, timeout = 5000 }: AskingOptions = {}): Ask {
  const fetchOnce = async ({ path, query = {}, body }: Question): Promise<Buffer> => {
    try {
      const response = await fetch(`${baseUrl}${path}?${new URLSearchParams(query)}`, {
        ...(body && {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      })
      const bytes = Buffer.from(await response.arrayBuffer())
      if (response.ok) return bytes
      throw new WeChatUnavailable(`WeChat answered ${path} with HTTP ${response.status}`)
    } catch (error) {
      if (error instanceof WeChatUnavailable) throw error
      throw new WeChatUnavailable(`WeChat did not answer ${path}: ${whyNot(error)}`)
    }
  }

  /** The bytes, or null when WeChat is busy. */
  const askOnce = async (question: Question): Promise<Buffer | null> => {
    const bytes = await fetchOnce(question)
    // A picture is told by its bytes: WeChat answers both with 200.
    if (!startsAsJson(bytes)) return bytes
    const { success, data } = fault.safeParse(parse(bytes))
    if (!success || data.errcode === 0) return bytes
    if (isBusy(data.errcode)) return null
    const hidden = Object.values(question.query ?? {}).filter((value) => value.length >= 8)
    const said = hidden.reduce((text, secret) => text.replaceAll(secret, '…'), data.errmsg)
    throw refusalOf(question.path, data.errcode, said.replace(/\p{Cc}/gu, ' ').slice(0, 200))
  }

  return async (question) => {
    for (let attempt = 0; ; attempt += 1) {
      const pause = waits[attempt]
      try {
        const bytes = await askOnce(question)
        if (bytes) return bytes
        if (pause === undefined) throw new WeChatUnavailable(`WeChat is busy: ${question.path}`)
      } catch (error) {
        const lost = error instanceof WeChatUnavailable
        if (!lost || question.onlyOnce || pause === undefined) throw error
      }
      // Not all processes at the same moment.
      await sleep(pause * (0.75 + Math.random() / 2))
    }
  }
}
