import { z } from 'zod'
import { roleCodes, townshipRoles, villageRoles } from '../domain/roles'
import { endpoints, staff } from './endpoint'
import { instant, line, objectId, publicPerson, townshipCode, villageCode } from './fields'

const ofTownship = z.strictObject({ township: townshipCode })

const onRoster = z
  .object({
    id: objectId,
    calledAs: z.string(),
    title: z.string(),
    role: z.enum(roleCodes),
    deputy: z.boolean(),
    group: z.int().nullable(),
    away: z.object({ id: objectId, from: instant, until: instant }).nullable(),
  })
  .meta({ id: 'OnRoster', description: '值班表上的一个人' })

/** What a file of groups and hamlets would change, or has changed. */
const importPlan = z
  .object({
    rows: z.int(),
    changes: z.array(
      z.object({
        village: villageCode,
        name: z.string(),
        groups: z.int(),
        added: z.array(z.string()),
        removed: z.array(z.string()),
        changed: z.array(z.string()),
      }),
    ),
    faults: z.array(z.object({ line: z.int(), message: z.string() })),
    moreFaults: z.int(),
    /** The gazetteer's version after it; the preview gives the present one. */
    version: z.int(),
  })
  .meta({ id: 'ImportPlan', description: '导入会改什么' })

/** What a township sets up for itself: its places, its words for them, its duty roster. */
export const settingsEndpoints = endpoints({
  'GET /api/townships/:township/gazetteer': {
    summary: '本乡的村、组、寨子和学到的叫法',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    status: 200,
    reply: z.object({
      name: z.string(),
      version: z.int(),
      villages: z.array(
        z.object({
          code: villageCode,
          name: z.string(),
          aliases: z.array(z.string()),
          groups: z.array(
            z.object({
              number: z.int(),
              hamlets: z.array(z.object({ name: z.string(), aliases: z.array(z.string()) })),
            }),
          ),
        }),
      ),
      learned: z.array(
        z.object({
          text: z.string(),
          villageName: z.string(),
          says: z.enum(['is', 'is_not']),
          at: instant,
        }),
      ),
    }),
  },
  'POST /api/townships/:township/gazetteer/preview': {
    summary: '看一份村组寨子表会改什么（CSV，先不改）',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    takes: 'multipart/form-data',
    status: 200,
    reply: importPlan,
    problems: ['too-large', 'unsupported-type'],
  },
  'POST /api/townships/:township/gazetteer/import': {
    summary: '导入一份村组寨子表（CSV）',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    takes: 'multipart/form-data',
    status: 200,
    reply: importPlan,
    problems: ['too-large', 'unsupported-type'],
  },
  'POST /api/townships/:township/learned/remove': {
    summary: '忘掉一个学到的叫法',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    body: z.strictObject({ text: line(20) }),
    status: 204,
  },
  'GET /api/townships/:township/roster': {
    summary: '值班表：哪个村谁在，谁不在，哪个村没有人',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    status: 200,
    reply: z.object({
      desk: z.array(onRoster),
      villages: z.array(
        z.object({
          code: villageCode,
          name: z.string(),
          people: z.array(onRoster),
          acting: publicPerson.nullable(),
          blind: z.boolean(),
          /** Groups that nobody watches. */
          unwatched: z.array(z.int()),
        }),
      ),
    }),
  },
  'POST /api/absences': {
    summary: '记下谁从哪天到哪天不在，手上的线索交出去',
    area: '设置',
    allow: staff('own', ...villageRoles, ...townshipRoles),
    body: z.strictObject({
      /** Left out: oneself. */
      account: objectId.optional(),
      from: instant,
      until: instant,
    }),
    status: 201,
    reply: z.object({ id: objectId, handedOver: z.int() }),
  },
  'DELETE /api/absences/:absenceId': {
    summary: '回来了',
    area: '设置',
    allow: staff('own', ...villageRoles, ...townshipRoles),
    params: z.strictObject({ absenceId: objectId }),
    status: 204,
  },
})
