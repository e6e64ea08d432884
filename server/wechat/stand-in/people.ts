import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { type Answers, Refused, textIn, well } from './answering'

const codeLife = 5 * 60_000
/** What the developer tools give for a code when the mini-program has no account yet. */
export const toolsCode = 'the code is a mock one'
const toolsPerson = 'oStandIn-developer-tools'

/** What a phone gets from WeChat about the group it was opened from, and hands to the server. */
export interface GroupEnvelope {
  encryptedData: string
  iv: string
  /** As `wx.login` and `wx.getUserInfo` sign raw data: the older interfaces send it too. */
  rawData: string
  signature: string
}

/** The invented people of the stand-in: their codes, their keys, and when they were in the mini-program. */
export interface StandInPeople {
  /** A code as `wx.login` gives it to this person. */
  loginCode(openid: string, about?: { unionid?: string }): string
  /** A code as the phone-number button gives it. */
  phoneCode(phone: string, country?: string): string
  /** The group's id as `wx.getGroupEnterInfo` (`opengid`) or the older `getShareInfo` (`openGId`) encrypt it. */
  groupEnvelope(
    openid: string,
    group: string,
    about?: { field?: 'opengid' | 'openGId'; appid?: string },
  ): GroupEnvelope
  /** Has this person's phone get a new key, as `wx.login` may do. */
  rotate(openid: string): void
  /** Whether WeChat blocks this person as a high risk (40226). */
  block(openid: string): void
  /** Throws as WeChat does when the person was not in the mini-program in the last two hours. */
  mustBeActive(openid: string): void
  exists(openid: string): boolean
  answers: Answers
}

interface Person {
  sessionKey: string
  seenAt: Date
  unionid?: string
  blocked?: boolean
}

interface Code<T> {
  of: T
  madeAt: Date
  used: boolean
}

/** One-use codes that end after five minutes. */
function codes<T>(now: () => Date) {
  const made = new Map<string, Code<T>>()
  return {
    mint(of: T): string {
      const code = `0${randomBytes(24).toString('base64url').slice(0, 31)}`
      made.set(code, { of, madeAt: now(), used: false })
      return code
    },
    /** @throws Refused 40029 for one that is old or invented, `whenUsed` for a used one. */
    spend(code: string, whenUsed: number): T {
      const found = made.get(code)
      if (!found || now().getTime() - found.madeAt.getTime() > codeLife) throw new Refused(40029)
      if (found.used) throw new Refused(whenUsed)
      found.used = true
      return found.of
    },
  }
}

const newKey = () => randomBytes(16).toString('base64')

/** Makes the people's room. */
export function standInPeople({
  appid,
  secret,
  now,
}: {
  appid: string
  secret: string
  now: () => Date
}): StandInPeople {
  const people = new Map<string, Person>()
  const logins = codes<string>(now)
  const phones = codes<{ phone: string; country: string }>(now)
  let phonesTold = 0

  const personOf = (openid: string): Person => {
    const known = people.get(openid)
    if (known) return known
    const made: Person = { sessionKey: newKey(), seenAt: now() }
    people.set(openid, made)
    return made
  }

  return {
    loginCode(openid, about = {}) {
      Object.assign(personOf(openid), about)
      return logins.mint(openid)
    },
    phoneCode: (phone, country = '86') => phones.mint({ phone, country }),
    groupEnvelope(openid, group, { field = 'opengid', appid: of = appid } = {}) {
      const { sessionKey } = personOf(openid)
      const iv = randomBytes(16)
      const timestamp = Math.floor(now().getTime() / 1000)
      const plain = JSON.stringify({ [field]: group, watermark: { appid: of, timestamp } })
      const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv)
      const rawData = JSON.stringify({ openid })
      return {
        encryptedData: Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64'),
        iv: iv.toString('base64'),
        rawData,
        signature: createHash('sha1')
          .update(rawData + sessionKey)
          .digest('hex'),
      }
    },
    rotate(openid) {
      personOf(openid).sessionKey = newKey()
    },
    block(openid) {
      personOf(openid).blocked = true
    },
    mustBeActive(openid) {
      const person = people.get(openid)
      if (!person) throw new Refused(40003)
      if (now().getTime() - person.seenAt.getTime() > 2 * 3600_000) throw new Refused(61010)
    },
    exists: (openid) => people.has(openid),
    answers: {
      'GET /sns/jscode2session'({ query }) {
        if (query.get('appid') !== appid) throw new Refused(40013)
        if (query.get('secret') !== secret) throw new Refused(40125)
        if (query.get('grant_type') !== 'authorization_code') throw new Refused(40002)
        const code = query.get('js_code')
        if (!code) throw new Refused(41008)
        const openid = code === toolsCode ? toolsPerson : logins.spend(code, 40163)
        const person = personOf(openid)
        if (person.blocked) throw new Refused(40226)
        person.sessionKey = newKey()
        person.seenAt = now()
        const { sessionKey: session_key, unionid } = person
        return { openid, session_key, ...(unionid && { unionid }) }
      },
      'POST /wxa/business/getuserphonenumber'({ body }) {
        const { phone, country } = phones.spend(textIn(body, 'code'), 40029)
        phonesTold += 1
        return well({
          phone_info: {
            phoneNumber: country === '86' ? phone : `+${country}${phone}`,
            purePhoneNumber: phone,
            // Now as text, now as a number, as it has been seen to come.
            countryCode: phonesTold % 2 ? country : Number(country),
            watermark: { timestamp: Math.floor(now().getTime() / 1000), appid },
          },
        })
      },
    },
  }
}
