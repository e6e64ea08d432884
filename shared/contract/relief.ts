import { z } from 'zod'
import { wayOfContactCodes } from '../domain/follow-up'
import {
  advanceTypeCodes,
  applicantCodes,
  inquiryUnitCodes,
  reliefTypeCodes,
  wayOfPayingCodes,
} from '../domain/relief'
import { waivingCauseCodes } from '../domain/relief-life'
import { materialStatusCodes } from '../domain/relief-materials'
import { caseRoles } from '../domain/roles'
import { caseParams, causes } from './casework'
import { endpoints, staff } from './endpoint'
import { explanation, instant, line, money, objectId, personName, photoIds, reason } from './fields'
import { teamMember } from './relief-views'

/** A key that the phone makes for each thing given or begun: sent twice, it is stored once. */
const clientKey = z.uuid()
/** Asked on every relief (民发〔2021〕57号): of whom of the staff the family is kin; null where it is not. */
const kinOfStaff = line(60).min(1, '和谁是什么亲属，写一句').nullable()
/** Kin of the township's lead: then the lead stands aside and the county decides (回避). */
const kinOfLead = z.boolean().default(false)
const item = objectId

const joint = {
  team: z
    .array(
      z.strictObject({
        name: personName,
        title: line(30),
        unit: z.enum(inquiryUnitCodes),
      }),
    )
    .min(3, '县、乡、村都要有人')
    .max(12),
  meetAt: instant,
  place: line(60).default(''),
}

const work = z.discriminatedUnion('does', [
  z.strictObject({
    does: z.literal('tick'),
    materials: z
      .array(z.strictObject({ code: z.string().max(30), status: z.enum(materialStatusCodes) }))
      .min(1, '还没有改哪一样')
      .max(30),
  }),
  z.strictObject({ does: z.literal('submit') }),
  z.strictObject({ does: z.literal('extend'), reason: reason('为什么要延长，写一句') }),
  z.strictObject({ does: z.literal('spare_publication') }),
  z.strictObject({ does: z.literal('emergency_over'), on: instant }),
  z.strictObject({ does: z.literal('finish_paperwork') }),
  z.strictObject({ does: z.literal('recuse'), kinOfStaff: line(60).min(1, '和您是什么亲属，写一句') }),
])

const outcome = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('granted'),
    amount: money(1).nullable(),
    monthly: z.boolean(),
    paid: z.enum(wayOfPayingCodes),
    /** What was given besides money, or instead of it. */
    what: line(100).default(''),
  }),
  z.strictObject({
    is: z.literal('refused'),
    reason: explanation('为什么没有批，写清楚，家里看得到'),
    nextDoor: explanation('还能找谁、办什么，写清楚，家里看得到'),
    told: z.enum(wayOfContactCodes),
  }),
  z.strictObject({ is: z.literal('withdrawn'), reason: reason('为什么不办了，写一句') }),
  z.strictObject({
    is: z.literal('paperwork_waived'),
    cause: z.enum(waivingCauseCodes),
    reason: reason('是怎么回事，写一句'),
  }),
])

/** The green channel and the relief of a case (R6, R9, R10). */
export const reliefEndpoints = endpoints({
  'GET /api/cases/:caseId/relief-desk': {
    summary: '办救助要先知道的：谁一起去，先行救助最多多少',
    area: '救助',
    allow: staff('of_case', ...caseRoles),
    params: caseParams,
    status: 200,
    reply: z
      .object({
        /** Who would go together, by the duty roster. */
        team: z.array(teamMember),
        /** The most that quick relief may be: one month's minimum living standard. */
        quickCap: z.int(),
        /** The most that an officer gives in advance without the lead. */
        advanceLimit: z.int(),
        /** True for the lead and the county above them, whom the limit does not bind. */
        isLead: z.boolean(),
        /** True for the county, which decides where the family is the lead's kin. */
        isCounty: z.boolean(),
        /** How many live in the household, as the last visit found it. */
        people: z.int().nullable(),
        publicationDays: z.record(z.enum(reliefTypeCodes), z.int()),
        materials: z.record(
          z.enum(reliefTypeCodes),
          z.array(z.object({ label: z.string(), heldBy: z.string().nullable(), optional: z.boolean() })),
        ),
      })
      .meta({ id: 'ReliefDesk', description: '办救助要先知道的' }),
  },
  'POST /api/cases/:caseId/joint-inquiry': causes('start_joint_inquiry', joint),
  'POST /api/cases/:caseId/joint-inquiry/change': causes('change_joint_inquiry', joint),
  'POST /api/cases/:caseId/advance-relief': causes('give_advance_relief', {
    clientKey,
    type: z.enum(advanceTypeCodes),
    amount: money(),
    /** What was given besides money, or instead of it. */
    goods: line(100).default(''),
    giver: personName,
    receiver: personName,
    relation: line(20).min(1, '和受助的人是什么关系'),
    happenedAt: instant,
    photos: photoIds,
    kinOfStaff,
    kinOfLead,
  }),
  'POST /api/cases/:caseId/ask-decision': causes('ask_decision', {
    /** What is to be decided, and why not here. */
    words: reason('请上面定什么，写一句'),
    kinOfLead,
  }),
  'POST /api/cases/:caseId/relief': causes('start_relief', {
    clientKey,
    type: z.enum(reliefTypeCodes),
    applicant: z.enum(applicantCodes),
    kinOfStaff,
    kinOfLead,
  }),
  'POST /api/cases/:caseId/relief-work': causes('work_on_relief', { item, work }),
  'POST /api/cases/:caseId/relief-publication': causes('publish_relief', {
    item,
    /** Whose name is published, masked; left out: the one the case is about. */
    name: personName.optional(),
    /** A minor is never published. */
    isMinor: z.boolean(),
    people: z.int().min(1, '至少一口人').max(30, '最多 30 口人'),
    amount: money(1).nullable(),
    /** From when it hangs there; left out: now. */
    from: instant.optional(),
  }),
  'POST /api/cases/:caseId/relief-outcome': causes('settle_relief', { item, outcome }),
})
