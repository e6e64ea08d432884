import type { reliefEndpoints } from '../../shared/contract/relief'
import { known, type RoutesOf } from '../http/serve-contract'
import type { ReliefSettingsDesk } from '../settings/relief-settings.service'
import { rolesOver } from '../trust/policy'
import { territoryOf } from './case.model'
import type { CaseStories } from './case-stories.service'
import type { JointInquiries } from './joint-inquiry.service'
import type { CaseMover } from './move-case'
import type { Relief } from './relief.service'
import type { VisitFile } from './visit-file.service'

/** The green channel and the relief of a case. */
export function reliefRoutes({
  relief,
  jointInquiries,
  reliefSettings,
  mover,
  visitFile,
  stories: { present },
}: {
  relief: Relief
  jointInquiries: JointInquiries
  reliefSettings: ReliefSettingsDesk
  mover: CaseMover
  visitFile: VisitFile
  stories: CaseStories
}): RoutesOf<keyof typeof reliefEndpoints> {
  return {
    async 'GET /api/cases/:caseId/relief-desk'({ params, viewer }) {
      const work = await mover.find(params.caseId)
      const [team, { monthlyStandard, advanceLimit, publicationDays, materials }, visits] = await Promise.all(
        [jointInquiries.teamFor(work), reliefSettings.of(work.township), visitFile.of([work._id])],
      )
      const held = rolesOver(known(viewer), territoryOf(work))
      return {
        team,
        quickCap: monthlyStandard,
        advanceLimit,
        isLead: held.includes('township_lead') || held.includes('county_officer'),
        isCounty: held.includes('county_officer'),
        people: visits.at(-1)?.form.people ?? null,
        publicationDays,
        materials,
      }
    },
    async 'POST /api/cases/:caseId/joint-inquiry'({ params, body: { version, meetAt, ...meeting }, viewer }) {
      const by = known(viewer)
      const agreed = { ...meeting, meetAt: new Date(meetAt) }
      return present(await jointInquiries.start(params.caseId, version, agreed, by), by)
    },
    async 'POST /api/cases/:caseId/joint-inquiry/change'({
      params,
      body: { version, meetAt, ...meeting },
      viewer,
    }) {
      const by = known(viewer)
      const agreed = { ...meeting, meetAt: new Date(meetAt) }
      return present(await jointInquiries.change(params.caseId, version, agreed, by), by)
    },
    async 'POST /api/cases/:caseId/advance-relief'({
      params,
      body: { version, happenedAt, ...given },
      viewer,
    }) {
      const by = known(viewer)
      const whole = { ...given, happenedAt: new Date(happenedAt) }
      return present(await relief.giveInAdvance(params.caseId, version, whole, by), by)
    },
    async 'POST /api/cases/:caseId/ask-decision'({ params, body: { version, ...asked }, viewer }) {
      const by = known(viewer)
      return present(await relief.askDecision(params.caseId, version, asked, by), by)
    },
    async 'POST /api/cases/:caseId/relief'({ params, body: { version, ...begun }, viewer }) {
      const by = known(viewer)
      return present(await relief.start(params.caseId, version, begun, by), by)
    },
    async 'POST /api/cases/:caseId/relief-work'({ params, body: { version, item, work }, viewer }) {
      const by = known(viewer)
      return present(await relief.work(params.caseId, version, item, work, by), by)
    },
    async 'POST /api/cases/:caseId/relief-publication'({
      params,
      body: { version, item, from, ...published },
      viewer,
    }) {
      const by = known(viewer)
      const hung = { ...published, ...(from && { from: new Date(from) }) }
      return present(await relief.publish(params.caseId, version, item, hung, by), by)
    },
    async 'POST /api/cases/:caseId/relief-outcome'({ params, body: { version, item, outcome }, viewer }) {
      const by = known(viewer)
      return present(await relief.settle(params.caseId, version, item, outcome, by), by)
    },
  }
}
