import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Answers, Refused, textIn, well } from './answering'
import type { StandInPeople } from './people'

/** A message that arrived on an invented person's phone. */
export interface ArrivedMessage {
  at: Date
  openid: string
  template: string
  page: string
  fields: Record<string, string>
  /** WeChat's number of it: too long for a JavaScript number. */
  msgid: string
}

/** Subscribe messages, with WeChat's rules of who may be sent how many of what. */
export interface StandInMessages {
  arrived: ArrivedMessage[]
  /** The person taps 允许 in the dialog: so many messages of this template may be sent. */
  allow(openid: string, template: string, messages?: number): void
  left(openid: string, template: string): number
  answers: Answers
}

/** What each type takes, as WeChat's documents list it; counted in UTF-16 units, the strictest way of counting. */
const right: Record<string, RegExp> = {
  thing: /^.{1,20}$/s,
  short_thing: /^.{1,5}$/s,
  phrase: /^\p{Script=Han}{1,5}$/u,
  name: /^(?=.*\p{Script=Han}).{1,10}$|^[^\p{Script=Han}]{1,20}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  number: /^(?=.{1,32}$)-?\d+(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[\p{P}\p{S}]{1,5}$/u,
  time: /\d{1,2}:\d{2}|\d{4}.\d{1,2}.\d{1,2}/,
  date: /\d{4}.\d{1,2}.\d{1,2}/,
  amount: /^\D?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^.{1,8}$/,
  const: /^.{1,20}$/s,
}
const states = ['developer', 'trial', 'formal']
const kept = 200

function fieldsOf(data: unknown): Record<string, string> {
  if (typeof data !== 'object' || data === null) throw new Refused(47003, 'data')
  return Object.fromEntries(
    Object.entries(data).map(([name, field]) => {
      const value: unknown = field?.value
      const type = right[name.replace(/\d+$/, '')]
      if (typeof value !== 'string' || !type?.test(value) || /\p{Cc}/u.test(value))
        throw new Refused(47003, `data.${name}.value`)
      return [name, value]
    }),
  )
}

/** Makes the messages' room. Every id that is long enough is a template of this mini-program. */
export function standInMessages({
  people,
  now,
}: {
  people: StandInPeople
  now: () => Date
}): StandInMessages {
  const arrived: ArrivedMessage[] = []
  const allowed = new Map<string, number>()
  const underWay = new Set<string>()
  const key = (openid: string, template: string) => `${openid} ${template}`
  const left = (openid: string, template: string) => allowed.get(key(openid, template)) ?? 0

  const take = (body: Parameters<Answers[string]>[0]['body']): ArrivedMessage => {
    const [openid, template] = [textIn(body, 'touser'), textIn(body, 'template_id')]
    if (!people.exists(openid)) throw new Refused(40003)
    if (!/^[\w-]{20,64}$/.test(template)) throw new Refused(40037)
    const page = typeof body.page === 'string' ? body.page : ''
    if (page.startsWith('/')) throw new Refused(41030)
    if (!states.includes(String(body.miniprogram_state))) throw new Refused(40097)
    const fields = fieldsOf(body.data)
    if (left(openid, template) < 1) throw new Refused(43101)
    allowed.set(key(openid, template), left(openid, template) - 1)
    const msgid = `39${String(randomInt(10 ** 12)).padStart(12, '0')}${String(randomInt(10 ** 5)).padStart(5, '1')}`
    return { at: now(), openid, template, page, fields, msgid }
  }

  return {
    arrived,
    left,
    allow(openid, template, messages = 1) {
      allowed.set(key(openid, template), left(openid, template) + messages)
    },
    answers: {
      async 'POST /cgi-bin/message/subscribe/send'({ body }) {
        const openid = textIn(body, 'touser')
        if (underWay.has(openid)) throw new Refused(43108)
        underWay.add(openid)
        try {
          // As long as a message takes, so that two at once do meet.
          await wait(5)
          const message = take(body)
          arrived.unshift(message)
          arrived.length = Math.min(arrived.length, kept)
          return well({ msgid: message.msgid })
        } finally {
          underWay.delete(openid)
        }
      },
    },
  }
}
