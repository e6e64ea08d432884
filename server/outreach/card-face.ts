import { caseStates } from '../../shared/domain/case-states'
import type { People } from '../people/people.service'
import { publicPersonOf } from '../people/public-person'
import { villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { CardRecord } from './card.model'

/**
 * What stands on a hotline card: whom to call, who comes, what help there is. One that was taken back is the
 * township's, and no village's any more.
 */
export async function cardFace({ places, people }: { places: Places; people: People }, card: CardRecord) {
  const withdrawn = card.withdrawnAt != null
  const village = withdrawn ? null : card.village
  const [gazetteer, desk, contact] = await Promise.all([
    places.gazetteer(card.township),
    places.township(card.township),
    people.actorFor(village ?? card.township, caseStates.assigned.owners),
  ])
  return {
    id: card._id,
    township: card.township,
    townshipName: desk.name,
    village: (village && villageIn(gazetteer, village)) || null,
    group: withdrawn ? null : (card.group ?? null),
    contact: contact && publicPersonOf(contact),
    hotline: desk.hotline,
    officeHours: desk.officeHours,
    help: desk.help,
    withdrawn,
  }
}

/** The face of a card, as residents see it. */
export type CardFace = Awaited<ReturnType<typeof cardFace>>
