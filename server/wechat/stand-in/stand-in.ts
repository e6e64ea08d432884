import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { noticeKindCodes, noticeRule } from '../../../shared/domain/notices'
import type { WeChatConfig } from '../../config'
import type { MessageTemplate } from '../templates'
import { type Answer, type Asked, Refused } from './answering'
import { type StandInChecks, standInChecks } from './checks'
import { type StandInCodes, standInCodes } from './codes-and-links'
import { demoCode } from './demo-code'
import { type StandInMessages, standInMessages } from './messages'
import { standInPage } from './page'
import { type StandInPeople, standInPeople } from './people'
import { sealPush } from './pushing'
import { type StandInTokens, standInTokens } from './tokens'

/** A trouble that the stand-in makes on demand: one of WeChat's numbers, or a connection cut before the answer. */
export type Trouble = number | 'cut'

/** A server that answers like WeChat's, for trials and tests. It keeps everything in memory and knows nobody real. */
export interface StandIn
  extends Pick<StandInPeople, 'loginCode' | 'phoneCode' | 'groupEnvelope' | 'rotate' | 'block'> {
  /** With this the service takes it for WeChat. */
  config: WeChatConfig
  tokens: Pick<StandInTokens, 'asked' | 'forget'>
  codes: Pick<StandInCodes, 'made'>
  checks: Pick<StandInChecks, 'made' | 'judgeNextFile' | 'settled'>
  messages: Pick<StandInMessages, 'arrived' | 'allow' | 'left'>
  /** Every call that came, by its path, the newest last. */
  calls: { path: string; body: Asked['body'] }[]
  /** Makes the next calls of this path fail, as often as it is said. */
  fail(path: string, trouble: Trouble, times?: number): void
  /** Pushes an event as WeChat does: answers how the service answered. */
  push(event: Record<string, unknown>): Promise<{ status: number; text: string }>
  /** Says where the service is that it stands in for: codes and links open its pages. */
  serves(address: string): void
  close(): Promise<void>
}

/** One template for each of the two audiences, so that a trial shows what would go out. */
const demoTemplates: MessageTemplate[] = (['resident', 'staff'] as const).map((audience) => ({
  id: `demo-template-for-${audience}s`,
  kinds: noticeKindCodes.filter((kind) => noticeRule(kind).audience === audience),
  longTerm: false,
  fields: { thing1: '{title}', thing2: '{text}', time3: '{time}' },
}))

/** Everything that WeChat's server asks no token for. */
const withoutToken = ['/sns/jscode2session', '/cgi-bin/stable_token']
const callsKept = 1000

const bodyOf = (said: string): Asked['body'] => {
  try {
    const read: unknown = said === '' ? {} : JSON.parse(said)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read }
  } catch {
    // said below
  }
  throw new Refused(47001)
}

/** As WeChat writes it: a message's number is a number, of more digits than JavaScript can hold. */
const asJson = (answer: Answer) => JSON.stringify(answer).replace(/"msgid":"(\d+)"/, '"msgid":$1')

/** Starts the stand-in on a loopback port of its own. */
export async function startStandIn({ now = () => new Date() }: { now?: () => Date } = {}): Promise<StandIn> {
  const appid = 'wx00000000000demo0'
  const secret = randomBytes(16).toString('hex')
  let front = 'http://localhost:3000'
  let own = ''
  const people = standInPeople({ appid, secret, now })
  const tokens = standInTokens({ appid, secret, now })
  const codes = standInCodes({ now, front: () => front, own: () => own })
  const messages = standInMessages({ people, now })
  const keys = { token: randomBytes(12).toString('hex'), aesKey: `${randomBytes(21).toString('hex')}A` }
  const pushEvent: StandIn['push'] = async (event) => {
    const CreateTime = Math.floor(now().getTime() / 1000)
    const message = JSON.stringify({ ToUserName: 'gh_standin00000', CreateTime, MsgType: 'event', ...event })
    const { query, body } = sealPush({ ...keys, appid }, message, now())
    const response = await fetch(`${front}/api/wechat/push?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
    return { status: response.status, text: await response.text() }
  }
  const checks = standInChecks({ people, now, appid, push: pushEvent })
  const answers = {
    ...people.answers,
    ...tokens.answers,
    ...codes.answers,
    ...messages.answers,
    ...checks.answers,
  }
  const calls: StandIn['calls'] = []
  const troubles: { path: string; trouble: Trouble }[] = []

  const answerOf = async (key: string, path: string, asked: Asked): Promise<Answer> => {
    const answer = answers[key]
    if (!answer) throw new Refused(48001)
    if (!withoutToken.includes(path)) tokens.check(asked.query.get('access_token'))
    return answer(asked)
  }

  /** What a person looks at in a browser; false when it is none of that. */
  const show = async (path: string, response: ServerResponse): Promise<boolean> => {
    const link = /^\/link\/([0-9a-f]+)$/.exec(path)?.[1]
    const code = codes.made.find(({ id }) => path === `/code/${id}.png`)
    if (link !== undefined) {
      const address = codes.follow(link)
      response.writeHead(address ? 302 : 404, address ? { Location: address } : {}).end()
    } else if (code) {
      response.setHeader('Content-Type', 'image/png').end(await demoCode(code.address, 280))
    } else if (path === '/') {
      const shown = { front, messages: messages.arrived, checks: checks.made, codes: codes.made }
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'")
        .end(standInPage(shown))
    } else return false
    return true
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', own)
    if (request.method === 'GET' && (await show(path, response))) return
    const said = await text(request)
    let answer: Answer
    try {
      const body = bodyOf(said)
      calls.push({ path, body })
      calls.splice(0, calls.length - callsKept)
      const due = troubles.findIndex((one) => one.path === path)
      const [trouble] = due < 0 ? [] : troubles.splice(due, 1)
      if (trouble?.trouble === 'cut') {
        request.socket.destroy()
        return
      }
      if (trouble) throw new Refused(trouble.trouble)
      answer = await answerOf(`${request.method} ${path}`, path, { query, body })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      answer = error.answer
    }
    const isPicture = Buffer.isBuffer(answer)
    response.setHeader('Content-Type', isPicture ? 'image/png' : 'application/json; encoding=utf-8')
    response.end(isPicture ? answer : asJson(answer))
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening)
  })
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    ...people,
    config: { baseUrl: own, appid, secret, push: keys, version: 'develop', templates: demoTemplates },
    tokens,
    codes,
    messages,
    checks,
    calls,
    fail(path, trouble, times = 1) {
      troubles.push(...Array.from({ length: times }, () => ({ path, trouble })))
    },
    push: pushEvent,
    serves(address) {
      front = address
    },
    async close() {
      await checks.settled()
      await new Promise((closed) => {
        server.close(closed)
        server.closeAllConnections()
      })
    },
  }
}
