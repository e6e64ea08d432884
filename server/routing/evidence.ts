import type { PhonePosition } from '../../shared/domain/phone-position'
import type { DivisionCode } from '../../shared/domain/territory'
import { dangerSigns } from '../../shared/domain/urgency'
import type { Gazetteer } from '../places/gazetteer'
import { villageIn } from '../places/gazetteer'
import { placesInText } from '../places/places-in-text'
import { nearHamlet } from './near-hamlets'
import { type SaidPlace, weighMentions } from './said-places'

/** By which door a report came in that belongs to a village. */
export type Door = 'card' | 'poster' | 'window' | 'group' | 'coordinator'

/** What a report says about where the family lives. */
export interface RoutingFacts {
  /** A village where a household with this phone or identity number is known (by keyed hash). */
  knownVillage?: DivisionCode
  /** The village picked on the form, and whether a person picked it or the card filled it in. */
  stated?: { village: DivisionCode; by: 'card' | 'reporter' }
  /** The hamlet picked or typed, and words of one's own about the place. */
  hamlet?: string
  placeWords?: string
  text: string
  /** The village to which the door belongs that the report came through. */
  cameThrough?: { village: DivisionCode; door: Door }
  /** Whose trouble it is. What is known of the reporter says little of somebody else's home: they may be far away. */
  forWhom?: 'self' | 'other'
  /** Where the reporter's phone was at the time. */
  position?: PhonePosition
  /** The village in which the reporter's own earlier reports of themselves were placed. */
  reportersVillage?: DivisionCode
}

/** One ground for one village, with how strongly it speaks and why, in plain Chinese. */
export interface Evidence {
  kind: 'household' | 'stated' | 'place_words' | 'text' | 'door' | 'position' | 'reporters_village'
  village: DivisionCode
  /** Between 0 and 1: how likely the village is right if nothing else were known. */
  weight: number
  reason: string
  /** Where in the report's text it stands, for evidence from the text. */
  span?: { start: number; end: number; text: string }
}

/** A ground for a place outside the township. */
export interface OutsideEvidence {
  division: DivisionCode
  span: { start: number; end: number; text: string }
  properly: string
  weight: number
  reason: string
}

/** Evidence for villages of the township, and for places out of it. */
export interface Findings {
  evidence: Evidence[]
  outside: OutsideEvidence[]
}

/** How far each kind of evidence is trusted. The subject's own place as said stands over the way it came. */
const weights = {
  household: 0.85,
  statedByReporter: 0.95,
  statedByCard: 0.8,
  door: 0.75,
  /** The door once the text says plainly that the family lives elsewhere (design: the subject's place wins). */
  doorAgainstText: 0.5,
  /** Neither of these alone places a report, or makes a question of what any other ground places. */
  position: { self: 0.48, other: 0.2 },
  reportersVillage: { self: 0.45, other: 0.15 },
}
/** What is left of what is known of the reporter, once the family's place is said plainly and is another. */
const outweighed = 0.3

const throughDoor: Record<Door, (village: string) => string> = {
  card: (village) => `因为是从${village}的名片进来的`,
  poster: (village) => `因为是从${village}的海报进来的`,
  window: (village) => `因为是在${village}的窗口报的`,
  group: (village) => `因为是从${village}的群里进来的`,
  coordinator: (village) => `因为是${village}的协理员记的`,
}

/** True when a place that is said plainly to be the family's cannot lie in this village. */
const saysElsewhere = (places: readonly SaidPlace[], village: DivisionCode) =>
  places.some(
    ({ settled, span }) =>
      settled && !places.some((other) => other.span.start === span.start && other.village === village),
  )

const asEvidence = (places: readonly SaidPlace[], kind: 'place_words' | 'text'): Evidence[] =>
  places.flatMap(({ village, weight, reason, span }) =>
    village === null ? [] : [{ kind, village, weight, reason, ...(kind === 'text' ? { span } : {}) }],
  )
const asOutside = (places: readonly SaidPlace[]): OutsideEvidence[] =>
  places.flatMap(({ village, division, properly, weight, reason, span }) =>
    village === null ? [{ division, properly, weight, reason, span }] : [],
  )

/**
 * What is known of the reporter: where the phone was, and where their own home was before. It is no second ground
 * for what the text says itself (我在岔路) or the household's phone has told.
 */
function ofReporter(
  facts: RoutingFacts,
  gazetteer: Gazetteer,
  said: { inText: readonly SaidPlace[]; inPlaceWords: readonly SaidPlace[][]; householdKnown: boolean },
): Evidence[] {
  const { position, reportersVillage, forWhom = 'other' } = facts
  const aside = forWhom === 'self' ? '' : '，不过是帮别人报的'
  const left = (village: DivisionCode) =>
    [said.inText, ...said.inPlaceWords].some((places) => saysElsewhere(places, village)) ? outweighed : 1
  const evidence: Evidence[] = []
  const near = position && nearHamlet(position, gazetteer)
  if (near && !said.inText.some(({ village, whereabouts }) => whereabouts && village === near.village))
    evidence.push({
      kind: 'position',
      village: near.village,
      weight: weights.position[forWhom] * near.sureness * left(near.village),
      reason: `因为报的时候人在${near.hamlet}附近${aside}`,
    })
  const own = reportersVillage && villageIn(gazetteer, reportersVillage)
  if (own && !said.householdKnown)
    evidence.push({
      kind: 'reporters_village',
      village: own.code,
      weight: weights.reportersVillage[forWhom] * left(own.code),
      reason: `因为报的人以前报自家的事，是${own.name}的${aside}`,
    })
  return evidence
}

/** Gathers all evidence in a report. Pure; the order is from the strongest kind to the weakest. */
export function gatherEvidence(facts: RoutingFacts, gazetteer: Gazetteer): Findings {
  const evidence: Evidence[] = []
  const outside: OutsideEvidence[] = []
  const nameOf = (code: DivisionCode | undefined) => (code ? villageIn(gazetteer, code)?.name : undefined)
  const { hamlet, placeWords, cameThrough, knownVillage } = facts

  const knownAt = nameOf(knownVillage)
  if (knownVillage && knownAt)
    evidence.push({
      kind: 'household',
      village: knownVillage,
      weight: weights.household,
      reason: `因为这个电话以前报过，是${knownAt}的`,
    })
  const stated = nameOf(facts.stated?.village)
  if (facts.stated && stated)
    evidence.push({
      kind: 'stated',
      village: facts.stated.village,
      ...(facts.stated.by === 'reporter'
        ? { weight: weights.statedByReporter, reason: `因为选了${stated}` }
        : { weight: weights.statedByCard, reason: `因为名片上是${stated}，没有改` }),
    })
  const inPlaceWords: SaidPlace[][] = []
  // A hamlet is said of the stated village when there is one; otherwise it must speak for itself.
  const ofTheVillage = stated?.replace(/村$/, '') ?? ''
  for (const [words, said] of [
    [hamlet && ofTheVillage + hamlet, () => `因为选了寨子“${hamlet}”`],
    [placeWords, undefined],
  ] as const) {
    if (!words) continue
    const places = weighMentions(words, placesInText(words, gazetteer), gazetteer, {
      asPlace: true,
      danger: false,
      ...(said ? { said } : {}),
    })
    inPlaceWords.push(places)
    evidence.push(...asEvidence(places, 'place_words'))
    outside.push(...asOutside(places))
  }
  const inText = weighMentions(facts.text, placesInText(facts.text, gazetteer), gazetteer, {
    asPlace: false,
    danger: dangerSigns(facts.text).length > 0,
  })
  evidence.push(...asEvidence(inText, 'text'))
  outside.push(...asOutside(inText))
  const door = nameOf(cameThrough?.village)
  if (cameThrough && door && facts.stated?.by !== 'card')
    evidence.push({
      kind: 'door',
      village: cameThrough.village,
      weight: saysElsewhere(inText, cameThrough.village) ? weights.doorAgainstText : weights.door,
      reason: throughDoor[cameThrough.door](door),
    })
  const householdKnown = knownAt !== undefined
  evidence.push(...ofReporter(facts, gazetteer, { inText, inPlaceWords, householdKnown }))
  return { evidence, outside }
}
