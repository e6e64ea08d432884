import { caseStates } from '../../shared/domain/life-cycle'
import { notFound } from '../http/problem'
import type { People } from '../people/people.service'
import { publicPersonOf } from '../people/public-person'
import { villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { Cards } from './cards.service'

/**
 * What stands on a hotline card: whom to call, who comes, what help there is.
 * @throws Problem not-found for a card that there is not.
 */
export async function cardFace(
  { places, cards, people }: { places: Places; cards: Cards; people: People },
  id: string,
) {
  const card = await cards.find(id)
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
}

/** The face of a card, as residents see it. */
export type CardFace = Awaited<ReturnType<typeof cardFace>>
