import { call } from './api'

/** The reporter's whole number, to call it now; the server notes who took it. */
export const numberToCall = async (caseId: string, receipt?: string): Promise<string> =>
  (await call('POST /api/cases/:caseId/calls', { params: { caseId }, body: { receipt } })).phone
