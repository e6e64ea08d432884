import { z } from 'zod'
import { roleCodes } from '../domain/roles'
import { endpoints, everyone, signedIn } from './endpoint'
import { cardId, objectId } from './fields'

const post = z.object({
  role: z.enum(roleCodes),
  title: z.string(),
  territory: z.string(),
  territoryName: z.string(),
})

/** The signed-in person as their own screen shows them; by the account a phone knows whose unsent work lies on it. */
const me = z
  .object({ account: objectId, calledAs: z.string(), posts: z.array(post) })
  .meta({ id: 'Me', description: '当前登录的人' })

/** A session: a short-lived access token, and a refresh token that is used once. */
export const session = z
  .object({ accessToken: z.string(), accessExpiresIn: z.int(), refreshToken: z.string(), me })
  .meta({ id: 'Session', description: '登录' })

/** The key that a phone made for itself. */
export const deviceKey = z.string().regex(/^[\w-]{43}$/, '设备编号不对')

const demoPerson = z.object({
  id: z.string(),
  calledAs: z.string(),
  title: z.string(),
  /** Empty for a resident, who stands over nothing. */
  territory: z.string(),
  territoryName: z.string(),
  /** The page where this person's work begins. */
  opens: z.enum(['resident', 'village', 'township', 'department']),
})

/** Signing in, and who one is. */
export const peopleEndpoints = endpoints({
  'POST /api/sessions/device': {
    summary: '村民：不用注册，用这部手机登录',
    area: '登录',
    allow: everyone,
    body: z.strictObject({ deviceKey }),
    status: 201,
    reply: session,
  },
  'POST /api/sessions/refresh': {
    summary: '换一个新的登录凭证',
    area: '登录',
    allow: everyone,
    body: z.strictObject({ refreshToken: z.string().max(200) }),
    status: 201,
    reply: session,
  },
  'DELETE /api/sessions/current': {
    summary: '退出登录',
    area: '登录',
    allow: signedIn,
    status: 204,
  },
  'GET /api/me': {
    summary: '我是谁',
    area: '登录',
    allow: signedIn,
    status: 200,
    reply: me,
  },
  'GET /api/demo': {
    summary: '演示用的人和名片（只在演示时有）',
    area: '登录',
    allow: everyone,
    status: 200,
    reply: z.object({
      people: z.array(demoPerson),
      cards: z.array(z.object({ id: cardId, name: z.string(), kind: z.string() })),
    }),
  },
  'POST /api/demo/sessions': {
    summary: '以一位演示人物登录（只在演示时有）',
    area: '登录',
    allow: everyone,
    body: z.strictObject({ person: z.string().max(40) }),
    status: 201,
    reply: session,
  },
})
