import type { DivisionCode } from '../../shared/domain/territory'
import type { Gazetteer } from '../places/gazetteer'
import { villageIn } from '../places/gazetteer'
import { placesInText } from '../places/places-in-text'

/** What a report says about where the family lives. */
export interface RoutingFacts {
  /** The village picked on the form, and whether a person picked it or the card filled it in. */
  stated?: { village: DivisionCode; by: 'card' | 'reporter' }
  /** The hamlet picked or typed, and words of one's own about the place. */
  hamlet?: string
  placeWords?: string
  text: string
  /** The village whose card, poster or window the report came through. */
  cardVillage?: DivisionCode
}

/** One ground for one village, with how strongly it speaks and why, in plain Chinese. */
export interface Evidence {
  kind: 'stated' | 'place_words' | 'text' | 'card'
  village: DivisionCode
  /** Between 0 and 1: how likely the village is right if nothing else were known. */
  weight: number
  reason: string
  /** Where in the report's text it stands, for evidence from the text. */
  span?: { start: number; end: number; text: string }
}

/** Evidence for villages of the township, and names that point out of it. */
export interface Findings {
  evidence: Evidence[]
  outside: string[]
}

/** How far each kind of evidence is trusted. The subject's own place as stated stands over the way it came. */
const weights = {
  statedByReporter: 0.95,
  statedByCard: 0.8,
  placeWords: 0.9,
  text: 0.85,
  card: 0.75,
}

function evidenceInWords(
  words: string,
  kind: 'place_words' | 'text',
  weight: number,
  gazetteer: Gazetteer,
  said = (mentioned: string) => `因为写了“${mentioned}”`,
): Findings {
  const evidence: Evidence[] = []
  const outside: string[] = []
  for (const mention of placesInText(words, gazetteer)) {
    const span = { start: mention.start, end: mention.end, text: mention.text }
    const inside = mention.meanings.flatMap((meaning) =>
      meaning.village ? [{ ...meaning, village: meaning.village }] : [],
    )
    for (const meaning of mention.meanings)
      if (meaning.village === null) outside.push(`写了“${mention.text}”，可能是${meaning.properly}，不在本乡`)
    for (const meaning of inside) {
      const others = inside.length > 1 ? `，但有 ${inside.length} 个村都有这个地名` : ''
      const properly = meaning.properly === mention.text ? '' : `（就是${meaning.properly}）`
      evidence.push({
        kind,
        village: meaning.village,
        weight: weight / mention.meanings.length,
        reason: `${said(mention.text)}${properly}${others}`,
        span,
      })
    }
  }
  return { evidence, outside }
}

/** Gathers all evidence in a report. Pure; the order is from the strongest kind to the weakest. */
export function gatherEvidence(facts: RoutingFacts, gazetteer: Gazetteer): Findings {
  const evidence: Evidence[] = []
  const outside: string[] = []
  const nameOf = (code: DivisionCode) => villageIn(gazetteer, code)?.name
  const stated = facts.stated && nameOf(facts.stated.village)
  if (facts.stated && stated)
    evidence.push(
      facts.stated.by === 'reporter'
        ? {
            kind: 'stated',
            village: facts.stated.village,
            weight: weights.statedByReporter,
            reason: `因为选了${stated}`,
          }
        : {
            kind: 'stated',
            village: facts.stated.village,
            weight: weights.statedByCard,
            reason: `因为名片上是${stated}，没有改`,
          },
    )
  // A hamlet is said of the stated village when there is one; otherwise it must speak for itself.
  const { hamlet, placeWords } = facts
  const ofTheVillage = stated?.replace(/村$/, '') ?? ''
  for (const found of [
    hamlet &&
      evidenceInWords(
        ofTheVillage + hamlet,
        'place_words',
        weights.placeWords,
        gazetteer,
        () => `因为选了寨子“${hamlet}”`,
      ),
    placeWords && evidenceInWords(placeWords, 'place_words', weights.placeWords, gazetteer),
  ]) {
    if (!found) continue
    evidence.push(...found.evidence.map(({ span: _, ...rest }) => rest))
    outside.push(...found.outside)
  }
  const inText = evidenceInWords(facts.text, 'text', weights.text, gazetteer)
  evidence.push(...inText.evidence)
  outside.push(...inText.outside)
  const card = facts.cardVillage && nameOf(facts.cardVillage)
  if (facts.cardVillage && card && facts.stated?.by !== 'card')
    evidence.push({
      kind: 'card',
      village: facts.cardVillage,
      weight: weights.card,
      reason: `因为是从${card}的名片进来的`,
    })
  return { evidence, outside: [...new Set(outside)] }
}
