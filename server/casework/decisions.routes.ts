import type { decisionEndpoints } from '../../shared/contract/casework'
import { known, type RoutesOf } from '../http/serve-contract'
import type { CaseStories } from './case-stories.service'
import type { Decisions } from './decisions.service'
import type { SentDeeds } from './sent-deeds.service'

/** What is decided of a case between the visit and the relief. */
export function decisionsRoutes({
  decisions,
  sentDeeds,
  stories: { present },
}: {
  decisions: Decisions
  sentDeeds: SentDeeds
  stories: CaseStories
}): RoutesOf<keyof typeof decisionEndpoints> {
  return {
    async 'POST /api/cases/:caseId/report-up'({ params, body, viewer }) {
      const by = known(viewer)
      const { version, words, clientKey, happenedAt } = body
      const after = await sentDeeds.once(params.caseId, { clientKey }, { words }, by, (also) =>
        decisions.reportUp(params.caseId, version, words, by, { happenedAt, also }),
      )
      return present(after, by)
    },
    async 'POST /api/cases/:caseId/return-for-more'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await decisions.returnForMore(params.caseId, body.version, body.reason, by), by)
    },
    async 'POST /api/cases/:caseId/decide-not-eligible'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await decisions.decideNotEligible(params.caseId, body.version, body.explanation, by), by)
    },
    async 'POST /api/cases/:caseId/reopen'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await decisions.reopen(params.caseId, body.version, body.reason, by), by)
    },
    async 'POST /api/cases/:caseId/pause'({ params, body: { version, reason, until }, viewer }) {
      const by = known(viewer)
      return present(
        await decisions.pause(params.caseId, version, { reason, until: new Date(until) }, by),
        by,
      )
    },
    async 'POST /api/cases/:caseId/resume'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await decisions.resume(params.caseId, body.version, by), by)
    },
  }
}
