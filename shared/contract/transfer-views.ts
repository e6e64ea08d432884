import { z } from 'zod'
import { departmentCodes } from '../domain/code-lists'
import { transferStateCodes } from '../domain/transfers'
import { instant, objectId, publicPerson, urgency } from './fields'

/** What the department said, and who. */
const said = z.object({
  kind: z.enum(['reply', 'refusal']),
  name: z.string(),
  at: instant,
  words: z.string(),
})
const received = z.object({ name: z.string(), at: instant })

/** What a department sees of a matter: who asks, about whom, what, until when. Nothing else of the case. */
export const transferForDepartment = z
  .object({
    id: objectId,
    number: z.string(),
    state: z.enum(transferStateCodes),
    urgency,
    townshipName: z.string(),
    hotline: z.string(),
    sender: publicPerson,
    departmentCalled: z.string(),
    subjectName: z.string().nullable(),
    placeName: z.string(),
    phoneMasked: z.string().nullable(),
    matter: z.string(),
    sentAt: instant,
    answerBy: instant,
    /** When the township last asked how it stands. */
    remindedAt: instant.nullable(),
    received: received.nullable(),
    said: said.nullable(),
  })
  .meta({ id: 'TransferForDepartment', description: '部门看到的转办' })

/** A line of the township's ledger of transfers (facts: 转办台账). */
export const transferView = z
  .object({
    id: objectId,
    number: z.string(),
    department: z.enum(departmentCodes),
    departmentCalled: z.string(),
    state: z.enum(transferStateCodes),
    matter: z.string(),
    phoneMasked: z.string().nullable(),
    sentAt: instant,
    sentBy: publicPerson,
    answerBy: instant,
    late: z.boolean(),
    contact: publicPerson.nullable(),
    received: received.nullable(),
    said: said.nullable(),
    reminders: z.array(z.object({ at: instant, by: publicPerson.nullable() })),
    closed: z.object({ at: instant, by: publicPerson }).nullable(),
    /** The one-time link that is good now. */
    link: z.object({ expiresAt: instant }).nullable(),
  })
  .meta({ id: 'Transfer', description: '转办台账的一行' })
