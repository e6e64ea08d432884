import { z } from 'zod'
import { visitConclusionCodes } from '../domain/home-visit'
import { caseRoles } from '../domain/roles'
import { faultsOfVisit } from '../domain/visit-form'
import { caseView, version } from './case-views'
import { endpoints, staff } from './endpoint'
import { instant, objectId, photoIds, words } from './fields'
import { givenForm } from './visit-form'
import { visitInFull, visitPrefill } from './visit-views'

const caseParams = z.strictObject({ caseId: objectId })

/** A home visit as it is sent, perhaps hours after it happened. The key makes sending it again harmless. */
export const visitSubmission = z
  .strictObject({
    clientKey: z.uuid('发送编号不对'),
    /** The version of the case that the visitor saw; an older one does not stand in the way of what really happened. */
    version,
    happenedAt: instant,
    conclusion: z.enum(visitConclusionCodes),
    explanation: words(500).default(''),
    words: words(500).default(''),
    photos: photoIds,
    signature: objectId.optional(),
    form: givenForm,
  })
  .superRefine((visit, context) => {
    for (const { field, message } of faultsOfVisit(visit))
      context.addIssue({ code: 'custom', path: field.split('.'), message, input: undefined })
  })
  .meta({ id: 'VisitSubmission', description: '一次入户核查' })

/** Home visits (R2, R8): what is known before, what was found, and reading it again. */
export const visitEndpoints = endpoints({
  'GET /api/cases/:caseId/visit-draft': {
    summary: '上门前已经知道的：填过的不用再填',
    area: '入户',
    allow: staff('of_case', ...caseRoles),
    params: caseParams,
    status: 200,
    reply: visitPrefill,
  },
  'POST /api/cases/:caseId/visits': {
    summary: '记下一次入户核查；晚些发来也收，真上过门的不会丢',
    area: '入户',
    allow: staff('of_case', ...caseRoles),
    params: caseParams,
    body: visitSubmission,
    status: 201,
    reply: z
      .object({
        /** False: the visit is kept with the case and moved nothing, and `told` says why. */
        moved: z.boolean(),
        told: z.string(),
        alreadyReceived: z.boolean(),
        case: caseView,
      })
      .meta({ id: 'VisitRecorded', description: '记下的一次入户核查' }),
    problems: ['already-sent', 'changed-meanwhile'],
  },
  'GET /api/cases/:caseId/visits/:visitId': {
    summary: '看一次入户核查的全部内容（记一笔谁看的）',
    area: '入户',
    allow: staff('of_case', ...caseRoles),
    params: z.strictObject({ caseId: objectId, visitId: objectId }),
    status: 200,
    reply: visitInFull,
  },
})
