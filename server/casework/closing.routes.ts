import type { closingEndpoints } from '../../shared/contract/closing'
import { known, type RoutesOf } from '../http/serve-contract'
import type { CaseStories } from './case-stories.service'
import type { Closing } from './closing.service'
import type { SentDeeds } from './sent-deeds.service'

/** From the result that is told to the family to the closing of its case; what residents say of it comes by intake. */
export function closingRoutes({
  closing,
  sentDeeds,
  stories: { present },
}: {
  closing: Closing
  sentDeeds: SentDeeds
  stories: CaseStories
}): RoutesOf<keyof typeof closingEndpoints> {
  return {
    async 'POST /api/cases/:caseId/answer'({ params, body: { version, ...told }, viewer }) {
      const by = known(viewer)
      return present(await closing.answer(params.caseId, version, told, by), by)
    },
    async 'POST /api/cases/:caseId/follow-ups'({ params, body, viewer }) {
      const by = known(viewer)
      const { version, followUp, newTrouble, clientKey } = body
      const made = { ...followUp, happenedAt: new Date(followUp.happenedAt) }
      const said = { followUp, newTrouble }
      const after = await sentDeeds.once(params.caseId, { clientKey }, said, by, (also) =>
        closing.followUp(params.caseId, version, made, newTrouble, by, { also }),
      )
      return present(after, by)
    },
    async 'POST /api/cases/:caseId/close'({ params, body, viewer }) {
      const by = known(viewer)
      return present(await closing.close(params.caseId, body.version, by), by)
    },
  }
}
