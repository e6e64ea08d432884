import { z } from 'zod'
import { deskRoles } from '../domain/roles'
import { periodPattern, urgentLedgerColumns } from '../domain/urgent-ledger'
import { version } from './case-views'
import { endpoints, staff } from './endpoint'
import { instant, objectId, publicPerson, townshipCode } from './fields'

const ofTownship = z.strictObject({ township: townshipCode })
const period = z.string().regex(periodPattern, '写成 2026-11 这样')

const cells = z.object(
  Object.fromEntries(urgentLedgerColumns.map(({ key }) => [key, z.string()])) as Record<
    (typeof urgentLedgerColumns)[number]['key'],
    z.ZodString
  >,
)

/** One family of the county's filing, as the 急难台账 has it. */
export const filedFamily = z
  .object({
    id: objectId,
    version,
    cells,
    filing: z.object({ period, at: instant, by: publicPerson, marked: publicPerson.nullable() }).nullable(),
    /** This viewer may report it for filing, or mark it as filed. */
    canFile: z.boolean(),
    canMark: z.boolean(),
  })
  .meta({ id: 'FiledFamily', description: '备案表里的一户' })

const chosen = z
  .array(z.strictObject({ id: objectId, version }))
  .min(1, '先选要办的')
  .max(200, '一次最多 200 户')

const outcomes = z
  .object({
    done: z.int(),
    /** Those that could not be, each with why: nothing of the others is held up by them. */
    refused: z.array(z.object({ id: objectId, why: z.string() })),
  })
  .meta({ id: 'FilingOutcome', description: '办成了几户，没成的为什么' })

/** 报县备案 (R2): what a township reports to the county's bureau, period by period. */
export const filingEndpoints = endpoints({
  'GET /api/townships/:township/filings': {
    summary: '备案表：这个月报县的，和还没有报的',
    area: '备案',
    allow: staff('own', ...deskRoles),
    params: ofTownship,
    query: z.strictObject({ period }),
    status: 200,
    reply: z.object({
      townshipName: z.string(),
      /** The result was told, and the county does not know of them yet. */
      waiting: z.array(filedFamily),
      filed: z.array(filedFamily),
      /** More wait than are shown at once. */
      more: z.boolean(),
    }),
  },
  'POST /api/townships/:township/filings': {
    summary: '把选中的报县备案',
    area: '备案',
    allow: staff('own', ...deskRoles),
    params: ofTownship,
    body: z.strictObject({ period, cases: chosen }),
    status: 200,
    reply: outcomes,
  },
  'POST /api/townships/:township/filings/marks': {
    summary: '县里：选中的备案了',
    area: '备案',
    allow: staff('own', 'county_officer'),
    params: ofTownship,
    body: z.strictObject({ cases: chosen }),
    status: 200,
    reply: outcomes,
  },
  'GET /api/townships/:township/filings/sheet': {
    summary: '备案表（Excel，身份证号打了星号；记一笔谁下载的）',
    area: '备案',
    allow: staff('own', ...deskRoles),
    params: ofTownship,
    query: z.strictObject({ period }),
    status: 200,
    gives: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
})
