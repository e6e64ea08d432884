import { z } from 'zod'
import { caseStateCodes, stageCodes } from '../domain/case-states'
import { discovererCodes, reportGroundsCodes, staffChannels } from '../domain/code-lists'
import { satisfactionCodes } from '../domain/follow-up'
import { townshipRoles, villageRoles } from '../domain/roles'
import { endpoints, everyone, signedIn, staff } from './endpoint'
import {
  cardId,
  helpCategory,
  identityNumber,
  instant,
  line,
  longestText,
  objectId,
  personName,
  phone,
  phonePosition,
  photoIds,
  publicPerson,
  reason,
  receiptNumber,
  urgency,
  villageCode,
  voiceIds,
  words,
} from './fields'
import { consentVersion } from './own-data'

/** Where the family lives, as the reporter said it. */
const statedPlace = z.strictObject({
  village: villageCode.optional(),
  /** `card`: filled in from the hotline card and left as it was; `reporter`: picked by the person. */
  villageFrom: z.enum(['card', 'reporter']).optional(),
  hamlet: line(40).optional(),
  words: line(200).optional(),
})

/** What somebody reports, once. The key makes sending it again harmless. */
export const reportSubmission = z
  .strictObject({
    clientKey: z.uuid('发送编号不对'),
    card: cardId.optional(),
    /** What the server gave when the card was opened in a chat group: which group it was, sealed. */
    groupChat: z
      .string()
      .max(500)
      .regex(/^[\w.-]+$/, '群的记号不对')
      .optional(),
    forWhom: z.enum(['self', 'other']),
    discoverer: z.enum(discovererCodes).optional(),
    /** Of a report for somebody else: their consent, or what stands for it. */
    grounds: z.enum(reportGroundsCodes).optional(),
    categories: z.array(helpCategory).max(12).default([]),
    text: words(longestText).default(''),
    photos: photoIds,
    voices: voiceIds,
    subjectName: personName.optional(),
    place: statedPlace.default({}),
    position: phonePosition.optional(),
    phone: phone.optional(),
    markedUrgent: z.boolean().default(false),
    consent: z.literal(true, '要您同意才能发'),
    /** Which text was agreed to; phones of the first versions do not say. */
    consentVersion: consentVersion.optional(),
  })
  .refine(
    ({ text, categories, photos, voices }) =>
      text !== '' || categories.length > 0 || photos.length > 0 || voices.length > 0,
    { path: ['text'], message: '说一说出了什么事，或者点一张图' },
  )
  .meta({ id: 'ReportSubmission', description: '村民报的一件事' })

/** What the staff write down of a call, a visitor, a list: as much as was said, in the order it is said. */
const entryDraft = z.strictObject({
  text: words(longestText).default(''),
  categories: z.array(helpCategory).max(12).default([]),
  subjectName: personName.optional(),
  /** The household's own phone, which tells whether it is known already. */
  subjectPhone: phone.optional(),
  idNumber: identityNumber.optional(),
  place: z
    .strictObject({
      village: villageCode.optional(),
      hamlet: line(40).optional(),
      words: line(200).optional(),
    })
    .default({}),
  markedUrgent: z.boolean().default(false),
  discoverer: z.enum(discovererCodes).optional(),
})
const saysSomething = (said: { text: string; categories: readonly string[] }) =>
  said.text !== '' || said.categories.length > 0

/** A report written down by the staff for somebody (R4). */
export const staffEntry = entryDraft
  .extend({
    clientKey: z.uuid('发送编号不对'),
    channel: z.enum(staffChannels),
    reporterName: personName.optional(),
    /** The number to call back, by whose last four digits the reporter can ask how far it has come. */
    phone: phone.optional(),
  })
  .refine(saysSomething, { path: ['text'], message: '写一写出了什么事' })
  .meta({ id: 'StaffEntry', description: '工作人员代记的一件事' })

/** An open case that may be the same household's. */
const lookalike = z
  .object({
    caseId: objectId,
    state: z.enum(caseStateCodes),
    subjectName: z.string().nullable(),
    placeName: z.string(),
    headline: z.string(),
    openedAt: instant,
    why: z.string(),
  })
  .meta({ id: 'Lookalike', description: '可能是同一家的线索' })

/** Who will come and by when; the times are our own reminders, not legal deadlines. */
const promise = z.object({
  contact: publicPerson.nullable(),
  contactBy: instant,
  visitBy: instant,
})

/** What a reporter adds to their report later: what was said before stays as it was. */
const addition = z
  .strictObject({
    clientKey: z.uuid('发送编号不对'),
    text: words(longestText).default(''),
    photos: photoIds,
    voices: voiceIds,
  })
  .refine(({ text, photos, voices }) => text !== '' || photos.length > 0 || voices.length > 0, {
    path: ['text'],
    message: '写一句、说一句，或者加一张照片',
  })

/** 收条: the answer every report gets (R4). */
export const receipt = z
  .object({
    receipt: receiptNumber,
    sentAt: instant,
    placed: z.boolean(),
    villageName: z.string().nullable(),
    promise,
    hotline: z.string(),
    /** True when this report had been received before: a double tap, a lost answer, a second tab. */
    alreadyReceived: z.boolean(),
  })
  .meta({ id: 'Receipt', description: '收条' })

/** One of the reporter's own reports, and how far it has come. */
export const ownReport = z
  .object({
    receipt: receiptNumber,
    sentAt: instant,
    forWhom: z.enum(['self', 'other']),
    categories: z.array(helpCategory),
    text: z.string(),
    subjectName: z.string().nullable(),
    photoCount: z.int(),
    voiceCount: z.int(),
    villageName: z.string().nullable(),
    stage: z.enum(stageCodes),
    /** Each step reached, oldest first, in plain words. */
    steps: z.array(z.object({ stage: z.enum(stageCodes), at: instant, told: z.string() })),
    contact: publicPerson.nullable(),
    hotline: z.string(),
    /** What comes next, and by when; null when it has ended. */
    next: z.object({ told: z.string(), by: instant }).nullable(),
    /** How it ended, where it ended otherwise than by help. */
    ended: z.string().nullable(),
    /** What the reporter has said since. */
    additions: z.array(z.object({ at: instant, text: z.string(), photoCount: z.int(), voiceCount: z.int() })),
    canWithdraw: z.boolean(),
    /** A refusal may be objected to once. */
    canObject: z.boolean(),
    /** Once the result was told, its reporter may say how they found it, once. */
    canRate: z.boolean(),
    rated: z.enum(satisfactionCodes).nullable(),
  })
  .meta({ id: 'OwnReport', description: '我报的一件事' })

/** Reports coming in, and their answers. */
export const intakeEndpoints = endpoints({
  'POST /api/reports': {
    summary: '报一件事（自己求助或帮别人报）',
    area: '报事',
    allow: signedIn,
    body: reportSubmission,
    status: 201,
    reply: receipt,
    problems: ['already-sent'],
  },
  'GET /api/my-reports': {
    summary: '我报过的事',
    area: '报事',
    allow: signedIn,
    status: 200,
    reply: z.object({ reports: z.array(ownReport) }),
  },
  'GET /api/my-reports/:receipt': {
    summary: '我报的一件事办到哪了',
    area: '报事',
    allow: signedIn,
    params: z.strictObject({ receipt: receiptNumber }),
    status: 200,
    reply: ownReport,
  },
  'POST /api/my-reports/:receipt/additions': {
    summary: '再补一句，或者再加照片、录音',
    area: '报事',
    allow: signedIn,
    params: z.strictObject({ receipt: receiptNumber }),
    body: addition,
    status: 201,
    reply: ownReport,
    problems: ['already-sent'],
  },
  'POST /api/my-reports/:receipt/withdraw': {
    summary: '不用办了，撤回',
    area: '报事',
    allow: signedIn,
    params: z.strictObject({ receipt: receiptNumber }),
    body: z.strictObject({}),
    status: 200,
    reply: ownReport,
    problems: ['changed-meanwhile'],
  },
  'POST /api/my-reports/:receipt/object': {
    summary: '不同意不予受理，请分管领导再看一次（只有一次）',
    area: '报事',
    allow: signedIn,
    params: z.strictObject({ receipt: receiptNumber }),
    body: z.strictObject({ reason: reason('为什么不同意，写一句') }),
    status: 200,
    reply: ownReport,
    problems: ['changed-meanwhile'],
  },
  'POST /api/my-reports/:receipt/rating': {
    summary: '说说办得怎么样（只说一次）',
    area: '报事',
    allow: signedIn,
    params: z.strictObject({ receipt: receiptNumber }),
    body: z.strictObject({ satisfied: z.enum(satisfactionCodes), words: line(200).default('') }),
    status: 200,
    reply: ownReport,
    problems: ['changed-meanwhile', 'not-yet'],
  },
  'POST /api/status': {
    summary: '打电话报的：凭收条号和电话后四位问办到哪了',
    area: '报事',
    allow: everyone,
    body: z.strictObject({
      receipt: receiptNumber,
      lastFour: z.string().regex(/^\d{4}$/, '电话后四位是 4 个数字'),
    }),
    status: 200,
    reply: z
      .object({ stage: z.enum(stageCodes), ended: z.boolean(), hotline: z.string() })
      .meta({ id: 'Status', description: '办到哪一步了，别的什么也不说' }),
    problems: ['too-many'],
  },
  'POST /api/entries': {
    summary: '代记一件事：电话、窗口、走访、转来的单子',
    area: '报事',
    allow: staff('own', ...villageRoles, ...townshipRoles),
    body: staffEntry,
    status: 201,
    reply: z
      .object({
        receipt: receiptNumber,
        caseId: objectId,
        placed: z.boolean(),
        placeName: z.string(),
        owner: publicPerson,
        /** It was joined to the household's open case. */
        joined: z.boolean(),
        alreadyReceived: z.boolean(),
      })
      .meta({ id: 'Entered', description: '记下了' }),
    problems: ['already-sent'],
  },
  'POST /api/entries/preview': {
    summary: '边写边看：会到哪个村，是不是报过了，急不急',
    area: '报事',
    allow: staff('own', ...villageRoles, ...townshipRoles),
    body: entryDraft,
    status: 200,
    reply: z
      .object({
        village: z.object({ code: villageCode, name: z.string() }).nullable(),
        elsewhere: z.string().nullable(),
        reasons: z.array(z.string()),
        suggestions: z.array(
          z.object({ village: villageCode, name: z.string(), reasons: z.array(z.string()) }),
        ),
        urgency,
        dangers: z.array(z.object({ word: z.string(), call: z.enum(['120', '110', '119']).nullable() })),
        joins: lookalike.nullable(),
        lookalikes: z.array(lookalike),
      })
      .meta({ id: 'EntryPreview', description: '写到一半时知道的' }),
  },
})
