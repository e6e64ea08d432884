import type { placesEndpoints } from '../../shared/contract/places'
import { caseStates } from '../../shared/domain/life-cycle'
import type { House } from '../house'
import { notFound } from '../http/problem'
import type { RoutesOf } from '../http/serve-contract'
import type { People } from '../people/people.service'
import { publicPersonOf } from '../people/public-person'
import { villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
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
    async 'GET /api/cards/:cardId'({ params }) {
      const card = await cards.find(params.cardId)
      if (!card) throw notFound('没有这张名片，请从首页报')
      const [gazetteer, desk, contact] = await Promise.all([
        places.gazetteer(card.township),
        places.township(card.township),
        people.actorFor(card.village ?? card.township, caseStates.assigned.owners),
      ])
      return {
        id: card._id,
        township: card.township,
        townshipName: desk.name,
        village: (card.village && villageIn(gazetteer, card.village)) || null,
        contact: contact && publicPersonOf(contact),
        hotline: desk.hotline,
        officeHours: desk.officeHours,
        help: desk.help,
      }
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
