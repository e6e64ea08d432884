import { z } from 'zod'
import { caseRoles, deskRoles, townshipRoles, villageRoles } from '../domain/roles'
import { caseView, queueItem, triageItem, version } from './case-views'
import { endpoints, staff } from './endpoint'
import {
  countyCode,
  line,
  objectId,
  reason,
  receiptNumber,
  townshipCode,
  urgency,
  villageCode,
} from './fields'

const caseParams = z.strictObject({ caseId: objectId })

/** Counts on a queue's head. Each stops at 100: "99+" is all that anybody reads. */
const counts = z.object({ open: z.int(), urgent: z.int(), overdue: z.int() })

const pageQuery = z.strictObject({
  after: z
    .string()
    .max(200)
    .regex(/^[\w-]+$/, '翻页记号不对')
    .optional(),
})

/** Cases being worked. */
export const caseworkEndpoints = endpoints({
  'GET /api/queue': {
    summary: '我的待办：紧急的在前，再按期限',
    area: '办理',
    allow: staff('own', ...villageRoles, ...townshipRoles),
    query: pageQuery,
    status: 200,
    reply: z.object({ counts, items: z.array(queueItem), after: z.string().nullable() }),
  },
  'GET /api/triage': {
    summary: '乡里待分派的线索和建议的村',
    area: '办理',
    allow: staff('own', ...deskRoles),
    query: pageQuery,
    status: 200,
    reply: z.object({
      counts,
      items: z.array(triageItem),
      after: z.string().nullable(),
      /** The other desks that a lead can be passed on to. */
      desks: z.array(z.object({ code: z.string(), name: z.string() })),
      /** Villages where nobody of the village can take a lead now: theirs come to the township. */
      blindSpots: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  },
  'GET /api/cases/:caseId': {
    summary: '看一条线索',
    area: '办理',
    allow: staff('of_case', ...caseRoles),
    params: caseParams,
    status: 200,
    reply: caseView,
  },
  'POST /api/cases/:caseId/accept': {
    summary: '我接了',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/place': {
    summary: '分到一个村，可以顺便记住一个叫法',
    area: '办理',
    allow: staff('of_case', ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version, village: villageCode, learn: z.array(line(8)).max(4).default([]) }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/pass-on': {
    summary: '不在这里，转到别的乡或者县里',
    area: '办理',
    allow: staff('of_case', ...deskRoles),
    params: caseParams,
    body: z.strictObject({ version, desk: z.union([townshipCode, countyCode]) }),
    status: 204,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/as-hardship': {
    summary: '是困难线索，照常办',
    area: '办理',
    allow: staff('of_case', ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/refer-petition': {
    summary: '反映干部的，转信访办理',
    area: '办理',
    allow: staff('of_case', 'township_lead'),
    params: caseParams,
    body: z.strictObject({ version }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/report-abuse': {
    summary: '疑似受害的，已报警、报儿童保护',
    area: '办理',
    allow: staff('of_case', 'township_lead'),
    params: caseParams,
    body: z.strictObject({ version, note: reason('报给了谁，写一句') }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/dismiss': {
    summary: '不予受理，写明原因',
    area: '办理',
    allow: staff('of_case', ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version, reason: reason('为什么不受理，写一句') }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/return': {
    summary: '不是我们村的，退回乡里',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version, reason: reason('为什么不是，写一句') }),
    status: 204,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/reassign': {
    summary: '换一个人办',
    area: '办理',
    allow: staff('of_case', 'village_secretary', ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version, owner: objectId, reason: reason('为什么换人，写一句') }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/urgency': {
    summary: '改紧急程度',
    area: '办理',
    allow: staff('of_case', ...caseRoles),
    params: caseParams,
    body: z.strictObject({ version, urgency, reason: reason('为什么改，写一句') }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/join': {
    summary: '和同一家的另一条并在一起',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version, into: objectId }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/undo-join': {
    summary: '不是同一家，分开',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/calls': {
    summary: '给报的人打电话：取完整号码，记一笔',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    /** Left out: the latest report that gave a number. */
    body: z.strictObject({ receipt: receiptNumber.optional() }),
    status: 200,
    reply: z.object({ phone: z.string() }),
  },
})
