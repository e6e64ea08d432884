import { jwtVerify, SignJWT } from 'jose'
import { Problem } from '../http/problem'

/** How long an access token holds, in seconds. Short, because it is not looked up. */
export const accessLifetime = 15 * 60

/** What an access token says. */
export interface AccessClaims {
  account: string
  session: string
  /** True when the account held a post at sign-in: then its posts are read anew at every call. */
  staff: boolean
}

/** How many checked tokens a process remembers. */
const mostRemembered = 10_000

/** Issues and checks access tokens (JWT, HS256). */
export function accessTokens(key: Buffer, now: () => Date) {
  // A token that was good stays good until it ends: its signature need not be computed at every call of a session.
  const good = new Map<string, { claims: AccessClaims; endsAt: number }>()
  return {
    issue: ({ account, session, staff }: AccessClaims): Promise<string> =>
      new SignJWT({ sid: session, staff })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(account)
        .setIssuedAt(now())
        .setExpirationTime(new Date(now().getTime() + accessLifetime * 1000))
        .sign(key),
    /** @throws Problem session-expired for a token that is old, forged or not ours. */
    async read(token: string): Promise<AccessClaims> {
      const known = good.get(token)
      if (known && known.endsAt > now().getTime()) return known.claims
      const verified = await jwtVerify(token, key, { algorithms: ['HS256'], currentDate: now() }).catch(
        () => null,
      )
      const { sub, sid, staff, exp } = verified?.payload ?? {}
      if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number')
        throw new Problem('session-expired')
      const claims: AccessClaims = { account: sub, session: sid, staff: staff === true }
      if (good.size >= mostRemembered) good.clear()
      good.set(token, { claims, endsAt: exp * 1000 })
      return claims
    },
  }
}
