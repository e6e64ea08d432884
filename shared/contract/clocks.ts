import { z } from 'zod'
import { settableClocks } from '../domain/clocks'
import { townshipRoles } from '../domain/roles'
import { endpoints, staff } from './endpoint'
import { instant, publicPerson, reason, townshipCode } from './fields'

const clock = z.enum(settableClocks)

const allowance = z
  .union(
    [
      z.strictObject({ hours: z.number() }),
      z.strictObject({ days: z.number() }),
      z.strictObject({ workingDays: z.number() }),
    ],
    '要写几小时、几天或者几个工作日',
  )
  .meta({
    id: 'Allowance',
    description: '多少小时（昼夜都算）、多少天或者多少个工作日；最短 5 分钟，最长 60 天',
  })

const allowances = z.strictObject({ urgent: allowance, ordinary: allowance })

/** All clocks as they stand for one township. */
const townshipClocks = z
  .object({
    /** Of all the clocks together: two who change them at once are told. */
    version: z.int(),
    /** The last year whose holidays are known; beyond it weekends alone are days off. */
    holidaysUntil: z.int(),
    clocks: z.array(
      allowances.extend({
        clock,
        label: z.string(),
        nature: z.enum(['internal', 'notice', 'statutory']),
        source: z.string(),
        standard: allowances,
        /** False while the default stands. */
        own: z.boolean(),
        lastChange: z.object({ by: publicPerson, at: instant, reason: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'TownshipClocks', description: '本乡的时限' })

/** A township's own clocks: everybody at its desk sees them, its lead changes them. */
export const clocksEndpoints = endpoints({
  'GET /api/townships/:township/clocks': {
    summary: '本乡的时限，谁的规定，谁改过',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: z.strictObject({ township: townshipCode }),
    status: 200,
    reply: townshipClocks,
  },
  'PUT /api/townships/:township/clocks/:clock': {
    summary: '改一个时限，或者改回默认；规定期限只能改短',
    area: '设置',
    allow: staff('own', 'township_lead'),
    params: z.strictObject({ township: townshipCode, clock }),
    body: z.strictObject({
      version: z.int().min(0),
      /** Null puts the default back. */
      allowances: allowances.nullable(),
      reason: reason('为什么改，写一句'),
    }),
    status: 200,
    reply: townshipClocks,
    problems: ['changed-meanwhile'],
  },
})
