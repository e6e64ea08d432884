import type { DivisionCode } from '../../shared/domain/territory'
import type { Gazetteer } from '../places/gazetteer'
import { villageIn } from '../places/gazetteer'
import { type Evidence, gatherEvidence, type RoutingFacts } from './evidence'

/** A village that may be meant, with how strongly the evidence speaks for it. */
export interface Candidate {
  village: DivisionCode
  name: string
  score: number
  reasons: string[]
}

/** Where a report goes, and why: kept with the case, together with the gazetteer's version. */
export interface RoutingDecision {
  outcome: 'village' | 'triage'
  village: DivisionCode | null
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

const combine = (evidence: readonly Evidence[]) =>
  1 - evidence.reduce((doubt, one) => doubt * (1 - one.weight), 1)

/** The same words twice in one report are one ground, not two. */
const distinct = (evidence: readonly Evidence[]) => [
  ...new Map(evidence.map((one) => [`${one.kind} ${one.reason}`, one])).values(),
]

/**
 * Decides which village a report belongs to, from its evidence: a village when it is sure and stands out,
 * otherwise the township's triage desk with ranked suggestions. Pure and deterministic (R2, design: routing).
 */
export function route(facts: RoutingFacts, gazetteer: Gazetteer): RoutingDecision {
  const { evidence, outside } = gatherEvidence(facts, gazetteer)
  const byVillage = new Map<DivisionCode, Evidence[]>()
  for (const one of distinct(evidence))
    byVillage.set(one.village, [...(byVillage.get(one.village) ?? []), one])
  const candidates = [...byVillage]
    .map(([village, grounds]) => ({
      village,
      name: villageIn(gazetteer, village)?.name ?? village,
      score: Math.round(combine(grounds) * 1000) / 1000,
      reasons: grounds.map((one) => one.reason),
    }))
    .sort((a, b) => b.score - a.score || (a.village < b.village ? -1 : 1))
  const [best, second] = candidates
  const recognised = evidence.flatMap((one) => (one.span ? [one.span] : []))
  const base = {
    candidates,
    recognised: recognised.filter(
      (span, i) => recognised.findIndex((other) => other.start === span.start) === i,
    ),
    gazetteerVersion: gazetteer.version,
  }
  const toTriage = (...reasons: string[]): RoutingDecision => ({
    ...base,
    outcome: 'triage',
    village: null,
    confidence: best?.score ?? 0,
    reasons: [...reasons, ...outside],
  })
  if (!best) return toTriage('没有说清是哪个村')
  if (outside.length > 0 && best.score < 0.95) return toTriage(...best.reasons)
  if (second && best.score - second.score < margin)
    return toTriage(`说到的地方不止一个：${best.name}、${second.name}`, ...best.reasons, ...second.reasons)
  if (best.score < threshold) return toTriage('还不够确定', ...best.reasons)
  return { ...base, outcome: 'village', village: best.village, confidence: best.score, reasons: best.reasons }
}
