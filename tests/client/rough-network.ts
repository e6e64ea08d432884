import { request as httpRequest } from 'node:http'
import type { Chance } from './chance'
import type { Hours } from './hours'

/** What becomes of a request on a hillside. */
type Fate = 'arrives' | 'unsent' | 'lost' | 'cut' | 'late'

/** A network that drops this share of all requests, each in one of the ways in which networks do. */
export interface RoughNetwork {
  fetch: typeof globalThis.fetch
  /** How much of it is dropped, from 0 to 1. */
  dropping: number
  /** How many requests there were, and how many did not get through, by what became of them. */
  counts: Record<Fate, number>
  /** True while something is on its way. */
  busy(): boolean
  /** Ends when nothing is on its way any more. */
  idle(): Promise<void>
}

const patience = 20_000
const longestDelay = 600_000
const ways: readonly Fate[] = ['unsent', 'lost', 'cut', 'late']

/** Half of a request reaches the server, then the connection breaks. */
async function sendHalf(request: Request): Promise<void> {
  const body = Buffer.from(await request.arrayBuffer())
  const headers = Object.fromEntries(request.headers)
  await new Promise<void>((ended) => {
    const half = httpRequest(request.url, {
      method: request.method,
      headers: { ...headers, 'content-length': body.length },
      agent: false,
    })
    half.on('error', () => ended())
    half.on('close', () => ended())
    half.on('response', (answer) => answer.resume())
    if (body.length === 0) half.flushHeaders()
    half.write(body.subarray(0, Math.floor(body.length / 2)), () => half.destroy())
    if (body.length === 0) half.destroy()
  })
}

/** The server's whole answer, with the hour that the test's own server would put on it. */
export async function answerTo(request: Request, now: number): Promise<Response> {
  const answer = await fetch(request)
  const headers = new Headers(answer.headers)
  headers.set('date', new Date(now).toUTCString())
  const body = answer.status === 204 ? null : await answer.arrayBuffer()
  return new Response(body, { status: answer.status, headers })
}

/**
 * Carries requests one by one, so that the same seed gives the same story. What is late reaches the server long after
 * the phone has given up: it may meet there the same thing sent again.
 */
export function roughNetwork(chance: Chance, hours: Hours, dropping: number): RoughNetwork {
  let last: Promise<unknown> = Promise.resolve()
  let underWay = 0
  const counts: Record<Fate, number> = { arrives: 0, unsent: 0, lost: 0, cut: 0, late: 0 }

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    underWay += 1
    const mine = last.then(act).finally(() => {
      underWay -= 1
    })
    last = mine.catch(() => undefined)
    return mine
  }
  const carry = async (request: Request, fate: Fate): Promise<Response> => {
    if (fate === 'arrives') return answerTo(request, hours.now())
    if (fate === 'lost') await answerTo(request, hours.now())
    if (fate === 'cut') await sendHalf(request)
    if (fate === 'late') {
      hours.after(Math.floor(chance.next() * longestDelay), () => {
        void inTurn(() => answerTo(request, hours.now()).catch(() => undefined))
      })
      hours.pass(patience)
    }
    throw new TypeError(`the network: ${fate}`)
  }

  const network: RoughNetwork = {
    dropping,
    counts,
    fetch: (input, init) => {
      const request = new Request(input, init)
      const fate = chance.happens(network.dropping) ? chance.oneOf(ways) : 'arrives'
      counts[fate] += 1
      return inTurn(() => carry(request, fate))
    },
    busy: () => underWay > 0,
    async idle() {
      while (underWay > 0) await last
    },
  }
  return network
}
