import { z } from 'zod'
import { departmentCodes } from '../domain/code-lists'
import { caseEventCodes } from '../domain/life-cycle'
import { deskRoles, townshipRoles } from '../domain/roles'
import { longestMatter, numberPrefixForm, transferSheetCodes } from '../domain/transfers'
import { caseView, version } from './case-views'
import { caseParams, causes } from './casework'
import { refusal, reply } from './departments'
import { endpoints, staff } from './endpoint'
import {
  instant,
  line,
  objectId,
  pageQuery,
  personName,
  phone,
  publicPerson,
  townshipCode,
  urgency,
  words,
} from './fields'
import { transferView } from './transfer-views'

const transferParams = z.strictObject({ caseId: objectId, transferId: objectId })
const ofTownship = z.strictObject({ township: townshipCode })

const matter = words(longestMatter).min(1, '要他们办什么，写清楚')

const sending = {
  department: z.enum(departmentCodes),
  /** Which one, where the list says only 其他. */
  departmentName: line(30).optional(),
  matter,
  /** The number that the department is given: the family's own that is known, none, or another one. */
  phone: z.union([z.literal('known'), z.literal('none'), phone]).default('known'),
  /** Earlier than the clock says; left out: by the clock. */
  answerBy: instant.optional(),
  /** The transfer that was refused, and that this one takes the place of. */
  insteadOf: objectId.optional(),
}

/** A one-time link as it is shown once, when it is made. */
const freshLink = z
  .object({ token: z.string(), expiresAt: instant })
  .meta({ id: 'FreshLink', description: '刚做好的一次性链接，只显示这一次' })

const byTownship = {
  area: '转办',
  allow: staff('of_case', ...townshipRoles),
  params: transferParams,
} as const
const withLink = (summary: string) => ({
  ...byTownship,
  summary,
  body: z.strictObject({ version }),
  status: 200 as const,
  reply: z.object({ case: caseView, link: freshLink.nullable() }),
  problems: ['changed-meanwhile', 'not-yet'] as const,
})

/** Which lines of the ledger are wanted. */
const ledgerFilter = {
  department: z.enum(departmentCodes).optional(),
  sheet: z.enum(transferSheetCodes).optional(),
  year: z
    .string()
    .regex(/^20\d\d$/, '年份不对')
    .optional(),
}

/** 转办, at the township: what another department is asked to see to, and what comes of it (R5, R9, R10). */
export const transferEndpoints = endpoints({
  'GET /api/cases/:caseId/transfer-draft': {
    summary: '转办之前：哪个部门谁来接，带哪个电话，最晚到哪天',
    area: '转办',
    allow: staff('of_case', ...townshipRoles),
    params: caseParams,
    status: 200,
    reply: z.object({
      version,
      event: z.enum(['transfer', 'transfer_beside']).nullable(),
      subjectName: z.string().nullable(),
      placeName: z.string(),
      departments: z.array(z.object({ code: z.enum(departmentCodes), contact: publicPerson.nullable() })),
      phoneMasked: z.string().nullable(),
      matter: z.string(),
      answerBy: instant,
      /** Refused, and waiting for another way. */
      refused: z.array(z.object({ id: objectId, departmentCalled: z.string(), matter: z.string() })),
    }),
  },
  'POST /api/cases/:caseId/transfer': causes('transfer', sending),
  'POST /api/cases/:caseId/transfer-beside': causes('transfer_beside', sending),
  'POST /api/cases/:caseId/take-back': causes('take_back', {}),
  'POST /api/cases/:caseId/transfers/:transferId/receive': {
    ...causes('receive_transfer', { name: personName }),
    ...byTownship,
    summary: '替部门记下：签收了',
  },
  'POST /api/cases/:caseId/transfers/:transferId/refuse': {
    ...causes('refuse_transfer', { name: personName, reason: refusal }),
    ...byTownship,
    summary: '替部门记下：不归他们办',
  },
  'POST /api/cases/:caseId/transfers/:transferId/reply': {
    ...causes('reply_transfer', { name: personName, reply }),
    ...byTownship,
    summary: '替部门记下：答复了',
  },
  'POST /api/cases/:caseId/transfers/:transferId/close': {
    ...causes('close_transfer', {}),
    ...byTownship,
  },
  'POST /api/cases/:caseId/transfers/:transferId/remind': withLink('催一催；没有联系人的，做一个新链接'),
  'POST /api/cases/:caseId/transfers/:transferId/link': withLink('做一个一次性链接，旧的作废'),
  'POST /api/cases/:caseId/transfers/:transferId/revoke-link': withLink('链接作废'),
  'GET /api/townships/:township/transfers': {
    summary: '转办台账',
    area: '转办',
    allow: staff('own', ...deskRoles),
    params: ofTownship,
    query: pageQuery.extend(ledgerFilter),
    status: 200,
    reply: z.object({
      items: z.array(
        transferView.extend({
          case: z.object({
            id: objectId,
            version,
            subjectName: z.string().nullable(),
            placeName: z.string(),
            urgency,
            events: z.array(z.enum(caseEventCodes)),
          }),
        }),
      ),
      after: z.string().nullable(),
      /** How a number of this township begins. */
      prefix: z.string(),
      /** Years that have transfers, the latest first. */
      years: z.array(z.int()),
      /** Of all the township's, whatever the sheet: each stops at 100. */
      counts: z.object({ open: z.int(), overdue: z.int() }),
    }),
  },
  'GET /api/townships/:township/transfers/sheet': {
    summary: '转办台账（Excel，号码打了星号；记一笔谁下载的）',
    area: '转办',
    allow: staff('own', ...deskRoles),
    params: ofTownship,
    query: z.strictObject(ledgerFilter),
    status: 200,
    gives: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  'PUT /api/townships/:township/transfer-prefix': {
    summary: '文号怎么开头',
    area: '转办',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    body: z.strictObject({
      prefix: z.string().normalize('NFKC').trim().regex(numberPrefixForm, '文号开头写 1 到 10 个汉字'),
    }),
    status: 204,
  },
})
