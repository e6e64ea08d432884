import type { reliefSettingsEndpoints } from '../../shared/contract/relief-settings'
import type { RoutesOf } from '../http/serve-contract'
import { ownTownship } from './own-township'
import type { ReliefSettingsDesk } from './relief-settings.service'

/** What a township sets of its relief: the desk reads it, the lead changes it. */
export function reliefSettingsRoutes({
  reliefSettings,
}: {
  reliefSettings: ReliefSettingsDesk
}): RoutesOf<keyof typeof reliefSettingsEndpoints> {
  return {
    async 'GET /api/townships/:township/relief-settings'({ params: { township }, viewer }) {
      ownTownship(viewer, township)
      return reliefSettings.of(township)
    },
    async 'PUT /api/townships/:township/relief-settings'({
      params: { township },
      body: { version, ...wanted },
      viewer,
    }) {
      const by = ownTownship(viewer, township, ['township_lead'])
      return reliefSettings.change(township, version, wanted, by)
    },
  }
}
