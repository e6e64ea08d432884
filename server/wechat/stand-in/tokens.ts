import { randomBytes } from 'node:crypto'
import { type Answers, Refused, textIn } from './answering'

const minute = 60_000
const life = 120 * minute
const overlap = 5 * minute

/** The stand-in's access tokens, with WeChat's rules: one until near its end, then two for five minutes. */
export interface StandInTokens {
  /** @throws Refused 40001 for a token never given or taken back, 42001 for an old one. */
  check(token: string | null): void
  /** Has WeChat forget all tokens, as when somebody resets the secret. */
  forget(): void
  /** How many times a token was asked for, and how often one was forced. */
  asked: { plainly: number; forced: number }
  answers: Answers
}

/** Makes the tokens' room. */
export function standInTokens({
  appid,
  secret,
  now,
}: {
  appid: string
  secret: string
  now: () => Date
}): StandInTokens {
  let given: { token: string; until: number }[] = []
  let forcedAt: number[] = []
  const asked = { plainly: 0, forced: 0 }

  const make = () => {
    const made = { token: randomBytes(96).toString('base64url'), until: now().getTime() + life }
    given.push(made)
    return made
  }

  return {
    asked,
    check(token) {
      const found = given.find((one) => one.token === token)
      if (!found) throw new Refused(40001)
      if (found.until <= now().getTime()) throw new Refused(42001)
    },
    forget() {
      given = []
    },
    answers: {
      'POST /cgi-bin/stable_token'({ body }) {
        if (textIn(body, 'appid') !== appid) throw new Refused(40013)
        if (textIn(body, 'secret') !== secret) throw new Refused(40125)
        if (textIn(body, 'grant_type') !== 'client_credential') throw new Refused(40002)
        const at = now().getTime()
        let latest = given.at(-1)
        if (body.force_refresh === true) {
          asked.forced += 1
          forcedAt = forcedAt.filter((moment) => at - moment < 24 * 60 * minute)
          if (forcedAt.length >= 20) throw new Refused(45009)
          const last = forcedAt.at(-1)
          // Asked too soon after the last, WeChat refreshes nothing.
          if (last === undefined || at - last >= minute / 2) {
            forcedAt.push(at)
            given = []
            latest = make()
          }
        } else asked.plainly += 1
        if (!latest || latest.until - at < overlap) latest = make()
        return { access_token: latest.token, expires_in: Math.floor((latest.until - at) / 1000) }
      },
    },
  }
}
