import type { Gazetteer, PlaceName } from './gazetteer'

/** A place's name found in a text: where it stands, and what it means. */
export interface PlaceMention {
  start: number
  end: number
  text: string
  /** All the places this name can mean: a hamlet's name may stand in several villages. */
  meanings: readonly PlaceName[]
}

/** Words that only look like a place: what follows or precedes a name and takes its meaning away. */
const notThePlace: Record<string, RegExp> = { 岔路: /^口/ }

/**
 * Finds the places named in a text. The longest name wins where several overlap (忙吉利老寨 over 老寨), and a name
 * that means several places is given with all of them. Pure and deterministic.
 */
export function placesInText(text: string, gazetteer: Gazetteer): PlaceMention[] {
  const found: PlaceMention[] = []
  for (const [name, meanings] of gazetteer.names) {
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
      const end = start + name.length
      if (notThePlace[name]?.test(text.slice(end))) continue
      found.push({ start, end, text: name, meanings })
    }
  }
  found.sort((a, b) => b.text.length - a.text.length || a.start - b.start)
  const kept: PlaceMention[] = []
  for (const mention of found)
    if (kept.every((other) => mention.end <= other.start || mention.start >= other.end)) kept.push(mention)
  return kept.sort((a, b) => a.start - b.start)
}
