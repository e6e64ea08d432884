import type { DivisionCode } from '../../shared/domain/territory'
import type { Gazetteer } from '../places/gazetteer'
import { isOrdinaryWord } from '../places/ordinary-words'
import { placesInText } from '../places/places-in-text'

/** The words of a report in which its place may stand. */
interface Words {
  text: string
  placeWords: string | null
}

const mostOffered = 4
const placeName = /^\p{Script=Han}{2,8}$/u
/** 住X的, 家在X，: what people put where a place's name belongs. */
const saidAsPlace =
  /(?:家?住在?|家在|家是|老家是?|我是|俺是|嫁到|搬到|[是在])(\p{Script=Han}{2,6}?)(?=村|寨|庄|组|社|的|呢|那边|那家|这边|[，。；、！？：\s]|$)/gu
/** What stands after 在 and is no name of a place. */
const noName = /^(?:这|那|哪|家|外|路|山|地|屋|床|医院|学校|县|乡|村|街|一个|我|你|他|她|不|没|有|都|还|很)/

/**
 * The words of a report that may be taught to mean the village in which a person places it: names that were misspelt
 * or only sounded like one, and what stands where a place's name belongs (R4; design: routing).
 */
export function teachableWords({ text, placeWords }: Words, gazetteer: Gazetteer): string[] {
  const offered: string[] = []
  for (const said of [text, placeWords ?? '']) {
    const mentions = placesInText(said, gazetteer)
    for (const { text: name, meanings, how, ordinary } of mentions) {
      // A name that stands as it is has its meaning, or its several: teaching one would be wrong the next time.
      const inside = meanings.some((one) => one.village !== null)
      if (how !== 'exact' && inside && !ordinary) offered.push(name)
    }
    for (const match of said.matchAll(saidAsPlace)) {
      const [, name = ''] = match
      const at = match.index + match[0].indexOf(name)
      const overlaps = mentions.some(({ start, end }) => start < at + name.length && at < end)
      if (!overlaps && !noName.test(name) && !isOrdinaryWord(name)) offered.push(name)
    }
  }
  if (placeWords && placeName.test(placeWords) && placesInText(placeWords, gazetteer).length === 0)
    offered.push(placeWords)
  return [...new Set(offered)].filter((word) => placeName.test(word)).slice(0, mostOffered)
}

/**
 * The words by which the rules took a report for this village's: hamlets, spellings and sounds. A village's own name
 * is never unlearned.
 */
export const misleadingWords = (
  { text, placeWords }: Words,
  gazetteer: Gazetteer,
  village: DivisionCode,
): string[] =>
  [text, placeWords ?? '']
    .flatMap((said) => placesInText(said, gazetteer))
    .filter(
      ({ how, meanings, text: said }) =>
        meanings.some((one) => one.village === village && (how !== 'exact' || one.kind !== 'village')) &&
        placeName.test(said),
    )
    .map(({ text: said }) => said)
