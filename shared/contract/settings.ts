import { z } from 'zod'
import { townshipRoles } from '../domain/roles'
import { endpoints, staff } from './endpoint'
import { instant, line, townshipCode, villageCode } from './fields'

const ofTownship = z.strictObject({ township: townshipCode })

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

/** What a township sets up for itself: its places, its words for them. */
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
})
