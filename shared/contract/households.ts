import { z } from 'zod'
import { caseStateCodes } from '../domain/case-states'
import { caseRoles } from '../domain/roles'
import { caseParams } from './casework'
import { endpoints, staff } from './endpoint'
import { instant, objectId, personName, phone, publicPerson, urgency } from './fields'
import { visitInCase } from './visit-views'

/** A case in its household's life, in one line. */
const caseOfHousehold = z.object({
  id: objectId,
  state: z.enum(caseStateCodes),
  open: z.boolean(),
  urgency,
  openedAt: instant,
  headline: z.string(),
  placeName: z.string(),
  owner: publicPerson,
  nextAction: z.string(),
  dueAt: instant,
})

/** A household as it is known from its cases; its register with a model of its own comes with the ledgers. */
export const householdView = z
  .object({
    /** The case that its page opens by: the newest one that this viewer may see. */
    caseId: objectId,
    name: z.string().nullable(),
    placeName: z.string(),
    phoneMasked: z.string().nullable(),
    /** A case whose reporter left a number: taking it whole is noted there. */
    callThrough: objectId.nullable(),
    /** What the last visit found; null where nobody has been there. */
    known: z
      .object({
        at: instant,
        visitors: z.string(),
        people: z.int().nullable(),
        members: z.array(z.object({ name: z.string(), words: z.string(), selfCare: z.string() })),
        /** Degree, causes and category, in one line. */
        hardship: z.string(),
        housing: z.string(),
      })
      .nullable(),
    /** Newest first. */
    cases: z.array(caseOfHousehold),
    visits: z.array(visitInCase.omit({ photos: true }).extend({ caseId: objectId })),
    relief: z.array(
      z.object({
        caseId: objectId,
        label: z.string(),
        amount: z.int().nullable(),
        how: z.string(),
        at: instant,
      }),
    ),
    followUps: z.array(z.object({ caseId: objectId, at: instant, words: z.string() })),
    /** Cases that may be of the same household, where nothing proves it. */
    perhaps: z.array(caseOfHousehold.extend({ name: z.string().nullable(), why: z.string() })),
  })
  .meta({ id: 'Household', description: '一户人家：办过的事、上门、救助、回访' })

/** Households, as far as their cases tell of them. */
export const householdEndpoints = endpoints({
  'GET /api/cases/:caseId/household': {
    summary: '看这一家：办过的事、上门、救助、回访，记一笔谁看的',
    area: '村里',
    allow: staff('of_case', ...caseRoles),
    params: caseParams,
    status: 200,
    reply: householdView,
  },
  'POST /api/households/search': {
    summary: '找一家：自己村里按名字，或者按完整的电话',
    area: '村里',
    allow: staff('own', ...caseRoles),
    body: z
      .strictObject({ name: personName.optional(), phone: phone.optional() })
      .refine(({ name, phone: number }) => (name === undefined) !== (number === undefined), {
        path: ['name'],
        message: '写名字，或者写完整的电话',
      }),
    status: 200,
    reply: z.object({
      households: z.array(
        z.object({
          caseId: objectId,
          name: z.string().nullable(),
          placeName: z.string(),
          cases: z.int(),
          open: z.int(),
          lastAt: instant,
        }),
      ),
      /** More were found than are shown. */
      more: z.boolean(),
    }),
  },
})
