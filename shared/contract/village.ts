import { z } from 'zod'
import { helpCategoryCodes } from '../domain/code-lists'
import { caseRoles, villageRoles } from '../domain/roles'
import { todayKindCodes } from '../domain/today'
import { villageFigureCodes } from '../domain/village-figures'
import { listedCase, queueItem } from './case-views'
import { endpoints, staff } from './endpoint'
import { cardId, helpCategory, instant, pageQuery, publicPerson, villageCode } from './fields'

/** A month, as 2026-11. */
const month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '月份不对')

/** One thing on the day's list: the case, what is to be done with it, and whose clock it is. */
const todayTask = queueItem
  .extend({
    kind: z.enum(todayKindCodes),
    /** False where the township has the case and somebody of the village may do it as well. */
    mine: z.boolean(),
    owner: publicPerson,
    /** Somebody else had it before and handed it over, and it has not been worked on since. */
    handedOver: z.boolean(),
    /** Of a track that only two may know of: a phone keeps nothing of it. */
    keptApart: z.boolean(),
  })
  .meta({ id: 'TodayTask', description: '今天要办的一件' })

/** Somebody of a village on its roster, as the others of the village may see it. */
const villager = publicPerson.extend({
  me: z.boolean(),
  group: z.int().nullable(),
  /** The absence that runs or comes next. */
  away: z.object({ from: instant, until: instant }).nullable(),
})

/** How many of each figure. */
const figures = z.record(z.enum(villageFigureCodes), z.int())

/** The pages of those who work in a village: their day, their village, its figures. */
export const villageEndpoints = endpoints({
  'GET /api/today': {
    summary: '今天要办的：手上的和该回访的，按期限',
    area: '村里',
    allow: staff('own', ...villageRoles),
    status: 200,
    reply: z.object({
      tasks: z.array(todayTask),
      /** How many more are in one's hands beyond what is listed; counted up to 100. */
      later: z.int(),
      /** One's own absence that runs, or begins within the days that the list looks ahead. */
      leave: z.object({ from: instant, until: instant }).nullable(),
    }),
  },
  'GET /api/our-villages': {
    summary: '我的村：谁在、热线名片',
    area: '村里',
    allow: staff('own', ...villageRoles),
    status: 200,
    reply: z.object({
      villages: z.array(
        z.object({
          code: villageCode,
          name: z.string(),
          townshipName: z.string(),
          hotline: z.string(),
          /** The card that is shared into the village's group; null where the township has made none. */
          card: cardId.nullable(),
          people: z.array(villager),
          /** Who gets a lead of this village now. */
          acting: publicPerson.nullable(),
        }),
      ),
    }),
  },
  'GET /api/our-groups': {
    summary: '我的组：管哪几个寨，有几件在办，谁管着（不说是谁家）',
    area: '村里',
    allow: staff('own', 'group_leader'),
    status: 200,
    reply: z.object({
      groups: z.array(
        z.object({
          village: villageCode,
          villageName: z.string(),
          townshipName: z.string(),
          hotline: z.string(),
          group: z.int(),
          hamlets: z.array(z.string()),
          /** How many cases are worked there now; null where the township has not entered the group's hamlets. */
          open: z.int().nullable(),
          /** Who gets a lead of this village now. */
          acting: publicPerson.nullable(),
        }),
      ),
    }),
  },
  'GET /api/villages/:village/figures': {
    summary: '一个村自己的数：近 12 个月',
    area: '村里',
    allow: staff('own', ...caseRoles),
    params: z.strictObject({ village: villageCode }),
    status: 200,
    reply: z.object({
      name: z.string(),
      /** Oldest first; the last one is the present month. */
      months: z.array(z.object({ month, figures, categories: z.record(z.enum(helpCategoryCodes), z.int()) })),
    }),
  },
  'GET /api/villages/:village/cases': {
    summary: '一个村的数里是哪些线索',
    area: '村里',
    allow: staff('own', ...caseRoles),
    params: z.strictObject({ village: villageCode }),
    query: pageQuery.extend({
      figure: z.enum(villageFigureCodes).default('received'),
      category: helpCategory.optional(),
      /** Left out: all the months that the figures show. */
      month: month.optional(),
    }),
    status: 200,
    reply: z.object({ items: z.array(listedCase), after: z.string().nullable() }),
  },
})
