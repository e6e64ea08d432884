import type { DivisionCode } from '../../shared/domain/territory'
import type { PlaceRecord } from './place.model'

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

/** 岔路村 is called 岔路, 岔路村委会, 岔路村民委员会; all mean the one village. */
const formsOf = (name: string) => {
  const stem = name.replace(/(?:村民委员会|村委会|村)$/, '')
  return [`${stem}村民委员会`, `${stem}村委会`, `${stem}村`, stem]
}

/** Builds a township's gazetteer from its places: every name in every form people use, with all it can mean. */
export function buildGazetteer(township: PlaceRecord, villages: readonly PlaceRecord[]): Gazetteer {
  const names = new Map<string, PlaceName[]>()
  const add = (name: PlaceName) => {
    const meanings = names.get(name.text) ?? []
    if (meanings.some((known) => known.village === name.village)) return
    names.set(name.text, [...meanings, name])
  }
  for (const village of villages) {
    const stem = village.name.replace(/村$/, '')
    for (const text of formsOf(village.name))
      add({ text, kind: 'village', village: village._id, properly: village.name })
    for (const alias of village.aliases)
      for (const text of formsOf(alias))
        add({ text, kind: 'alias', village: village._id, properly: village.name })
    for (const { hamlets } of village.groups)
      for (const hamlet of hamlets)
        for (const written of [hamlet.name, ...hamlet.aliases]) {
          const meaning = {
            kind: written === hamlet.name ? ('hamlet' as const) : ('alias' as const),
            village: village._id,
            properly: `${village.name}${hamlet.name}`,
          }
          add({ text: written, ...meaning })
          // The village before the hamlet (忙吉利老寨) says which of several 老寨 is meant.
          for (const before of [stem, village.name, ...village.aliases])
            add({ text: `${before}${written}`, ...meaning })
        }
  }
  for (const { name, where } of township.lookalikes)
    for (const text of formsOf(name))
      add({ text, kind: 'lookalike', village: null, properly: `${where}${name}` })
  return {
    township: township._id,
    townshipName: township.name,
    version: township.version,
    villages: villages.map((village) => ({
      code: village._id,
      name: village.name,
      hamlets: [...new Set(village.groups.flatMap((group) => group.hamlets.map((hamlet) => hamlet.name)))],
    })),
    names,
  }
}
