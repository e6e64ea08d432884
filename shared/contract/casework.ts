import { z } from 'zod'
import { channelCodes, discovererCodes, trackCodes } from '../domain/code-lists'
import { caseEventCodes, caseStateCodes } from '../domain/life-cycle'
import { caseRoles, deskRoles, townshipRoles, villageRoles } from '../domain/roles'
import { endpoints, staff } from './endpoint'
import {
  countyCode,
  helpCategory,
  instant,
  line,
  objectId,
  publicPerson,
  reason,
  receiptNumber,
  townshipCode,
  urgency,
  villageCode,
} from './fields'

const caseParams = z.strictObject({ caseId: objectId })

/** Which version of the case the screen showed: a stale screen is told so instead of overwriting. */
const version = z.int().min(0)

/** One line of a queue. */
const queueItem = z
  .object({
    id: objectId,
    version,
    state: z.enum(caseStateCodes),
    urgency,
    subjectName: z.string().nullable(),
    placeName: z.string(),
    headline: z.string(),
    categories: z.array(helpCategory),
    nextAction: z.string(),
    openedAt: instant,
    dueAt: instant,
    photoCount: z.int(),
    reporterHasPhone: z.boolean(),
  })
  .meta({ id: 'QueueItem', description: '待办里的一条线索' })

/** A village that a triage desk may place a lead in, with why. */
const suggestion = z
  .object({
    village: villageCode,
    name: z.string(),
    score: z.number().min(0).max(1),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'VillageSuggestion', description: '可能的村和理由' })

/** A stretch of the report's text in which a place was recognised. */
const recognised = z.object({ start: z.int(), end: z.int(), text: z.string() })

const reportInCase = z.object({
  receipt: receiptNumber,
  sentAt: instant,
  channel: z.enum(channelCodes),
  forWhom: z.enum(['self', 'other']),
  discoverer: z.enum(discovererCodes).nullable(),
  categories: z.array(helpCategory),
  text: z.string(),
  hamlet: z.string().nullable(),
  placeWords: z.string().nullable(),
  photos: z.array(z.string()),
  phoneMasked: z.string().nullable(),
  reporterName: z.string().nullable(),
  /** What the reporter has said since. */
  additions: z.array(z.object({ at: instant, text: z.string(), photos: z.array(z.string()) })),
  /** The joined case that this report came with, so that it can be taken out again; null for the case's own. */
  joinedFrom: z.object({ id: objectId, version }).nullable(),
})

/** An open case that may speak of the same household, with its words to compare. */
const lookalike = z.object({
  id: objectId,
  version,
  subjectName: z.string().nullable(),
  placeName: z.string(),
  texts: z.array(z.string()),
  openedAt: instant,
  why: z.string(),
})

/** A case with its story, as staff of its territory see it. */
export const caseView = z
  .object({
    id: objectId,
    version,
    state: z.enum(caseStateCodes),
    urgency,
    urgencyReasons: z.array(z.string()),
    subjectName: z.string().nullable(),
    placeName: z.string(),
    village: z.object({ code: villageCode, name: z.string() }).nullable(),
    owner: publicPerson,
    mine: z.boolean(),
    nextAction: z.string(),
    openedAt: instant,
    dueAt: instant,
    /** Null once the case is closed. */
    clock: z.object({ label: z.string(), nature: z.enum(['internal', 'notice']) }).nullable(),
    track: z.enum(trackCodes),
    /** The case it was joined to. */
    mergedInto: objectId.nullable(),
    /** Who else could have it, for whoever may reassign it. */
    candidates: z.array(z.object({ id: objectId, calledAs: z.string(), title: z.string() })),
    lookalikes: z.array(lookalike),
    routing: z.object({
      reasons: z.array(z.string()),
      confidence: z.number().min(0).max(1),
      suggestions: z.array(suggestion),
    }),
    reports: z.array(reportInCase),
    history: z.array(z.object({ at: instant, told: z.string(), by: publicPerson.nullable() })),
    /** The events this viewer may cause now: the screen's buttons. */
    events: z.array(z.enum(caseEventCodes)),
  })
  .meta({ id: 'Case', description: '一条线索和它的经过' })

/** A waiting lead on the triage desk, with the words that were recognised and the ranked villages. */
const triageItem = queueItem
  .extend({
    text: z.string(),
    placeWords: z.string().nullable(),
    channel: z.enum(channelCodes),
    recognised: z.array(recognised),
    reasons: z.array(z.string()),
    suggestions: z.array(suggestion),
    desk: z.string(),
    track: z.enum(trackCodes),
    trackReason: z.string(),
    /** Where outside it seems to belong, by name. */
    elsewhere: z.object({ division: z.string(), name: z.string() }).nullable(),
    /** Words of the report that can be taught to mean the village it is placed in. */
    teachable: z.array(z.string()),
    events: z.array(z.enum(caseEventCodes)),
  })
  .meta({ id: 'TriageItem', description: '待分派的一条线索' })

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
