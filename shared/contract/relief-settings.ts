import { z } from 'zod'
import { reliefTypeCodes } from '../domain/relief'
import { townshipRoles } from '../domain/roles'
import { version } from './case-views'
import { endpoints, staff } from './endpoint'
import { line, money, townshipCode } from './fields'

const ofTownship = z.strictObject({ township: townshipCode })

const material = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,29}$/, '材料的编号不对'),
  label: line(40).min(1, '材料叫什么，写上'),
  /** Who of the state has it already: nobody is asked for it. */
  heldBy: line(20).min(1, '哪里有，写上').nullable(),
  optional: z.boolean(),
})

const daysAndLists = {
  publicationDays: z.record(z.enum(reliefTypeCodes), z.int().min(0, '天数不能是负数').max(30, '最多 30 天')),
  materials: z.record(
    z.enum(reliefTypeCodes),
    z.array(material).min(1, '至少要一样材料').max(20, '最多 20 样'),
  ),
}

const shown = z
  .object({
    version,
    /** Who changed it last; null while it is as we propose it. */
    changedBy: z.string().nullable(),
    /** One month's minimum living standard, in fen: the most that quick relief may be. */
    monthlyStandard: z.int(),
    /** The most that an officer gives in advance without the lead, in fen. */
    advanceLimit: z.int(),
    ...daysAndLists,
  })
  .meta({ id: 'ReliefSettings', description: '本乡的救助设置' })

/** What a township sets of its relief. */
export const reliefSettingsEndpoints = endpoints({
  'GET /api/townships/:township/relief-settings': {
    summary: '本乡的救助设置：材料单、公示天数、先行救助限额',
    area: '设置',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    status: 200,
    reply: shown,
  },
  'PUT /api/townships/:township/relief-settings': {
    summary: '改本乡的救助设置（分管领导）',
    area: '设置',
    allow: staff('own', 'township_lead'),
    params: ofTownship,
    body: z.strictObject({ version, monthlyStandard: money(1), advanceLimit: money(), ...daysAndLists }),
    status: 200,
    reply: shown,
    problems: ['changed-meanwhile'],
  },
})
