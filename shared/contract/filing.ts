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

/** What chance picked for a spot check, with what it takes to draw the same again. */
const draw = z
  .object({
    at: instant,
    by: publicPerson,
    /** The ids are hashed with it, and the first in that order are picked. */
    seed: z.string(),
    among: z.int(),
    cases: z.array(objectId),
  })
  .meta({ id: 'FilingDraw', description: '抽查抽中了哪几户' })

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
      draws: z.array(draw),
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
  'POST /api/townships/:township/filings/draws': {
    summary: '县里：随机抽几户来查（抽过的不再抽，怎么抽的都记着）',
    area: '备案',
    allow: staff('own', 'county_officer'),
    params: ofTownship,
    body: z.strictObject({
      period,
      count: z.int('写数字').min(1, '至少抽 1 户').max(50, '一次最多抽 50 户'),
    }),
    status: 201,
    reply: draw,
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
