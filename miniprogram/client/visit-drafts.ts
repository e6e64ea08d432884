import type {
  DisabilityKind,
  HardshipCause,
  HardshipDegree,
  HealthCondition,
  HouseholdCategory,
  LabourCapacity,
} from '../../shared/domain/code-lists'
import type { DisabilityDegree, Relation, VisitConclusion } from '../../shared/domain/home-visit'
import type { PhonePosition } from '../../shared/domain/phone-position'
import type { SelfCareAnswers } from '../../shared/domain/self-care'
import type { VisitorName } from '../../shared/domain/visit-form'
import { call, type Reply } from './api'
import type { Photo } from './photo'
import { signedInPerson } from './session'
import { shelf } from './shelf'

/** What the server knows of a household before a visit. */
export type Prefill = Reply<'GET /api/cases/:caseId/visit-draft'>

/** One of the family, with what is typed kept as it is typed. */
export interface MemberDraft {
  key: string
  name: string
  relation?: Relation
  age: string
  health: HealthCondition[]
  disabilityKind?: DisabilityKind
  disabilityDegree?: DisabilityDegree
  labour?: LabourCapacity
  occupation: string
  yearlyIncome: string
  /** Asked whether they can look after themselves; at least of whoever the trouble is about. */
  asked: boolean
  selfCare: Partial<SelfCareAnswers>
  /** What was answered at the visit before. */
  selfCareBefore?: SelfCareAnswers
}

/** A home visit being written: everything so far, saved with every tap. */
export interface VisitDraft {
  clientKey: string
  caseId: string
  /** The version of the case that the visitor has seen. */
  version: number
  happenedAt: string
  /** The part of the form that is unfolded. */
  open: string | null
  visitors: VisitorName[]
  aloneBecause: string
  members: MemberDraft[]
  people: number
  housing: string
  assets: string
  incomeSources: string
  supporters: string
  bodyCondition: string
  causes: HardshipCause[]
  degree?: HardshipDegree
  category?: HouseholdCategory
  /** Left empty, what is known stays as it is. */
  phone: string
  idNumber: string
  fromElsewhere: boolean
  registeredAt: string
  subjectTold?: boolean
  position?: PhonePosition
  photos: Photo[]
  signature: Photo | null
  conclusion?: VisitConclusion
  explanation: string
  words: string
}

/** A case whose visit form lies on this phone: known beforehand, or begun. */
export interface VisitOnPhone {
  caseId: string
  /** The account of whoever it belongs to: staff share phones. */
  doer: string
  name: string
  placeName: string
  keptAt: number
}

const list = shelf<VisitOnPhone[]>('visits')
const me = () => signedInPerson()?.account ?? ''

const draftName = (caseId: string, doer: string) => `visit.${caseId}.${doer}`
const knownName = (caseId: string, doer: string) => `visit-known.${caseId}.${doer}`
const draftOf = (caseId: string, doer = me()) => shelf<VisitDraft>(draftName(caseId, doer))
const knownOf = (caseId: string, doer = me()) => shelf<Prefill>(knownName(caseId, doer))

/** Where one's visit of a case lies on this phone. */
export const visitShelves = (caseId: string): string[] => [draftName(caseId, me()), knownName(caseId, me())]

/** A form that was not begun is of no use for longer: the household has been visited, or the case has gone on. */
const keptFor = 14 * 24 * 3_600_000

const isOwn = ({ caseId, doer }: VisitOnPhone, wanted: string) => caseId === wanted && doer === me()

/** Keeps what is known of a household on the phone, so that its form opens filled in where there is no signal. */
function keep(prefill: Prefill): void {
  const now = Date.now()
  const kept = list.read() ?? []
  const old = kept.filter(
    ({ caseId, doer, keptAt }) => now - keptAt > keptFor && !draftOf(caseId, doer).read(),
  )
  for (const { caseId, doer } of old) knownOf(caseId, doer).wipe()
  const others = kept.filter((one) => !old.includes(one) && !isOwn(one, prefill.caseId))
  const name = prefill.subjectName ?? '没有留名字'
  list.write([
    ...others,
    { caseId: prefill.caseId, doer: me(), name, placeName: prefill.placeName, keptAt: now },
  ])
  knownOf(prefill.caseId).write(prefill)
}

/** What is known of a case's household: from the server, or what this phone was told last where there is no signal. */
export async function fetchPrefill(caseId: string): Promise<Prefill> {
  try {
    const prefill = await call('GET /api/cases/:caseId/visit-draft', { params: { caseId } })
    keep(prefill)
    return prefill
  } catch (error) {
    const kept = knownOf(caseId).read()
    if (kept) return kept
    throw error
  }
}

/** Fetches it beforehand, once: who is about to go up the hill has it there. */
export async function readyForVisit(caseId: string): Promise<void> {
  if (!knownOf(caseId).read()) await fetchPrefill(caseId).catch(() => undefined)
}

/** The draft of this case's visit, if this person has begun one on this phone. */
export const keptVisitDraft = (caseId: string): VisitDraft | null => draftOf(caseId).read()

/** Saves the draft as it stands; false when the phone has no room. */
export const saveVisitDraft = (draft: VisitDraft): boolean => draftOf(draft.caseId).write(draft)

/** The visits of whoever is signed in that lie on this phone, and whether they were begun. */
export const visitsOnPhone = (): (VisitOnPhone & { begun: boolean })[] =>
  (list.read() ?? [])
    .filter(({ caseId, doer }) => doer === me() && knownOf(caseId).read() !== null)
    .map((one) => ({ ...one, begun: draftOf(one.caseId).read() !== null }))
