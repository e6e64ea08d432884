import type { caseworkEndpoints } from '../../shared/contract/casework'
import { townshipRoles } from '../../shared/domain/roles'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Attachments } from '../intake/attachments.service'
import type { Reports } from '../intake/reports.service'
import type { Places } from '../places/places.service'
import { postsFor, type Viewer } from '../trust/policy'
import type { CaseRecord } from './case.model'
import { presentCase, presentQueueItem, presentTriageItem } from './case.presenter'
import type { Casework } from './casework.service'

/** Queue, triage desk, and the case itself. */
export function caseworkRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: { casework: Casework; reports: Reports; places: Places; attachments: Attachments },
): RoutesOf<keyof typeof caseworkEndpoints> {
  const { casework, reports, places, attachments } = rooms

  const gazetteersOf = async (works: readonly CaseRecord[]) => {
    const townships = [...new Set(works.map((work) => work.township))]
    const found = await Promise.all(townships.map((township) => places.gazetteer(township)))
    return new Map(found.map((gazetteer) => [gazetteer.township, gazetteer]))
  }

  const present = async (work: CaseRecord, viewer: Viewer) => {
    const [gazetteer, told] = await Promise.all([
      places.gazetteer(work.township),
      reports.ofCases([work._id]),
    ])
    return presentCase(work, told, gazetteer, viewer, attachments.linkTo)
  }

  return {
    async 'GET /api/queue'({ query, viewer }) {
      const { items, after, counts } = await casework.queueOf(known(viewer).account, query.after)
      const gazetteers = await gazetteersOf(items)
      return {
        counts,
        after,
        items: items.flatMap((work) => {
          const gazetteer = gazetteers.get(work.township)
          return gazetteer ? [presentQueueItem(work, gazetteer, cipher)] : []
        }),
      }
    },
    async 'GET /api/triage'({ query, viewer }) {
      const townships = postsFor(known(viewer), townshipRoles).map((post) => post.territory)
      const { items, after, counts } = await casework.triageOf(townships, query.after)
      const [gazetteers, told] = await Promise.all([
        gazetteersOf(items),
        reports.ofCases(items.map((work) => work._id)),
      ])
      return {
        counts,
        after,
        items: items.flatMap((work) => {
          const gazetteer = gazetteers.get(work.township)
          const first = told.find((report) => report.case.equals(work._id))
          return gazetteer ? [presentTriageItem(work, first, gazetteer, cipher)] : []
        }),
      }
    },
    async 'GET /api/cases/:caseId'({ params, viewer }) {
      return present(await casework.find(params.caseId), known(viewer))
    },
    async 'POST /api/cases/:caseId/accept'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await casework.accept(params.caseId, body.version, by), by)
    },
    async 'POST /api/cases/:caseId/place'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await casework.place(params.caseId, body.version, body.village, by), by)
    },
    async 'POST /api/cases/:caseId/calls'({ params, body, viewer }) {
      const by = known(viewer)
      const work = await casework.find(params.caseId)
      const told = await reports.ofCases([work._id])
      const report = body.receipt
        ? told.find((one) => one.receipt === body.receipt)
        : told.findLast((one) => one.phone !== null)
      if (!report?.phone) throw notFound('没有留电话')
      await casework.noteCall(params.caseId, report.receipt, by)
      return { phone: report.phone }
    },
  }
}
