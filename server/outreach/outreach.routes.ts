import type { placesEndpoints } from '../../shared/contract/places'
import type { House } from '../house'
import { notFound } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { Places } from '../places/places.service'
import { postsFor } from '../trust/policy'

/** What residents see before they report: the service's telephone, and the places to pick from; a county's townships. */
export function outreachRoutes(
  { config }: Pick<House, 'config'>,
  { places }: { places: Places },
): RoutesOf<keyof typeof placesEndpoints> {
  return {
    async 'GET /api/townships/:township/villages'({ params }) {
      const [gazetteer, desk] = await Promise.all([
        places.gazetteer(params.township),
        places.township(params.township),
      ])
      return { townshipName: desk.name, hotline: desk.hotline, villages: gazetteer.villages }
    },
    async 'GET /api/counties/:county/townships'({ params: { county }, viewer }) {
      // Another county is answered like one that does not exist.
      if (!postsFor(known(viewer), ['county_officer']).some(({ territory }) => territory === county))
        throw notFound()
      return { townships: await places.openTownships(county) }
    },
    async 'GET /api/service'() {
      const desk = await places.township(config.township)
      return {
        township: desk.code,
        townshipName: desk.name,
        hotline: desk.hotline,
        officeHours: desk.officeHours,
        demo: config.demo,
      }
    },
  }
}
