import { countyOf, type DivisionCode } from '../../shared/domain/territory'
import type { Gazetteer } from '../places/gazetteer'
import { villageIn } from '../places/gazetteer'
import { type Evidence, gatherEvidence, type OutsideEvidence, type RoutingFacts } from './evidence'

/** A village that may be meant, with how strongly the evidence speaks for it. */
export interface Candidate {
  village: DivisionCode
  name: string
  score: number
  reasons: string[]
}

/** Where a report goes, and why: kept with the case, together with the gazetteer's version. */
export interface RoutingDecision {
  /** A village of the township; a place outside; or the triage desk, because nothing is sure. */
  outcome: 'village' | 'elsewhere' | 'triage'
  village: DivisionCode | null
  /** The township, county, city or province outside, when that is the outcome. */
  elsewhere: { division: DivisionCode; name: string } | null
  confidence: number
  reasons: string[]
  /** Ranked, the likeliest first; on the triage desk these are the suggestions. */
  candidates: Candidate[]
  /** Where in the text a place was recognised. */
  recognised: { start: number; end: number; text: string }[]
  gazetteerVersion: number
}

/** Below this the evidence is too weak; a wrong village is worse than a question. */
const threshold = 0.7
/** The best must stand out from the next by this much, or a person decides. */
const margin = 0.2
/** A place outside that is this likely keeps a report from being placed inside without a person. */
const doubt = 0.35
/** Evidence inside that outweighs any lookalike outside. */
const beyondDoubt = 0.95

const beyondCounty = 'beyond the county'

const combine = (evidence: readonly Pick<Evidence, 'weight'>[]) =>
  1 - evidence.reduce((left, one) => left * (1 - one.weight), 1)
const rounded = (score: number) => Math.round(score * 1000) / 1000

/** The same words twice in one report are one ground, not two. */
const distinct = <E extends { reason: string }>(evidence: readonly E[], of: (one: E) => string): E[] => [
  ...new Map(evidence.map((one) => [`${of(one)} ${one.reason}`, one])).values(),
]

const grouped = <E>(all: readonly E[], by: (one: E) => string): Map<string, E[]> => {
  const groups = new Map<string, E[]>()
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one])
  return groups
}

/**
 * The places outside that may be meant: a village of the county counts for its township, because that is where it
 * goes; all that lies beyond the county counts as one, because all of it goes to the county.
 */
function outsideCandidates(outside: readonly OutsideEvidence[], county: DivisionCode) {
  const bucketOf = ({ division }: OutsideEvidence) =>
    division.startsWith(county) ? division.slice(0, 9) : beyondCounty
  return [
    ...grouped(
      distinct(outside, (one) => `${one.division} ${one.span.start}`),
      bucketOf,
    ),
  ]
    .map(([bucket, grounds]) => {
      // One name with two meanings in the same bucket is no less sure to lie there.
      const mentions = [...grouped(grounds, ({ span }) => String(span.start)).values()].map((meanings) => ({
        weight: Math.min(
          1,
          meanings.reduce((sum, { weight }) => sum + weight, 0),
        ),
      }))
      return {
        division: bucket === beyondCounty ? (grounds[0]?.division ?? '') : bucket,
        name: grounds[0]?.properly ?? bucket,
        score: rounded(combine(mentions)),
        reasons: grounds.map((one) => `${one.reason}，不在本乡`),
      }
    })
    .sort((a, b) => b.score - a.score || (a.division < b.division ? -1 : 1))
}

/**
 * Decides which village a report belongs to, from its evidence: a village when it is sure and stands out, a place
 * outside when the words leave no doubt, otherwise the township's triage desk with ranked suggestions. Pure and
 * deterministic (R2, design: routing).
 */
export function route(facts: RoutingFacts, gazetteer: Gazetteer): RoutingDecision {
  const { evidence, outside } = gatherEvidence(facts, gazetteer)
  const candidates: Candidate[] = [
    ...grouped(
      distinct(evidence, ({ kind, village }) => `${kind} ${village}`),
      ({ village }) => village,
    ),
  ]
    .map(([village, grounds]) => ({
      village,
      name: villageIn(gazetteer, village)?.name ?? village,
      score: rounded(combine(grounds)),
      reasons: grounds.map((one) => one.reason),
    }))
    .sort((a, b) => b.score - a.score || (a.village < b.village ? -1 : 1))
  const [best, second] = candidates
  const [away, otherwiseAway] = outsideCandidates(outside, countyOf(gazetteer.township))
  const spans = evidence.flatMap((one) => (one.span ? [one.span] : []))
  const base = {
    candidates,
    elsewhere: null,
    recognised: spans.filter((span, i) => spans.findIndex((other) => other.start === span.start) === i),
    gazetteerVersion: gazetteer.version,
  }
  const toTriage = (...reasons: string[]): RoutingDecision => ({
    ...base,
    outcome: 'triage',
    village: null,
    confidence: best?.score ?? 0,
    reasons: [...new Set([...reasons, ...(away?.reasons ?? []), ...(otherwiseAway?.reasons ?? [])])],
  })
  const clearlyAway =
    away && away.score >= threshold && (!otherwiseAway || away.score - otherwiseAway.score >= margin)
  if (clearlyAway && (!best || best.score < doubt))
    return {
      ...base,
      outcome: 'elsewhere',
      village: null,
      elsewhere: { division: away.division, name: away.name },
      confidence: away.score,
      reasons: away.reasons,
    }
  if (!best) return toTriage('没有说清是哪个村')
  if (away && away.score >= doubt && best.score < beyondDoubt) return toTriage(...best.reasons)
  if (second && best.score - second.score < margin)
    return toTriage(`说到的地方不止一个：${best.name}、${second.name}`, ...best.reasons, ...second.reasons)
  if (best.score < threshold) return toTriage('还不够确定', ...best.reasons)
  return { ...base, outcome: 'village', village: best.village, confidence: best.score, reasons: best.reasons }
}
