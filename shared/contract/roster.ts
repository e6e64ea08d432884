import { z } from 'zod'
import { departmentCodes } from '../domain/code-lists'
import { deskRoles, roleCodes, townshipRoles, villageRoles } from '../domain/roles'
import { version } from './case-views'
import { endpoints, staff } from './endpoint'
import {
  countyCode,
  instant,
  line,
  mobilePhone,
  objectId,
  personName,
  publicPerson,
  townshipCode,
  villageCode,
} from './fields'

/** The largest number that a village group has anywhere. */
const largestGroup = 200
const longestTitle = 20

const absence = z.object({ id: objectId, from: instant, until: instant })
const title = line(longestTitle).min(1, '职务名称还没有写')
const group = z.int().min(1, '组从 1 数起').max(largestGroup, `组最多到 ${largestGroup}`)
/** A post's name in addresses, as `postKey` makes it. */
export const postName = z.string().regex(/^[a-z_]+\.\d{6,12}(?:\.[a-z_\d]{1,40})?$/, '没有这个职务')

/** One post on the roster with whoever holds it; a person stands there once for each post. */
const onRoster = z
  .object({
    /** The person's account. */
    id: objectId,
    /** How often the person was changed: what a change must name, so that a stale screen overwrites nothing. */
    version,
    calledAs: z.string(),
    phoneMasked: z.string().nullable(),
    /** The post's name in addresses. */
    post: postName,
    role: z.enum(roleCodes),
    territory: z.string(),
    title: z.string(),
    deputy: z.boolean(),
    group: z.int().nullable(),
    department: z.enum(departmentCodes).nullable(),
    away: absence.nullable(),
    /** May the one who asks change or end this post? */
    changeable: z.boolean(),
    /** May the one who asks make a one-time sign-in code for this person? */
    bringable: z.boolean(),
  })
  .meta({ id: 'OnRoster', description: '值班表上的一个人' })

const place = z.string().regex(/^(?:\d{6}|\d{9}|\d{12})$/, '地方的编号不对')

/** A post for somebody, who is known by their mobile number or comes new with it. */
export const newPost = z
  .strictObject({
    calledAs: personName,
    phone: mobilePhone,
    role: z.enum(roleCodes),
    territory: place,
    title,
    deputy: z.boolean().default(false),
    /** For a group's leader: which group of the village. */
    group: group.optional(),
    /** For a department's contact: which department. */
    department: z.enum(departmentCodes).optional(),
  })
  .refine(({ role, group }) => (role === 'group_leader') === (group !== undefined), {
    path: ['group'],
    message: '小组长要写是第几组，别的职务没有组',
  })
  .refine(({ role, department }) => (role === 'department_contact') === (department !== undefined), {
    path: ['department'],
    message: '部门联系人要选是哪个部门，别的职务没有部门',
  })
  .meta({ id: 'NewPost', description: '给一个人一个职务' })

const onePost = z.strictObject({ person: objectId, post: postName })

/** Who holds which post, who is away, and who acts meanwhile (R2, R13). */
export const rosterEndpoints = endpoints({
  'GET /api/townships/:township/roster': {
    summary: '值班表：哪个村谁在，谁不在，哪个村没有人',
    area: '值班表',
    allow: staff('own', ...townshipRoles),
    params: z.strictObject({ township: townshipCode }),
    status: 200,
    reply: z.object({
      desk: z.array(onRoster),
      /** Of the local stations, and of the county's bureaus that answer where the township has none. */
      contacts: z.array(onRoster),
      villages: z.array(
        z.object({
          code: villageCode,
          name: z.string(),
          people: z.array(onRoster),
          acting: publicPerson.nullable(),
          blind: z.boolean(),
          /** Groups that nobody watches. */
          unwatched: z.array(z.int()),
        }),
      ),
    }),
  },
  'GET /api/counties/:county/roster': {
    summary: '县里的值班表：各乡镇的分管领导和经办人，县里的部门联系人',
    area: '值班表',
    allow: staff('own', 'county_officer'),
    params: z.strictObject({ county: countyCode }),
    status: 200,
    reply: z.object({
      desk: z.array(onRoster),
      contacts: z.array(onRoster),
      townships: z.array(z.object({ code: townshipCode, name: z.string(), people: z.array(onRoster) })),
    }),
  },
  'POST /api/posts': {
    summary: '加一个人，或者给已有的人再加一个职务（按手机号认人）',
    area: '值班表',
    allow: staff('own', ...deskRoles),
    body: newPost,
    status: 201,
    reply: z.object({
      id: objectId,
      /** The number was known: the person has one post more. */
      known: z.boolean(),
    }),
    problems: ['changed-meanwhile'],
  },
  'PUT /api/people/:person/posts/:post': {
    summary: '改一个人：称呼、手机号、职务名称、是不是副手、哪个组',
    area: '值班表',
    allow: staff('own', ...deskRoles),
    params: onePost,
    body: z.strictObject({
      version,
      calledAs: personName,
      /** Left out: the number stays. */
      phone: mobilePhone.optional(),
      title,
      deputy: z.boolean(),
      group: group.optional(),
    }),
    status: 204,
    problems: ['changed-meanwhile'],
  },
  'POST /api/people/:person/posts/:post/end': {
    summary: '不再担任：马上不能再看，手上的线索交出去',
    area: '值班表',
    allow: staff('own', ...deskRoles),
    params: onePost,
    body: z.strictObject({ version }),
    status: 200,
    reply: z.object({ handedOver: z.int() }),
    problems: ['changed-meanwhile'],
  },
  'GET /api/absences/mine': {
    summary: '我请的假，和我不在的时候谁管',
    area: '值班表',
    allow: staff('own', ...villageRoles, ...deskRoles),
    status: 200,
    reply: z.object({
      /** Those that run or are still to come, the nearest first. */
      absences: z.array(absence),
      /** Who gets one's cases, for each place one works at, as the roster stands now. */
      meanwhile: z.array(z.object({ placeName: z.string(), who: publicPerson.nullable() })),
    }),
  },
  'POST /api/absences': {
    summary: '记下谁从哪天到哪天不在，手上的线索交出去',
    area: '值班表',
    allow: staff('own', ...villageRoles, ...deskRoles),
    body: z.strictObject({
      /** Left out: oneself. */
      account: objectId.optional(),
      from: instant,
      until: instant,
    }),
    status: 201,
    reply: z.object({ id: objectId, handedOver: z.int() }),
  },
  'DELETE /api/absences/:absenceId': {
    summary: '回来了',
    area: '值班表',
    allow: staff('own', ...villageRoles, ...deskRoles),
    params: z.strictObject({ absenceId: objectId }),
    status: 204,
  },
})
