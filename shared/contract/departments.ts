import { z } from 'zod'
import { longestMatter } from '../domain/transfers'
import { endpoints, everyone, staff } from './endpoint'
import { objectId, pageQuery, personName, words } from './fields'
import { transferForDepartment } from './transfer-views'

/** What the department says, as itself or by telephone. */
export const reply = words(longestMatter).min(1, '办得怎样，写一写')
export const refusal = words(longestMatter).min(1, '为什么不归你们办，写一句')

const name = personName
const ownParams = z.strictObject({ transferId: objectId })
/** Whatever stands in the address: a token that is none is answered like one that is wrong. */
const linkParams = z.strictObject({ token: z.string().max(200) })

const ofDepartment = {
  area: '转办',
  allow: staff('own', 'department_contact'),
  params: ownParams,
  status: 200,
  reply: transferForDepartment,
  problems: ['changed-meanwhile'],
} as const

const throughLink = {
  area: '转办',
  allow: everyone,
  params: linkParams,
  status: 200,
  reply: z.object({
    /** Answered, by whomever: then nothing else is told. */
    answered: z.boolean(),
    transfer: transferForDepartment.nullable(),
  }),
  problems: ['not-found', 'changed-meanwhile', 'too-many'],
} as const

/**
 * 转办, at the other department: its contact, who signs in, or whoever holds the one-time link. They see the matter,
 * and nothing else of the case.
 */
export const departmentEndpoints = endpoints({
  'GET /api/transfers': {
    summary: '转到我们部门的',
    area: '转办',
    allow: staff('own', 'department_contact'),
    query: pageQuery.extend({ sheet: z.enum(['open', 'done']).default('open') }),
    status: 200,
    reply: z.object({ items: z.array(transferForDepartment), after: z.string().nullable() }),
  },
  'GET /api/transfers/:transferId': {
    summary: '看转来的一件',
    area: '转办',
    allow: staff('own', 'department_contact'),
    params: ownParams,
    status: 200,
    reply: transferForDepartment,
  },
  'POST /api/transfers/:transferId/receive': { ...ofDepartment, summary: '签收', body: z.strictObject({}) },
  'POST /api/transfers/:transferId/refuse': {
    ...ofDepartment,
    summary: '不归我们办',
    body: z.strictObject({ reason: refusal }),
  },
  'POST /api/transfers/:transferId/reply': {
    ...ofDepartment,
    summary: '答复',
    body: z.strictObject({ reply }),
  },
  'POST /api/transfers/:transferId/calls': {
    summary: '给这家打电话：取完整号码，记一笔',
    area: '转办',
    allow: staff('own', 'department_contact'),
    params: ownParams,
    body: z.strictObject({}),
    status: 200,
    reply: z.object({ phone: z.string() }),
  },
  'GET /api/transfer-links/:token': { ...throughLink, summary: '凭链接看转来的一件' },
  'POST /api/transfer-links/:token/receive': {
    ...throughLink,
    summary: '凭链接签收',
    body: z.strictObject({ name }),
  },
  'POST /api/transfer-links/:token/refuse': {
    ...throughLink,
    summary: '凭链接：不归我们办',
    body: z.strictObject({ name, reason: refusal }),
  },
  'POST /api/transfer-links/:token/reply': {
    ...throughLink,
    summary: '凭链接答复',
    body: z.strictObject({ name, reply }),
  },
  'POST /api/transfer-links/:token/calls': {
    ...throughLink,
    summary: '凭链接给这家打电话：取完整号码，记一笔',
    body: z.strictObject({}),
    reply: z.object({ phone: z.string() }),
  },
})
