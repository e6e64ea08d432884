import { z } from 'zod'
import { caseStateCodes } from '../domain/case-states'
import { pauseReasonCodes } from '../domain/clocks'
import { type CaseEvent, eventRule } from '../domain/life-cycle'
import { caseRoles, deskRoles, townshipRoles, villageRoles } from '../domain/roles'
import { caseView, listedCase, queueItem, triageItem, version } from './case-views'
import { endpoints, staff } from './endpoint'
import {
  countyCode,
  explanation,
  instant,
  line,
  objectId,
  pageQuery,
  reason,
  receiptNumber,
  sentLater,
  townshipCode,
  urgency,
  villageCode,
} from './fields'

/** The case named in the path. */
export const caseParams = z.strictObject({ caseId: objectId })

/** Counts on a queue's head. Each stops at 100: "99+" is all that anybody reads. */
const counts = z.object({ open: z.int(), urgent: z.int(), overdue: z.int() })

/**
 * An endpoint that causes an event of the life cycle: what it is called and who may call it come from the table, and
 * the version of the case that the screen showed goes with it. It answers with the case as it stands then.
 */
export const causes = <B extends z.ZodRawShape>(event: CaseEvent, body: B) => ({
  summary: eventRule(event).label,
  area: '办理',
  allow: staff('of_case', ...eventRule(event).who),
  params: caseParams,
  body: z.strictObject({ version, ...body }),
  status: 200 as const,
  reply: caseView,
  problems: ['changed-meanwhile', 'not-yet'] as const,
})

/** Why a deed that a phone kept until it found signal may not be done. */
export const doneOnce = ['changed-meanwhile', 'not-yet', 'already-sent'] as const

/** Cases being worked. */
export const caseworkEndpoints = endpoints({
  'GET /api/queue': {
    summary: '我的待办：紧急的在前，再按期限',
    area: '办理',
    allow: staff('own', ...caseRoles),
    query: pageQuery,
    status: 200,
    reply: z.object({ counts, items: z.array(queueItem), after: z.string().nullable() }),
  },
  'GET /api/townships/:township/cases': {
    summary: '一个乡的线索：按状态、村、急不急来看',
    area: '办理',
    allow: staff('own', ...deskRoles),
    params: z.strictObject({ township: townshipCode }),
    query: pageQuery.extend({
      state: z.enum(caseStateCodes).optional(),
      village: villageCode.optional(),
      pressing: z.enum(['urgent', 'overdue']).optional(),
    }),
    status: 200,
    reply: z.object({ counts, items: z.array(listedCase), after: z.string().nullable() }),
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
    ...causes('accept', sentLater),
    problems: [...doneOnce],
  },
  'POST /api/cases/:caseId/place': causes('place', {
    village: villageCode,
    learn: z.array(line(8)).max(4).default([]),
  }),
  'POST /api/cases/:caseId/pass-on': {
    summary: '不在这里，转到别的乡或者县里',
    area: '办理',
    allow: staff('of_case', ...deskRoles),
    params: caseParams,
    body: z.strictObject({ version, desk: z.union([townshipCode, countyCode]) }),
    status: 204,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/as-hardship': causes('as_hardship', {}),
  'POST /api/cases/:caseId/refer-petition': causes('refer_petition', {}),
  'POST /api/cases/:caseId/report-abuse': causes('report_abuse', { note: reason('报给了谁，写一句') }),
  'POST /api/cases/:caseId/police-calls': {
    summary: '怀疑有人受虐待：打电话报警，记一笔',
    area: '办理',
    allow: staff('of_case', ...deskRoles),
    params: caseParams,
    /** 110, or the police station's contact on the roster. */
    body: z.strictObject({ whom: z.enum(['110', 'contact']) }),
    status: 200,
    reply: z.object({ phone: z.string() }),
    problems: ['not-yet'],
  },
  'POST /api/cases/:caseId/content-flags/:flagId/look': {
    summary: '微信提示过的话、照片、录音：乡里看过了，记一笔',
    area: '办理',
    allow: staff('of_case', ...townshipRoles),
    params: z.strictObject({ caseId: objectId, flagId: objectId }),
    status: 200,
    reply: caseView,
    problems: ['not-found'],
  },
  'POST /api/cases/:caseId/dismiss': causes('dismiss', { reason: reason('为什么不受理，写一句') }),
  'POST /api/cases/:caseId/return': {
    summary: '不是我们村的，退回乡里',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ version, reason: reason('为什么不是，写一句') }),
    status: 204,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cases/:caseId/reassign': causes('reassign', {
    owner: objectId,
    reason: reason('为什么换人，写一句'),
  }),
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
  'POST /api/cases/:caseId/join': causes('join', { into: objectId }),
  'POST /api/cases/:caseId/undo-join': causes('undo_join', {}),
  'POST /api/cases/:caseId/point-elsewhere': causes('point_elsewhere', {
    explanation: explanation('该找谁，写清楚，报的人看得到'),
  }),
  'POST /api/cases/:caseId/close-referral': causes('close_referral', {
    explanation: explanation('那边怎么办的，写一句，报的人看得到'),
  }),
  'POST /api/cases/:caseId/notes': {
    summary: '在经过里记一句，只有办事的人看得到',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({ ...sentLater, words: reason('写一句') }),
    status: 200,
    reply: caseView,
    problems: ['changed-meanwhile', 'already-sent'],
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

/** What is decided of a case between the visit and the relief. */
export const decisionEndpoints = endpoints({
  'POST /api/cases/:caseId/report-up': {
    ...causes('report_up', { ...sentLater, words: line(200).default('') }),
    problems: [...doneOnce],
  },
  'POST /api/cases/:caseId/return-for-more': causes('return_for_more', {
    reason: reason('要补什么，写一句'),
  }),
  'POST /api/cases/:caseId/decide-not-eligible': causes('decide_not_eligible', {
    explanation: explanation('为什么不符合、还能找谁，写清楚，家里看得到'),
  }),
  'POST /api/cases/:caseId/reopen': causes('reopen', { reason: reason('有什么新难处，写一句') }),
  'POST /api/cases/:caseId/pause': causes('pause', { reason: z.enum(pauseReasonCodes), until: instant }),
  'POST /api/cases/:caseId/resume': causes('resume', {}),
})
