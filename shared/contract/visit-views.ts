import { z } from 'zod'
import { trackCodes } from '../domain/code-lists'
import { visitConclusionCodes } from '../domain/home-visit'
import { instant, objectId, publicPerson } from './fields'
import { givenForm, knownMember } from './visit-form'

/** A home visit on its case's page: who, when it really was and when it was written down, how it ended, in short. */
export const visitInCase = z
  .object({
    id: objectId,
    happenedAt: instant,
    recordedAt: instant,
    by: publicPerson,
    visitors: z.string(),
    conclusion: z.enum(visitConclusionCodes),
    /** False for a visit that is kept with the case and moved nothing: somebody else's came first. */
    moved: z.boolean(),
    summary: z.array(z.string()),
    photos: z.array(z.string()),
    signed: z.boolean(),
  })
  .meta({ id: 'VisitInCase', description: '一次入户核查，简要' })

/** The whole form of a visit, in words and with its numbers masked. */
export const visitInFull = visitInCase
  .extend({
    lines: z.array(z.object({ label: z.string(), words: z.string() })),
    signature: z.string().nullable(),
  })
  .meta({ id: 'VisitInFull', description: '一次入户核查，全部' })

/** Somebody who was or may be along at a visit. */
const visitor = z.object({ name: z.string(), title: z.string() })

/** What is known before a visit, so that nothing is asked twice (R5). */
export const visitPrefill = z
  .object({
    caseId: objectId,
    version: z.int(),
    /** What is hidden from all but two is not kept on a phone. */
    track: z.enum(trackCodes),
    subjectName: z.string().nullable(),
    placeName: z.string(),
    /** The conclusions that move the case now, for this viewer. */
    conclusions: z.array(z.enum(visitConclusionCodes)),
    /** No visit can have been before. */
    notBefore: instant,
    /** The visit before this one, of this case or of the household's last one. */
    last: z
      .object({ at: instant, visitors: z.string(), conclusion: z.enum(visitConclusionCodes) })
      .nullable(),
    form: givenForm
      .pick({
        head: true,
        people: true,
        housing: true,
        assets: true,
        incomeSources: true,
        supporters: true,
        bodyCondition: true,
        causes: true,
        degree: true,
        category: true,
        registeredAt: true,
      })
      .extend({ members: z.array(knownMember) }),
    phoneMasked: z.string().nullable(),
    idNumberMasked: z.string().nullable(),
    me: visitor,
    /** Who else works here, to be put down as the second visitor by one tap. */
    colleagues: z.array(visitor),
    /** Somebody else reported the trouble, and no visit has told the person yet. */
    asksTold: z.boolean(),
  })
  .meta({ id: 'VisitPrefill', description: '上门前已经知道的' })
