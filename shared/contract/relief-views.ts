import { z } from 'zod'
import { clockNatureCodes } from '../domain/clocks'
import { wayOfContactCodes } from '../domain/follow-up'
import { applicantCodes, inquiryUnitCodes, reliefTypeCodes, wayOfPayingCodes } from '../domain/relief'
import { reliefDeedCodes, reliefStateCodes, waivingCauseCodes } from '../domain/relief-life'
import { materialStatusCodes } from '../domain/relief-materials'
import { instant, objectId, publicPerson } from './fields'

/** One member of the joint inquiry team (R10). */
export const teamMember = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.enum(inquiryUnitCodes),
})

/** 联合入户: who goes, when, and where they meet. */
export const jointInquiry = z
  .object({ team: z.array(teamMember), meetAt: instant, place: z.string().nullable(), by: publicPerson })
  .meta({ id: 'JointInquiry', description: '联合入户的人和时间' })

/** One relief item of a case, with its list of materials and how far it has come (R9, R10). */
export const reliefItem = z
  .object({
    id: objectId,
    type: z.enum(reliefTypeCodes),
    state: z.enum(reliefStateCodes),
    startedAt: instant,
    startedBy: publicPerson,
    /** Null for what was given in advance: nobody applied for it. */
    applicant: z.enum(applicantCodes).nullable(),
    /** Of whom of the staff the family is kin; null where it is not. */
    kinOfStaff: z.string().nullable(),
    /** Kin of the lead: the county decides. */
    recused: z.boolean(),
    /** What runs and until when; null once the item has its outcome. */
    term: z
      .object({ label: z.string(), nature: z.enum(clockNatureCodes), source: z.string(), dueAt: instant })
      .nullable(),
    materials: z.array(
      z.object({
        code: z.string(),
        label: z.string(),
        heldBy: z.string().nullable(),
        optional: z.boolean(),
        status: z.enum(materialStatusCodes),
      }),
    ),
    submittedAt: instant.nullable(),
    publicationDays: z.int(),
    publicationSpared: z.boolean(),
    /** 公示: what stands on the notice board, the name masked. */
    publication: z
      .object({
        name: z.string(),
        place: z.string(),
        people: z.int(),
        amount: z.int().nullable(),
        from: instant,
        until: instant,
        hotline: z.string(),
      })
      .nullable(),
    /** What was given before the paperwork. */
    advance: z
      .object({
        amount: z.int(),
        goods: z.string().nullable(),
        giver: z.string(),
        receiver: z.string(),
        relation: z.string(),
        happenedAt: instant,
        decidedBy: publicPerson,
        photos: z.array(z.string()),
        emergencyOverAt: instant.nullable(),
      })
      .nullable(),
    outcome: z
      .object({
        at: instant,
        by: publicPerson,
        amount: z.int().nullable(),
        monthly: z.boolean(),
        paid: z.enum(wayOfPayingCodes).nullable(),
        what: z.string().nullable(),
        /** Why the papers of what was given in advance can never be had. */
        waived: z.enum(waivingCauseCodes).nullable(),
        reason: z.string().nullable(),
        nextDoor: z.string().nullable(),
        told: z.enum(wayOfContactCodes).nullable(),
      })
      .nullable(),
    /** What this viewer may do with it now: the screen's buttons. */
    deeds: z.array(z.enum(reliefDeedCodes)),
  })
  .meta({ id: 'ReliefItem', description: '一项救助' })
