import { z } from 'zod'
import { reportPartCodes } from '../domain/retention'
import { endpoints, signedIn } from './endpoint'
import { instant, personName, phone, receiptNumber } from './fields'

/** Which text of consent was shown, as `shared/domain/privacy-words` names it. */
export const consentVersion = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '同意书的版本不对')

/** One report as its reporter sees what is stored with it. */
const ownRecord = z.object({
  receipt: receiptNumber,
  sentAt: instant,
  open: z.boolean(),
  about: z.string(),
  /** Masked. */
  phone: z.string().nullable(),
  name: z.string().nullable(),
  hasPosition: z.boolean(),
  photoCount: z.int(),
  voiceCount: z.int(),
  additionCount: z.int(),
  /** What has been taken out of it since. */
  removed: z.array(z.enum(reportPartCodes as [string, ...string[]])),
})

/** 我同意, or that it was taken back; the version is null where it was not stored at the time. */
const consentEvent = z.object({
  at: instant,
  kind: z.enum(['given', 'withdrawn']),
  version: z.string().nullable(),
  receipt: receiptNumber.nullable(),
})

/** 我的信息: everything that is stored about whoever asks, in numbers and short words. */
export const ownData = z
  .object({
    since: instant,
    byWeChat: z.boolean(),
    sessionCount: z.int(),
    noticeCount: z.int(),
    allowedMessages: z.int(),
    postTitles: z.array(z.string()),
    reports: z.array(ownRecord),
    consents: z.array(consentEvent),
    consentStands: z.boolean(),
  })
  .meta({ id: 'OwnData', description: '存着的我的信息' })

/** 注销回执. */
export const erasureReceipt = z
  .object({
    number: z.string().regex(/^\d{8}-\d{6}$/),
    at: instant,
    /** Reports whose phone and name go when their case is over. */
    held: z.int(),
  })
  .meta({ id: 'ErasureReceipt', description: '注销回执' })

const area = '我的信息'

/** What a person may do with what is stored about them (PIPL arts. 15, 44–47). */
export const ownDataEndpoints = endpoints({
  'GET /api/my-data': {
    summary: '存着我的哪些信息',
    area,
    allow: signedIn,
    status: 200,
    reply: ownData,
    problems: ['not-found'],
  },
  'PUT /api/my-data/contact': {
    summary: '改正我的电话、称呼（还在办的事，协理员会看到改了）',
    area,
    allow: signedIn,
    body: z
      .strictObject({
        clientKey: z.uuid('发送编号不对'),
        phone: phone.optional(),
        name: personName.optional(),
      })
      .refine((body) => body.phone !== undefined || body.name !== undefined, {
        path: ['phone'],
        message: '写新的电话，或者新的称呼',
      }),
    status: 200,
    reply: ownData,
    problems: ['not-found', 'already-sent'],
  },
  'GET /api/my-data/page': {
    summary: '导出我的信息：一页能读的网页，末尾附机器能读的 JSON',
    area,
    allow: signedIn,
    status: 200,
    gives: 'text/html',
    problems: ['not-found', 'too-many'],
  },
  'GET /api/my-data/sheet': {
    summary: '导出我的信息：Excel，微信里能打开、能转发',
    area,
    allow: signedIn,
    status: 200,
    gives: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    problems: ['not-found', 'too-many'],
  },
  'POST /api/my-data/consent/withdraw': {
    summary: '撤回同意：不再收新的，位置和消息提醒马上停',
    area,
    allow: signedIn,
    body: z.strictObject({}),
    status: 200,
    reply: ownData,
    problems: ['not-found'],
  },
  'POST /api/my-data/consent': {
    summary: '重新同意',
    area,
    allow: signedIn,
    body: z.strictObject({ version: consentVersion }),
    status: 200,
    reply: ownData,
    problems: ['not-found'],
  },
  'POST /api/my-data/erase': {
    summary: '注销账号（再发一次，得到同一张回执）',
    area,
    allow: signedIn,
    body: z.strictObject({ sure: z.literal(true, '要您说“确定”才能注销') }),
    status: 200,
    reply: erasureReceipt,
    problems: ['not-found', 'not-yet'],
  },
})
