import type { placesEndpoints } from '../../shared/contract/places'
import type { House } from '../house'
import type { RoutesOf } from '../http/serve-contract'
import type { People } from '../people/people.service'
import type { Places } from '../places/places.service'
import { cardFace } from './card-face'
import type { Cards } from './cards.service'

/** What residents see before they report: the card of their village, and the places to pick from. */
export function outreachRoutes(
  { config }: Pick<House, 'config'>,
  { places, cards, people }: { places: Places; cards: Cards; people: People },
): RoutesOf<keyof typeof placesEndpoints> {
  return {
    async 'GET /api/townships/:township/villages'({ params }) {
      const [gazetteer, desk] = await Promise.all([
        places.gazetteer(params.township),
        places.township(params.township),
      ])
      return { townshipName: desk.name, hotline: desk.hotline, villages: gazetteer.villages }
    },
    'GET /api/cards/:cardId': ({ params }) => cardFace({ places, cards, people }, params.cardId),
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
