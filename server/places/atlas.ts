import type { DivisionCode } from '../../shared/domain/territory'
import { regionForms, townshipForms, villageForms } from './division-names'
import { NameIndex } from './name-index'

/** A county's townships and villages by the National Bureau of Statistics: what lies around a township. */
export interface County {
  code: DivisionCode
  name: string
  townships: { code: DivisionCode; name: string; villages: { code: DivisionCode; name: string }[] }[]
}

/** A province, a city or a county by its code of 2, 4 or 6 digits. */
export interface Region {
  code: DivisionCode
  name: string
}

/** A place outside the township, as a text can name it. */
export interface OutsidePlace {
  /** Its code: a village's, a township's or a region's. */
  division: DivisionCode
  /** As the reasons say it: 勐捧镇忙丙村. */
  properly: string
  /** Said without the word that makes it a place (流水 for 流水村), so that it may be an ordinary word. */
  bare: boolean
}

/** All names of a county's places but those of one township, with what each can mean. */
export function* namesAround(county: County, ownTownship: DivisionCode): Generator<[string, OutsidePlace]> {
  for (const { code, name, villages } of county.townships) {
    if (code === ownTownship) continue
    const { called, full, bare } = townshipForms(name)
    for (const text of full) yield [text, { division: code, properly: called, bare: false }]
    for (const text of bare) yield [text, { division: code, properly: called, bare: true }]
    for (const village of villages) {
      const forms = villageForms(village.name)
      const properly = `${called}${forms.called}`
      for (const text of forms.full) yield [text, { division: village.code, properly, bare: false }]
      for (const text of forms.bare) yield [text, { division: village.code, properly, bare: true }]
    }
  }
}

const put = <T>(names: Map<string, T[]>, text: string, value: T) => {
  const there = names.get(text)
  if (there) there.push(value)
  else names.set(text, [value])
}

/** Names of provinces, cities and counties. */
export type RegionNames = NameIndex<OutsidePlace[]>

/** Makes the names of regions searchable: 凤庆县 and 凤庆, 广东省 and 广东. */
export function regionNames(regions: readonly Region[]): RegionNames {
  const names = new Map<string, OutsidePlace[]>()
  for (const { code, name } of regions) {
    const { full, bare } = regionForms(name)
    for (const text of full) put(names, text, { division: code, properly: name, bare: false })
    for (const text of bare) put(names, text, { division: code, properly: name, bare: true })
  }
  return new NameIndex(names)
}

/** What ends the full name of a village or a township. */
const endings = /[村镇乡道]|社区/g
const longestName = 14

/**
 * The whole country's townships and villages by their full names. Too many to keep more than one code each: it is
 * enough to know that a name lies elsewhere, and in how many places.
 */
export class CountryNames {
  private readonly first = new Map<string, DivisionCode>()
  private readonly more = new Map<string, number>()

  /** Takes in one county. */
  add(county: County): void {
    for (const township of county.townships) {
      this.put(townshipForms(township.name).called, township.code)
      for (const village of township.villages) this.put(villageForms(village.name).called, village.code)
    }
  }

  private put(text: string, code: DivisionCode) {
    const there = this.first.get(text)
    if (there === undefined) this.first.set(text, code)
    else if (there !== code) this.more.set(text, (this.more.get(text) ?? 1) + 1)
  }

  /** In how many places of the country the name stands. */
  count(text: string): number {
    return this.first.has(text) ? (this.more.get(text) ?? 1) : 0
  }

  get size(): number {
    return this.first.size
  }

  /** Full names in a text, the longest before each ending. */
  *within(text: string): Generator<{ start: number; text: string; place: OutsidePlace }> {
    for (const { index, 0: ending } of text.matchAll(endings)) {
      const end = index + ending.length
      for (let start = Math.max(0, end - longestName); start < index - 1; start += 1) {
        const said = text.slice(start, end)
        const division = this.first.get(said)
        if (division === undefined) continue
        const count = this.count(said)
        const properly = count > 1 ? `${said}（全国有 ${count} 个）` : said
        yield { start, text: said, place: { division, properly, bare: false } }
        break
      }
    }
  }
}

/** What is known beyond a township: its county, the regions of the country, and the whole country where loaded. */
export interface Surroundings {
  county: County | null
  regions: RegionNames
  country: CountryNames | null
}

/** Nothing is known beyond the township. */
export const nothingAround: Surroundings = { county: null, regions: new NameIndex([]), country: null }
