import type { householdEndpoints } from '../../shared/contract/households'
import type { House } from '../house'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Places } from '../places/places.service'
import type { CaseRecord } from './case.model'
import { placeNameOf } from './case.presenter'
import { presentHousehold } from './household.presenter'
import type { Households } from './households.service'

/** Households: one page each, and finding them. */
export function householdsRoutes(
  { cipher }: Pick<House, 'cipher'>,
  { households, places }: { households: Households; places: Places },
): RoutesOf<keyof typeof householdEndpoints> {
  const gazetteerOf = ({ township }: CaseRecord) => places.gazetteer(township)

  const presentFound = async (works: readonly CaseRecord[]) => {
    const [newest] = works
    if (!newest) return []
    return [
      {
        caseId: newest._id.toHexString(),
        name: works.find(({ subjectName }) => subjectName !== null)?.subjectName ?? null,
        placeName: placeNameOf(newest, await gazetteerOf(newest)),
        cases: works.length,
        open: works.filter(({ open }) => open).length,
        lastAt: newest.openedAt.toISOString(),
      },
    ]
  }

  return {
    async 'GET /api/cases/:caseId/household'({ params, viewer }) {
      const household = await households.of(params.caseId, known(viewer))
      // A case belongs to its household whatever else is known: there is always one.
      const [newest] = household.cases as [CaseRecord, ...CaseRecord[]]
      return presentHousehold(household, await gazetteerOf(newest), cipher)
    },
    async 'POST /api/households/search'({ body, viewer }) {
      const { found, more } = await households.search(body, known(viewer))
      return { households: (await Promise.all(found.map(presentFound))).flat(), more }
    },
  }
}
