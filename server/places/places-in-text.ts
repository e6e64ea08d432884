import { townshipForms, villageForms } from './division-names'
import type { Gazetteer, PlaceName } from './gazetteer'
import { isOrdinaryWord, wordBoundaries } from './ordinary-words'
import { soundsOf } from './sounds'

/** How a name was recognised: as written, by its sound, or with one character wrong. */
export type Recognition = 'exact' | 'sound' | 'misspelt'

/** A place's name found in a text: where it stands, and what it means. */
export interface PlaceMention {
  start: number
  end: number
  text: string
  how: Recognition
  /** All the places this name can mean: a hamlet's name may stand in several villages. */
  meanings: readonly PlaceName[]
  /** The words alone may be an ordinary word (和平) or a piece of one (大关 in 关照): only what stands around tells. */
  ordinary: boolean
  /** Said together with what it lies in (军赛乡岔路村, 忙吉利老寨): then it is a place. */
  joined: boolean
}

const bonus: Record<Recognition, number> = { exact: 1.5, sound: 0.5, misspelt: 0 }

const outside = (division: string, properly: string): PlaceName => ({
  kind: 'outside',
  village: null,
  division,
  properly,
  bare: false,
})

function* candidates(
  text: string,
  gazetteer: Gazetteer,
): Generator<Omit<PlaceMention, 'ordinary' | 'joined'>> {
  const { names, sounds, misspelt, around } = gazetteer
  const spanned = (start: number, length: number) => ({
    start,
    end: start + length,
    text: text.slice(start, start + length),
  })
  for (const { start, named } of names.within(text))
    yield { ...spanned(start, named.text.length), how: 'exact', meanings: named.value }
  for (const { start, named } of around.regions.within(text))
    yield {
      ...spanned(start, named.text.length),
      how: 'exact',
      meanings: named.value.map((place) => ({ ...place, kind: 'outside' as const, village: null })),
    }
  if (around.country)
    for (const { start, text: said, place } of around.country.within(text))
      yield {
        ...spanned(start, said.length),
        how: 'exact',
        meanings: [outside(place.division, place.properly)],
      }
  const heard = soundsOf(text)
  for (const { start, named } of sounds.within(heard))
    yield { ...spanned(start, named.text.length), how: 'sound', meanings: named.value }
  for (const { start, named } of misspelt.index.within(text, misspelt.lengths))
    yield { ...spanned(start, named.text.length), how: 'misspelt', meanings: named.value }
}

/** Where one is when one is on a mountain or in a valley: 董家山上 is 董家山, though 山上 is one word. */
const locative = /^(?:里头|里面|上头|[里上下头边口])/

/** True when a name is torn out of words of the language: 大关 out of 高抬贵手，大关照. */
function torn(text: string, start: number, end: number, boundaries: ReadonlySet<number>): boolean {
  if (!boundaries.has(start)) return true
  if (boundaries.has(end)) return false
  const [where] = locative.exec(text.slice(end)) ?? []
  return !where || !boundaries.has(end + where.length)
}

const onlyHan = /^\p{Script=Han}+$/u

/** The longest name wins where several overlap, and one as it is written wins over one that only sounds like it. */
function withoutOverlaps(text: string, gazetteer: Gazetteer): PlaceMention[] {
  let boundaries: ReadonlySet<number> | undefined
  const read = [...candidates(text, gazetteer)]
    .map((one) => ({
      ...one,
      meanings: one.meanings.filter(({ village }) => !gazetteer.misread.has(`${one.text} ${village}`)),
    }))
    .filter(({ meanings }) => meanings.length > 0)
    .filter(({ how, text: said }) => how !== 'misspelt' || onlyHan.test(said))
    .map((one) => {
      const bare = one.meanings.every((meaning) => meaning.bare)
      const own = one.meanings.some(({ kind }) => kind !== 'outside')
      // Cutting a text into words costs more than all else here, and few texts need it.
      if (bare) boundaries ??= wordBoundaries(text)
      const piece = boundaries !== undefined && bare && torn(text, one.start, one.end, boundaries)
      return {
        ...one,
        joined: false,
        ordinary: piece || (bare && isOrdinaryWord(one.text)),
        worth: one.text.length + bonus[one.how] - (piece ? 2 : 0) - (bare && !own ? 2.5 : 0),
        own,
      }
    })
    .sort((a, b) => b.worth - a.worth || Number(b.own) - Number(a.own) || a.start - b.start)
  const kept: typeof read = []
  for (const one of read)
    if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one)
  return kept.sort((a, b) => a.start - b.start).map(({ worth: _worth, own: _own, ...mention }) => mention)
}

const number = '[一二三四五六七八九十百零〇两\\d０-９]{1,4}'
/** 三组, 3组, 第三村民小组, 3社, 三队: one and the same. */
export const groupNumber = new RegExp(`^第?${number}(?:村民)?(?:小组|组|社|队|合作社)`)
/** What may stand between a village and its hamlet: 正河三社，花椒坪; 岔路那个新寨. */
const between = new RegExp(
  `^(?:村|镇|乡)?(?:的|那个|那边|这边|那点)?(?:第?${number}(?:村民)?(?:小组|组|社|队|合作社))?[的，,、 ]?$`,
)
const close = /^[，, ]?(?:的|下属的?)?$/

/** The meanings of two names said one after the other, when the one lies in the other; null when they are two places. */
function together(first: PlaceMention, second: PlaceMention, gazetteer: Gazetteer): PlaceName[] | null {
  const hamlets = second.meanings.filter(
    ({ kind, village }) =>
      kind !== 'village' && village !== null && first.meanings.some((outer) => outer.division === village),
  )
  if (hamlets.length > 0) return hamlets
  const within = second.meanings.filter((inner) =>
    first.meanings.some(
      (outer) =>
        outer.kind === 'outside' &&
        outer.division !== inner.division &&
        inner.division.startsWith(outer.division),
    ),
  )
  if (within.length > 0) return within
  // 曹庙元圩: a township outside, and a name that one of its villages shares with one of ours.
  for (const { kind, division } of first.meanings) {
    if (kind !== 'outside' || division.length !== 9) continue
    const township = gazetteer.around.county?.townships.find(({ code }) => code === division)
    const village = township?.villages.find(({ name }) => {
      const { full, bare } = villageForms(name)
      return full.includes(second.text) || bare.includes(second.text)
    })
    if (township && village)
      return [
        outside(village.code, `${townshipForms(township.name).called}${villageForms(village.name).called}`),
      ]
  }
  return null
}

/** The own township, county, city or province: it only says where one already is. */
const holdsUs = ({ division }: PlaceName, { township }: Gazetteer) => township.startsWith(division)
const leadsIn = ({ meanings }: PlaceMention, gazetteer: Gazetteer) =>
  meanings.some((meaning) => holdsUs(meaning, gazetteer))

/** Joins names that were said of one place: 镇康县 · 军赛乡 · 忙吉利村 · 老寨. */
function joined(text: string, mentions: readonly PlaceMention[], gazetteer: Gazetteer): PlaceMention[] {
  const done: PlaceMention[] = []
  for (const mention of mentions) {
    const last = done.at(-1)
    const gap = last && text.slice(last.end, mention.start)
    if (last && gap !== undefined && between.test(gap)) {
      const meanings = together(last, mention, gazetteer)
      if (meanings) {
        done.pop()
        done.push({
          start: last.start,
          end: mention.end,
          text: text.slice(last.start, mention.end),
          how: last.how === 'exact' || mention.how === 'exact' ? 'exact' : last.how,
          meanings,
          ordinary: false,
          joined: true,
        })
        continue
      }
      if (close.test(gap) && leadsIn(last, gazetteer)) {
        done.pop()
        done.push({ ...mention, ordinary: false, joined: true })
        continue
      }
    }
    done.push(mention)
  }
  return done.filter(({ meanings }) => !meanings.every((meaning) => holdsUs(meaning, gazetteer)))
}

/**
 * Finds the places named in a text: as written, by their sound in south-western Mandarin, or with one character
 * wrong; each with the stretch it was read from and all that it can mean. Pure and deterministic.
 */
export const placesInText = (text: string, gazetteer: Gazetteer): PlaceMention[] =>
  joined(text, withoutOverlaps(text, gazetteer), gazetteer)
