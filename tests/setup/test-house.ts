import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { createApp } from '../../server/app'
import { readConfig } from '../../server/config'
import { demoCards, demoPeople } from '../../server/demo/demo-people'
import { demoPlaces } from '../../server/demo/demo-township'
import { openHouse } from '../../server/open-house'
import { type StandIn, startStandIn } from '../../server/wechat/stand-in/stand-in'
import type { Contract } from '../../shared/contract/contract'
import type { ReplyOf, RequestOf } from '../../shared/contract/endpoint'
import type { ProblemDocument } from '../../shared/contract/problem'
import { dropDatabase, testDatabase } from './database'

/** An answer of the API: the reply when it succeeded, the problem document when it did not. */
export interface Answer<K extends keyof Contract> {
  status: number
  headers: Headers
  reply: ReplyOf<Contract[K]>
  problem: ProblemDocument
}

/** Somebody's access token; null for a caller without one. */
export type Token = string | null

const key = () => randomBytes(32).toString('base64')
/** A key as a resident's phone makes one for itself. */
const newDeviceKey = () => randomBytes(32).toString('base64url')
/** Keys for one run of the tests. */
export const testKeys = {
  ENCRYPTION_KEYS: `test:${key()}`,
  HASH_KEY: key(),
  TOKEN_KEY: key(),
  AUDIT_KEY: key(),
}

/** What a test says about its house. */
export interface TestHouseOptions {
  startsAt?: string
  pages?: string
  /** The oldest client that it understands. */
  oldestClient?: number
  /** With a mini-program: the house speaks with a stand-in of WeChat. */
  wechat?: boolean
  /** More of the environment. */
  env?: Record<string, string>
}

/**
 * The whole server on a port of its own and a database of its own, with the demo's places and people and a time
 * that stands still until the test moves it.
 */
export async function openTestHouse(options: TestHouseOptions = {}) {
  const { uri, dbName } = testDatabase()
  const read = readConfig({
    NODE_ENV: 'test',
    MONGODB_URI: uri,
    LOG_LEVEL: 'silent',
    ...testKeys,
    ...options.env,
  })
  let time = new Date(options.startsAt ?? '2026-11-24T02:00:00.000Z')
  const failures: unknown[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => failures.push(JSON.parse(line)) })
  const standIn = options.wechat ? await startStandIn({ now: () => time }) : null
  const config = standIn ? { ...read, wechat: standIn.config } : read
  const opened = await openHouse(config, { dbName, now: () => time, log, sleep: async () => undefined })
  const { house, rooms, database } = opened
  await rooms.places.put(demoPlaces)
  await rooms.people.putDemoPeople(demoPeople)
  await rooms.cards.put(demoCards)
  const server = createServer(
    createApp(house, rooms, database, options.pages ?? '/nowhere', options.oldestClient).callback(),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  standIn?.serves(base)

  /** Sends anything at all, for tests of what must be refused. */
  const send = async (
    method: string,
    path: string,
    body?: BodyInit,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(`${base}${path}`, { method, body, headers })
    const text = await response.text()
    const json: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, json, text }
  }

  /** Calls an endpoint of the contract. */
  const call = async <K extends keyof Contract>(
    endpoint: K,
    as: Token,
    input: RequestOf<Contract[K]>,
  ): Promise<Answer<K>> => {
    const [method, template] = endpoint.split(' ') as [string, string]
    const {
      params = {},
      query,
      body,
    } = input as {
      params?: Record<string, string>
      query?: Record<string, string>
      body?: unknown
    }
    const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const { status, headers, json } = await send(
      method,
      query ? `${path}?${new URLSearchParams(query)}` : path,
      body === undefined ? undefined : JSON.stringify(body),
      {
        ...(as ? { Authorization: `Bearer ${as}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    )
    return { status, headers, reply: json as ReplyOf<Contract[K]>, problem: json as ProblemDocument }
  }

  return {
    base,
    house,
    rooms,
    call,
    send,
    /** WeChat as this house knows it: for minting codes, and for seeing what was sent. */
    get standIn(): StandIn {
      if (!standIn) throw new Error('This house was opened without WeChat')
      return standIn
    },
    /** What the server logged as its own failure: stays empty in a healthy test. */
    failures,
    /** Moves the time. */
    setTime: (at: string) => {
      time = new Date(at)
    },
    /** Signs in as an invented person of the demo. */
    async signIn(person: string): Promise<string> {
      return (await call('POST /api/demo/sessions', null, { body: { person } })).reply.accessToken
    },
    newDeviceKey,
    /** Signs in as a resident: a new one, or the one whose phone holds this key. */
    async newResident(deviceKey: string = newDeviceKey()): Promise<string> {
      return (await call('POST /api/sessions/device', null, { body: { deviceKey } })).reply.accessToken
    },
    async close() {
      await new Promise((closed) => {
        server.close(closed)
        server.closeAllConnections()
      })
      await opened.close()
      await standIn?.close()
      await dropDatabase({ uri, dbName })
    },
  }
}

/** A running test server. */
export type TestHouse = Awaited<ReturnType<typeof openTestHouse>>

/** A report that is right in every field; tests change what they are about. */
export const someReport = (
  changes: Partial<RequestOf<Contract['POST /api/reports']>['body']> = {},
): RequestOf<Contract['POST /api/reports']>['body'] => ({
  clientKey: randomUUID(),
  card: 'demo0203',
  forWhom: 'other',
  discoverer: 'neighbour',
  categories: ['illness'],
  text: '隔壁家老人病了三天，自己煮不动饭',
  subjectName: '岩三木',
  place: { village: '530924205203', villageFrom: 'card', hamlet: '半坡寨', words: '大青树下第二家' },
  phone: '19900000121',
  consent: true,
  ...changes,
})
