import { chanceFrom } from './chance'
import { type Hours, hoursFrom } from './hours'
import { type Pocket, pocket } from './pocket'
import { answerTo, type RoughNetwork } from './rough-network'

/** A phone on which nothing happens by chance: its network does what the test says. */
export interface QuietPhone {
  own: Pocket
  hours: Hours
  /** Whether requests get through. */
  signal: boolean
  /** What each request is sent with beside its own headers, as a newer version of the app would. */
  headers: Record<string, string>
}

/** Puts such a phone in somebody's pocket. */
export function quietPhone(base: string, startsAt: string, onPass: (now: number) => void): QuietPhone {
  const hours = hoursFrom(Date.parse(startsAt), onPass)
  let underWay = 0
  let last: Promise<unknown> = Promise.resolve()
  const network: RoughNetwork = {
    dropping: 0,
    counts: { arrives: 0, unsent: 0, lost: 0, cut: 0, late: 0 },
    fetch(input, init) {
      underWay += 1
      const request = new Request(input, init)
      for (const [name, value] of Object.entries(phone.headers)) request.headers.set(name, value)
      const sent = phone.signal ? answerTo(request, hours.now()) : Promise.reject(new TypeError('no signal'))
      const mine = sent.finally(() => {
        underWay -= 1
      })
      last = mine.catch(() => undefined)
      return mine
    },
    busy: () => underWay > 0,
    async idle() {
      while (underWay > 0) await last
    },
  }
  const phone: QuietPhone = {
    own: pocket(base, network, hours, chanceFrom(1)),
    hours,
    signal: true,
    headers: {},
  }
  return phone
}
