import type { DivisionCode } from '../../shared/domain/territory'
import { namesAround, nothingAround, type Surroundings } from './atlas'
import { townshipForms, villageForms } from './division-names'
import { MisspeltIndex, NameIndex, shortestToMisspell } from './name-index'
import type { PlaceRecord } from './place.model'
import { readingsOf } from './sounds'

/** How a name stands for its place: as the village's, a hamlet's, another spelling, one that triage taught, … */
export type NameKind = 'village' | 'hamlet' | 'alias' | 'learned' | 'township' | 'outside'

/** What a name in a text can mean. */
export interface PlaceName {
  kind: NameKind
  /** The village of the township that it means or lies in; null for the township itself and for what lies outside. */
  village: DivisionCode | null
  /** The division that it names: a village, the township, or a township, county, city or province outside. */
  division: DivisionCode
  /** The proper name, as the reasons say it. */
  properly: string
  /** Said without the word that makes it a place, so that it may be an ordinary word of the language. */
  bare: boolean
}

/** A village as reporters pick it. */
export interface GazetteerVillage {
  code: DivisionCode
  name: string
  hamlets: string[]
}

/** A hamlet of which it is known where it lies, by GCJ-02. */
export interface MappedHamlet {
  village: DivisionCode
  properly: string
  lat: number
  lng: number
}

/** The lengths of the names that are looked for with one character wrong. */
interface Misspelt {
  index: MisspeltIndex<PlaceName[]>
  lengths: readonly number[]
}

/** One township's places at one version: all that routing knows of the ground. Pure data. */
export interface Gazetteer {
  township: DivisionCode
  townshipName: string
  version: number
  villages: GazetteerVillage[]
  /** The hamlets that are on the map. */
  mapped: MappedHamlet[]
  /** Every name of the township and of its county, with all that it can mean. */
  names: NameIndex<PlaceName[]>
  /** The township's own names by how they sound. */
  sounds: NameIndex<PlaceName[]>
  misspelt: Misspelt
  /** Words that were taken for a village and are not: `word code`. */
  misread: ReadonlySet<string>
  around: Surroundings
}

/** The village of a gazetteer by its code. */
export const villageIn = (gazetteer: Gazetteer, code: DivisionCode): GazetteerVillage | undefined =>
  gazetteer.villages.find((village) => village.code === code)

/** The hamlets of a village of which it is known where they lie. */
const mappedIn = ({ _id, name, groups }: PlaceRecord): MappedHamlet[] =>
  groups.flatMap(({ hamlets }) =>
    hamlets.flatMap((hamlet) =>
      hamlet.position
        ? [{ village: _id, properly: `${villageForms(name).called}${hamlet.name}`, ...hamlet.position }]
        : [],
    ),
  )

class Collected {
  readonly names = new Map<string, PlaceName[]>()

  add(text: string, meaning: PlaceName) {
    const there = this.names.get(text) ?? []
    if (!there.some((known) => known.division === meaning.division && known.village === meaning.village))
      this.names.set(text, [...there, meaning])
  }
}

function addVillage(own: Collected, village: PlaceRecord): void {
  const properly = villageForms(village.name).called
  const meaning = { village: village._id, division: village._id, properly }
  const addForms = (name: string, kind: NameKind) => {
    const { full, bare } = villageForms(name)
    for (const text of full) own.add(text, { ...meaning, kind, bare: false })
    for (const text of bare) own.add(text, { ...meaning, kind, bare: true })
  }
  addForms(village.name, 'village')
  for (const alias of village.aliases) addForms(alias, 'alias')
  for (const { hamlets } of village.groups)
    for (const hamlet of hamlets)
      for (const written of [hamlet.name, ...hamlet.aliases]) {
        const kind = written === hamlet.name ? 'hamlet' : 'alias'
        own.add(written, { ...meaning, kind, properly: `${properly}${hamlet.name}`, bare: true })
        own.add(`${written}村`, { ...meaning, kind, properly: `${properly}${hamlet.name}`, bare: false })
      }
}

/**
 * Builds a township's gazetteer from its places and what lies around: every name in every form people use, with all
 * it can mean. A name of the township stands before the same name elsewhere, except that a hamlet called like a
 * village of the county is not taken for it when the text says 村.
 */
export function buildGazetteer(
  township: PlaceRecord,
  villages: readonly PlaceRecord[],
  around: Surroundings = nothingAround,
): Gazetteer {
  const own = new Collected()
  for (const village of villages) addVillage(own, village)
  for (const { text, village, says } of township.learned) {
    const meant = villages.find(({ _id }) => _id === village)
    if (!meant || says !== 'is') continue
    const { called } = villageForms(meant.name)
    own.add(text, { kind: 'learned', village, division: village, properly: called, bare: false })
  }
  const ownSounds = new Collected()
  const misspellable: [string, PlaceName[]][] = []
  for (const [text, meanings] of own.names) {
    for (const sound of readingsOf(text)) for (const meaning of meanings) ownSounds.add(sound, meaning)
    if (text.length >= shortestToMisspell && meanings.every(({ bare }) => bare))
      misspellable.push([text, meanings])
  }
  const { full, bare } = townshipForms(township.name)
  const itself = { kind: 'township' as const, village: null, division: township._id, properly: township.name }
  for (const text of full) own.add(text, { ...itself, bare: false })
  for (const text of bare) own.add(text, { ...itself, bare: true })
  const names = new Collected()
  for (const [text, meanings] of own.names) for (const meaning of meanings) names.add(text, meaning)
  if (around.county)
    for (const [text, { division, properly, bare }] of namesAround(around.county, township._id)) {
      const ours = own.names.get(text)
      if (ours && (bare || ours.some(({ kind }) => kind === 'village' || kind === 'township'))) continue
      names.add(text, { kind: 'outside', village: null, division, properly, bare })
    }
  return {
    township: township._id,
    townshipName: township.name,
    version: township.version,
    villages: villages.map((village) => ({
      code: village._id,
      name: villageForms(village.name).called,
      hamlets: [...new Set(village.groups.flatMap((group) => group.hamlets.map((hamlet) => hamlet.name)))],
    })),
    mapped: villages.flatMap(mappedIn),
    names: new NameIndex(names.names),
    sounds: new NameIndex(ownSounds.names),
    misread: new Set(
      township.learned
        .filter(({ says }) => says === 'is_not')
        .map(({ text, village }) => `${text} ${village}`),
    ),
    misspelt: {
      index: new MisspeltIndex(misspellable),
      lengths: [...new Set(misspellable.map(([text]) => text.length))],
    },
    around,
  }
}
