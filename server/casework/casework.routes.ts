import type { caseworkEndpoints } from '../../shared/contract/casework'
import { deskRoles } from '../../shared/domain/roles'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Attachments } from '../intake/attachments.service'
import type { ContentChecks } from '../intake/content-checks.service'
import type { Reports } from '../intake/reports.service'
import type { Transcripts } from '../intake/transcripts.service'
import { publicPersonOf } from '../people/public-person'
import type { Roster } from '../people/roster.service'
import type { Places } from '../places/places.service'
import { postsFor } from '../trust/policy'
import type { Assignment } from './assignment.service'
import type { CaseRecord } from './case.model'
import { presentQueueItem, presentTriageItem } from './case.presenter'
import type { CaseLists } from './case-lists.service'
import type { CaseStories } from './case-stories.service'
import type { Casework } from './casework.service'
import type { Joining } from './joining.service'
import type { Notes } from './notes.service'
import type { SentDeeds } from './sent-deeds.service'
import type { Triage } from './triage.service'

/** Queue, triage desk, and the case itself. */
export function caseworkRoutes(
  { cipher }: Pick<House, 'cipher'>,
  rooms: {
    casework: Casework
    caseLists: CaseLists
    stories: CaseStories
    triage: Triage
    assignment: Assignment
    joining: Joining
    roster: Roster
    reports: Reports
    transcripts: Transcripts
    places: Places
    attachments: Attachments
    contentChecks: ContentChecks
    notes: Notes
    sentDeeds: SentDeeds
  },
): RoutesOf<keyof typeof caseworkEndpoints> {
  const {
    casework,
    caseLists,
    stories,
    triage,
    assignment,
    joining,
    roster,
    reports,
    transcripts,
    places,
    attachments,
    contentChecks,
    notes,
    sentDeeds,
  } = rooms

  const gazetteersOf = async (works: readonly CaseRecord[]) => {
    const townships = [...new Set(works.map((work) => work.township))]
    const found = await Promise.all(townships.map((township) => places.gazetteer(township)))
    return new Map(found.map((gazetteer) => [gazetteer.township, gazetteer]))
  }

  /** Whom to call at the police, by township, where suspected abuse waits. */
  const policeFor = async (works: readonly CaseRecord[]) => {
    const suspected = works.filter(({ track }) => track === 'abuse').map(({ township }) => township)
    const found = await Promise.all(
      [...new Set(suspected)].map(async (township) => {
        const contact = await triage.policeOf(township)
        return [township, contact && publicPersonOf(contact)] as const
      }),
    )
    return new Map(found)
  }

  const { present } = stories
  const wordsOf = async (id: string) => stories.wordsOf(await casework.find(id))

  return {
    async 'GET /api/queue'({ query, viewer }) {
      const { items, after, counts } = await caseLists.queueOf(known(viewer).account, query.after)
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
    async 'GET /api/townships/:township/cases'({
      params: { township },
      query: { after, ...wanted },
      viewer,
    }) {
      const by = known(viewer)
      const gazetteer = await places.gazetteer(township)
      const { items, ...rest } = await caseLists.listOf(by, { township, ...wanted }, after)
      return {
        ...rest,
        items: items.map((work) => ({
          ...presentQueueItem(work, gazetteer, cipher),
          owner: publicPersonOf(work.owner),
          mine: work.owner.account.toHexString() === by.account,
        })),
      }
    },
    async 'GET /api/triage'({ query, viewer }) {
      const by = known(viewer)
      const { items, after, counts } = await caseLists.triageOf(by, query.after)
      const [desk] = postsFor(by, deskRoles)
      const [police, gazetteers, told] = await Promise.all([
        policeFor(items),
        gazetteersOf(items),
        reports.ofCases(items.map((work) => work._id)),
      ])
      const spoken = told.filter(({ voices }) => voices.length > 0)
      const written = await transcripts.of(spoken.map(({ _id }) => _id))
      return {
        counts,
        after,
        desks: desk ? await triage.desksBeside(desk.territory) : [],
        blindSpots: desk && desk.role !== 'county_officer' ? await roster.blindSpots(desk.territory) : [],
        items: items.flatMap((work) => {
          const gazetteer = gazetteers.get(work.township)
          const first = told.find((report) => report.case.equals(work._id))
          if (!gazetteer) return []
          const item = presentTriageItem(work, first, gazetteer, cipher, by, written, attachments.linkTo)
          return [{ ...item, police: work.track === 'abuse' ? (police.get(work.township) ?? null) : null }]
        }),
      }
    },
    async 'GET /api/cases/:caseId'({ params, viewer }) {
      return present(await casework.find(params.caseId), known(viewer))
    },
    async 'POST /api/cases/:caseId/accept'({ params, body, viewer }) {
      const by = known(viewer)
      const { version, clientKey, happenedAt } = body
      const after = await sentDeeds.once(params.caseId, { clientKey }, 'accept', by, (also) =>
        casework.accept(params.caseId, version, by, { happenedAt, also }),
      )
      return present(after, by)
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
    async 'POST /api/cases/:caseId/police-calls'({ params, body, viewer }) {
      return { phone: await triage.callPolice(params.caseId, body.whom, known(viewer)) }
    },
    async 'POST /api/cases/:caseId/content-flags/:flagId/look'({ params: { caseId, flagId }, viewer }) {
      const by = known(viewer)
      const work = await casework.find(caseId)
      const told = await stories.reportsOf(work)
      await contentChecks.look(flagId, { case: caseId, reports: told.map(({ _id }) => _id) }, by)
      return present(work, by)
    },
    async 'POST /api/cases/:caseId/point-elsewhere'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await triage.pointElsewhere(params.caseId, body.version, body.explanation, by), by)
    },
    async 'POST /api/cases/:caseId/close-referral'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await triage.closeReferral(params.caseId, body.version, body.explanation, by), by)
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
    async 'POST /api/cases/:caseId/notes'({ params, body: { words, ...sending }, viewer }) {
      const by = known(viewer)
      return present(await notes.write(params.caseId, words, sending, by), by)
    },
    async 'POST /api/cases/:caseId/calls'({ params, body, viewer }) {
      const by = known(viewer)
      const told = await stories.reportsOf(await casework.find(params.caseId))
      const report = body.receipt
        ? told.find((one) => one.receipt === body.receipt)
        : told.findLast((one) => one.phone !== null)
      if (!report?.phone) throw notFound('没有留电话')
      await casework.noteCall(params.caseId, report.receipt, by)
      return { phone: report.phone }
    },
  }
}
