import { z } from 'zod'
import { discovererCodes } from '../domain/code-lists'
import { stageCodes } from '../domain/life-cycle'
import { endpoints, everyone, signedIn } from './endpoint'
import {
  cardId,
  helpCategory,
  instant,
  line,
  longestText,
  mostPhotos,
  objectId,
  personName,
  phone,
  publicPerson,
  receiptNumber,
  villageCode,
  words,
} from './fields'

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
    forWhom: z.enum(['self', 'other']),
    discoverer: z.enum(discovererCodes).optional(),
    categories: z.array(helpCategory).max(12).default([]),
    text: words(longestText).default(''),
    photos: z.array(objectId).max(mostPhotos, `照片最多 ${mostPhotos} 张`).default([]),
    subjectName: personName.optional(),
    place: statedPlace.default({}),
    phone: phone.optional(),
    markedUrgent: z.boolean().default(false),
    consent: z.literal(true, '要您同意才能发'),
  })
  .refine((report) => report.text !== '' || report.categories.length > 0 || report.photos.length > 0, {
    path: ['text'],
    message: '说一说出了什么事，或者点一张图',
  })
  .meta({ id: 'ReportSubmission', description: '村民报的一件事' })

/** Who will come and by when; the times are our own reminders, not legal deadlines. */
const promise = z.object({
  contact: publicPerson.nullable(),
  contactBy: instant,
  visitBy: instant,
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
    villageName: z.string().nullable(),
    stage: z.enum(stageCodes),
    /** Each step reached, oldest first, in plain words. */
    steps: z.array(z.object({ stage: z.enum(stageCodes), at: instant, told: z.string() })),
    contact: publicPerson.nullable(),
    hotline: z.string(),
    /** What comes next, and by when. */
    next: z.object({ told: z.string(), by: instant }),
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
  'POST /api/attachments': {
    summary: '传一张照片',
    area: '报事',
    allow: signedIn,
    takes: 'multipart/form-data',
    status: 201,
    reply: z.object({ id: objectId }).meta({ id: 'Attachment', description: '存好的照片' }),
    problems: ['not-a-photo', 'too-large', 'unsupported-type'],
  },
  'GET /api/attachments/:attachmentId': {
    summary: '看一张照片（链接几分钟内有效）',
    area: '报事',
    allow: everyone,
    params: z.strictObject({ attachmentId: objectId }),
    query: z.strictObject({
      expires: z.string().regex(/^\d{10,13}$/),
      signature: z.string().regex(/^[\w-]{43}$/),
    }),
    status: 200,
    gives: 'image/jpeg',
  },
})
