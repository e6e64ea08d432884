import { z } from 'zod'
import { satisfactionCodes, wayOfContactCodes } from '../domain/follow-up'
import { townshipRoles, villageRoles } from '../domain/roles'
import { caseView, version } from './case-views'
import { caseParams, causes, doneOnce } from './casework'
import { endpoints, staff } from './endpoint'
import { explanation, instant, line, sentLater } from './fields'

/** What was found at a follow-up (facts: 回访). */
export const followUp = z.strictObject({
  happenedAt: instant,
  how: z.enum(wayOfContactCodes),
  knowsResult: z.boolean(),
  arrived: z.boolean().nullable(),
  amountRight: z.boolean().nullable(),
  satisfied: z.enum(satisfactionCodes),
  words: line(200).default(''),
})

/** From the result that is told to the family to the closing of its case. */
export const closingEndpoints = endpoints({
  'POST /api/cases/:caseId/answer': causes('answer', {
    how: z.enum(wayOfContactCodes),
    explanation: explanation('结果是什么，写清楚，家里看得到'),
  }),
  'POST /api/cases/:caseId/follow-ups': {
    summary: '回访过了；有新的难处就再受理',
    area: '办理',
    allow: staff('of_case', ...villageRoles, ...townshipRoles),
    params: caseParams,
    body: z.strictObject({
      version,
      ...sentLater,
      followUp,
      /** New trouble: the case is worked anew. */
      newTrouble: line(200).default(''),
    }),
    status: 200,
    reply: caseView,
    problems: [...doneOnce],
  },
  'POST /api/cases/:caseId/close': causes('close', {}),
})
