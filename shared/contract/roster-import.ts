import { z } from 'zod'
import { roleCodes, townshipRoles } from '../domain/roles'
import { endpoints, staff } from './endpoint'
import { objectId, townshipCode } from './fields'
import { postName } from './roster'

const ofTownship = z.strictObject({ township: townshipCode })

/** What a list of cadres would do with one post. */
const plannedPost = z.object({
  /** The row in the file. */
  line: z.int(),
  kind: z.enum(['new', 'more', 'changed', 'same']),
  calledAs: z.string(),
  phoneMasked: z.string(),
  placeName: z.string(),
  role: z.enum(roleCodes),
  title: z.string(),
  deputy: z.boolean(),
  group: z.int().nullable(),
  /** 称呼：鲍老师 → 鲍国强 */
  changes: z.array(z.string()),
})

/** What a list would change, row by row; who is on the roster and not in the list; what is wrong, cell by cell. */
const rosterPreview = z
  .object({
    /** What the import is asked for by: what was shown is what is done. */
    id: objectId,
    rows: z.int(),
    /** The columns that were understood, as the file writes them. */
    columns: z.array(z.string()),
    posts: z.array(plannedPost),
    gone: z.array(
      z.object({
        person: objectId,
        post: postName,
        calledAs: z.string(),
        phoneMasked: z.string().nullable(),
        placeName: z.string(),
        title: z.string(),
      }),
    ),
    faults: z.array(z.object({ line: z.int(), column: z.string(), message: z.string() })),
  })
  .meta({ id: 'RosterPreview', description: '导入花名册会改什么' })

/** The township's own list of cadres, taken in at once (R1, R13). */
export const rosterImportEndpoints = endpoints({
  'GET /api/townships/:township/roster/template': {
    summary: '花名册的空表（Excel 或者 CSV）',
    area: '值班表',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    query: z.strictObject({ format: z.enum(['xlsx', 'csv']) }),
    status: 200,
    gives: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv'],
  },
  'POST /api/townships/:township/roster/preview': {
    summary: '看一份花名册会改什么（.xlsx 或者 CSV，先不改）',
    area: '值班表',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    takes: 'multipart/form-data',
    status: 200,
    reply: rosterPreview,
    problems: ['too-large', 'unsupported-type'],
  },
  'POST /api/townships/:township/roster/import': {
    summary: '照看过的对比导入；勾了的人不再担任',
    area: '值班表',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    body: z.strictObject({
      preview: objectId,
      /** Of those who are not in the list, whose posts end. Nobody's ends by itself. */
      ends: z.array(z.strictObject({ person: objectId, post: postName })).max(500, '一次最多 500 个'),
    }),
    status: 201,
    reply: z.object({ given: z.int(), changed: z.int(), ended: z.int(), handedOver: z.int() }),
    problems: ['changed-meanwhile'],
  },
})
