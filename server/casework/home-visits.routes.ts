import type { visitEndpoints } from '../../shared/contract/visits'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Attachments } from '../intake/attachments.service'
import type { Places } from '../places/places.service'
import type { Viewer } from '../trust/policy'
import type { Assignment } from './assignment.service'
import type { CaseRecord } from './case.model'
import type { CaseStories } from './case-stories.service'
import type { Casework } from './casework.service'
import { presentPrefill, presentVisitInFull } from './home-visit.presenter'
import type { HomeVisits } from './home-visits.service'
import type { VisitFile } from './visit-file.service'

/** A row of names to tap, not a directory. */
const mostColleagues = 12

/** Home visits: what is known before one, what was found, and reading it again. */
export function homeVisitsRoutes({
  casework,
  homeVisits,
  visitFile,
  stories,
  assignment,
  attachments,
  places,
}: {
  casework: Casework
  homeVisits: HomeVisits
  visitFile: VisitFile
  stories: CaseStories
  assignment: Assignment
  attachments: Attachments
  places: Places
}): RoutesOf<keyof typeof visitEndpoints> {
  /** Whoever else works on this case's territory, the case's owner first. */
  const colleaguesOf = async (work: CaseRecord, viewer: Viewer) => {
    const { owner } = work
    return [{ ...owner, id: owner.account.toHexString() }, ...(await assignment.candidatesFor(work))]
      .filter(({ id }) => id !== viewer.account)
      .slice(0, mostColleagues)
  }

  return {
    async 'GET /api/cases/:caseId/visit-draft'({ params, viewer }) {
      const by = known(viewer)
      const work = await casework.find(params.caseId)
      const [reports, visits, last, colleagues, notBefore, gazetteer] = await Promise.all([
        stories.reportsOf(work),
        visitFile.of([work._id]),
        visitFile.lastOf(work, by, 'visit-draft'),
        colleaguesOf(work, by),
        visitFile.notBefore(work),
        places.gazetteer(work.township),
      ])
      return presentPrefill(work, { reports, visits, last, colleagues, notBefore }, gazetteer, by)
    },
    async 'POST /api/cases/:caseId/visits'({ params, body, viewer }) {
      const by = known(viewer)
      const { case: work, ...outcome } = await homeVisits.record(params.caseId, body, by)
      return { ...outcome, case: await stories.present(work, by) }
    },
    async 'GET /api/cases/:caseId/visits/:visitId'({ params, viewer }) {
      const visit = await visitFile.read(params.caseId, params.visitId, known(viewer))
      return presentVisitInFull(visit, attachments.linkTo)
    },
  }
}
