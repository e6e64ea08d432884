import type { PosterDesign } from '../../shared/domain/posters'
import type { House } from '../house'
import { villageIn } from '../places/gazetteer'
import type { Places } from '../places/places.service'
import type { CardRecord } from './card.model'
import type { CardCodes } from './card-codes.service'
import { type Poster, posterPage } from './poster'

/** One sheet to print: which card, and how it looks. */
export interface Sheet {
  card: CardRecord
  design: PosterDesign
}

/** Draws posters of cards. */
export interface Posters {
  /** A page to print. `address` is where the service is reached from outside. */
  page(sheets: readonly Sheet[], address: string): Promise<string>
}

/** Makes the service of posters. */
export function postersService(
  { wechat }: Pick<House, 'wechat'>,
  { places, cardCodes }: { places: Places; cardCodes: CardCodes },
): Posters {
  const posterOf = async (card: CardRecord, address: string): Promise<Poster> => {
    const [gazetteer, desk, code] = await Promise.all([
      places.gazetteer(card.township),
      places.township(card.township),
      cardCodes.of(card._id, address),
    ])
    const { hotline, officeHours, help, ownWords } = desk
    return {
      card: card._id,
      townshipName: desk.name,
      villageName: (card.village && villageIn(gazetteer, card.village)?.name) || null,
      group: card.group ?? null,
      hotline,
      officeHours,
      help,
      ownWords,
      code,
      byWeChat: wechat !== null,
    }
  }
  return {
    async page(sheets, address) {
      const drawn: { poster: Poster; design: PosterDesign }[] = []
      // One after another: WeChat counts how often it is asked in a minute.
      for (const { card, design } of sheets) drawn.push({ poster: await posterOf(card, address), design })
      return posterPage(drawn)
    },
  }
}
