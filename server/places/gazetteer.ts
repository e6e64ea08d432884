import type { DivisionCode } from '../../shared/domain/territory'

/** How a name stands for its place: by the official name, a hamlet of the village, or another spelling. */
export type NameKind = 'village' | 'hamlet' | 'alias' | 'lookalike'

/** A name that can stand in a text, and the place it means. */
export interface PlaceName {
  text: string
  kind: NameKind
  /** Null for a place outside the township that is easily taken for one inside. */
  village: DivisionCode | null
  /** The proper name, as the reasons say it. */
  properly: string
}

/** A village as reporters pick it. */
export interface GazetteerVillage {
  code: DivisionCode
  name: string
  hamlets: string[]
}

/** One township's places at one version: all that routing knows of the ground. Pure data. */
export interface Gazetteer {
  township: DivisionCode
  townshipName: string
  version: number
  villages: GazetteerVillage[]
  /** Every name with all that it can mean. */
  names: ReadonlyMap<string, readonly PlaceName[]>
}

/** The village of a gazetteer by its code. */
export const villageIn = (gazetteer: Gazetteer, code: DivisionCode): GazetteerVillage | undefined =>
  gazetteer.villages.find((village) => village.code === code)
