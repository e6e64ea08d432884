import type { Types } from 'mongoose'
import type { caseworkEndpoints } from '../../shared/contract/casework'
import { deskRoles } from '../../shared/domain/roles'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Additions } from '../intake/additions.service'
import type { Attachments } from '../intake/attachments.service'
import type { Reports } from '../intake/reports.service'
import type { Places } from '../places/places.service'
import { postsFor, type Viewer } from '../trust/policy'
import type { Assignment } from './assignment.service'
import type { CaseRecord } from './case.model'
import { presentCase, presentQueueItem, presentTriageItem } from './case.presenter'
import type { Casework } from './casework.service'
import type { Joining } from './joining.service'
import type { Triage } from './triage.service'

/** Queue, triage desk, and the case itself. */
export function caseworkRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: {
    casework: Casework
    triage: Triage
    assignment: Assignment
    joining: Joining
    reports: Reports
    additions: Additions
    places: Places
    attachments: Attachments
  },
): RoutesOf<keyof typeof caseworkEndpoints> {
  const { casework, triage, assignment, joining, reports, additions, places, attachments } = rooms

  const gazetteersOf = async (works: readonly CaseRecord[]) => {
    const townships = [...new Set(works.map((work) => work.township))]
    const found = await Promise.all(townships.map((township) => places.gazetteer(township)))
    return new Map(found.map((gazetteer) => [gazetteer.township, gazetteer]))
  }

  /** Everything that was said of a case's household, in the order it came in. */
  const saidOf = async (work: CaseRecord) => {
    const joined = await joining.joinedTo([work._id])
    const told = await reports.ofCases([work._id, ...joined.map(({ _id }) => _id)])
    return { joined, reports: told.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime()) }
  }

  const present = async (work: CaseRecord, viewer: Viewer) => {
    const [gazetteer, said, alike, candidates] = await Promise.all([
      places.gazetteer(work.township),
      saidOf(work),
      work.open ? joining.lookalikesOf(work) : [],
      assignment.candidatesFor(work),
    ])
    const [more, theirs] = await Promise.all([
      additions.of(said.reports.map(({ _id }) => _id)),
      reports.ofCases(alike.map((other) => other.work._id)),
    ])
    const of = (id: Types.ObjectId) => theirs.filter((report) => report.case.equals(id))
    const lookalikes = alike.map((other) => ({ ...other, reports: of(other.work._id) }))
    const story = { ...said, additions: more, lookalikes, candidates }
    return presentCase(work, story, gazetteer, viewer, cipher, attachments.linkTo)
  }
  const wordsOf = async (id: string) =>
    (await saidOf(await casework.find(id))).reports.map(({ text, placeWords }) => ({ text, placeWords }))

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
      const by = known(viewer)
      const { items, after, counts } = await casework.triageOf(by, query.after)
      const [desk] = postsFor(by, deskRoles)
      const [gazetteers, told] = await Promise.all([
        gazetteersOf(items),
        reports.ofCases(items.map((work) => work._id)),
      ])
      return {
        counts,
        after,
        desks: desk ? await triage.desksBeside(desk.territory) : [],
        blindSpots: desk && desk.role !== 'county_officer' ? await assignment.blindSpots(desk.territory) : [],
        items: items.flatMap((work) => {
          const gazetteer = gazetteers.get(work.township)
          const first = told.find((report) => report.case.equals(work._id))
          return gazetteer ? [presentTriageItem(work, first, gazetteer, cipher, by)] : []
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
    async 'POST /api/cases/:caseId/place'({ params: { caseId }, body: { version, ...to }, viewer }) {
      const by = known(viewer)
      return present(await triage.place(caseId, version, to, await wordsOf(caseId), by), by)
    },
    async 'POST /api/cases/:caseId/pass-on'({ params, body, viewer }) {
      await triage.passOn(params.caseId, body.version, body.desk, known(viewer))
      return undefined
    },
    async 'POST /api/cases/:caseId/as-hardship'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await triage.asHardship(params.caseId, body.version, by), by)
    },
    async 'POST /api/cases/:caseId/refer-petition'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await triage.referPetition(params.caseId, body.version, by), by)
    },
    async 'POST /api/cases/:caseId/report-abuse'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await triage.reportAbuse(params.caseId, body.version, body.note, by), by)
    },
    async 'POST /api/cases/:caseId/dismiss'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await triage.dismiss(params.caseId, body.version, body.reason, by), by)
    },
    async 'POST /api/cases/:caseId/return'({ params: { caseId }, body, viewer }) {
      const said = await wordsOf(caseId)
      await triage.returnToTriage(caseId, body.version, body.reason, said, known(viewer))
      return undefined
    },
    async 'POST /api/cases/:caseId/reassign'({ params: { caseId }, body, viewer }) {
      const by = known(viewer)
      return present(await assignment.reassign(caseId, body.version, body.owner, body.reason, by), by)
    },
    async 'POST /api/cases/:caseId/urgency'({ params: { caseId }, body, viewer }) {
      const by = known(viewer)
      return present(await assignment.setUrgency(caseId, body.version, body.urgency, body.reason, by), by)
    },
    async 'POST /api/cases/:caseId/join'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await joining.join(params.caseId, body.version, body.into, by), by)
    },
    async 'POST /api/cases/:caseId/undo-join'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await joining.undo(params.caseId, body.version, by), by)
    },
    async 'POST /api/cases/:caseId/calls'({ params, body, viewer }) {
      const by = known(viewer)
      const { reports: told } = await saidOf(await casework.find(params.caseId))
      const report = body.receipt
        ? told.find((one) => one.receipt === body.receipt)
        : told.findLast((one) => one.phone !== null)
      if (!report?.phone) throw notFound('没有留电话')
      await casework.noteCall(params.caseId, report.receipt, by)
      return { phone: report.phone }
    },
  }
}
