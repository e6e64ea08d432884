import type {
  DisabilityKind,
  HardshipCause,
  HardshipDegree,
  HealthCondition,
  HouseholdCategory,
  LabourCapacity,
} from '../../shared/domain/code-lists'
import { isHidden } from '../../shared/domain/code-lists'
import type { DisabilityDegree, Relation, VisitConclusion } from '../../shared/domain/home-visit'
import type { PhonePosition } from '../../shared/domain/phone-position'
import type { SelfCareAnswers } from '../../shared/domain/self-care'
import type { VisitorName } from '../../shared/domain/visit-form'
import { call, type Reply } from './api'
import { askOrRead, keptNames } from './kept-for-reading'
import { whenSomebodyLeaves } from './leaving'
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

/** Where one's visit of a case lies on this phone: what was written, and encrypted what was known before. */
export const visitShelves = (caseId: string): string[] => [draftName(caseId, me()), knownName(caseId, me())]

const isBegun = ({ caseId, doer }: VisitOnPhone) => draftOf(caseId, doer).read() !== null
const isKnown = ({ caseId, doer }: VisitOnPhone) => keptNames().includes(knownName(caseId, doer))

/** Notes that this form lies on the phone; those that were let go of, and not begun, are forgotten. */
function note({ caseId, subjectName, placeName }: Prefill): void {
  const one = { caseId, doer: me(), name: subjectName ?? '没有留名字', placeName, keptAt: Date.now() }
  const others = (list.read() ?? []).filter(
    (other) => !(other.caseId === caseId && other.doer === one.doer) && (isBegun(other) || isKnown(other)),
  )
  list.write([...others, one])
}

/** Who leaves takes the names along of all whom they have not begun to write about; watched once, when the app starts. */
export const watchVisits = (): void =>
  void whenSomebodyLeaves(() => void list.write((list.read() ?? []).filter(isBegun)))

/** What is hidden from all but two is not kept on a phone. */
function keep(prefill: Prefill): Prefill | null {
  if (isHidden(prefill.track)) return null
  note(prefill)
  return prefill
}

/** What is known of a case's household: from the server, or what this phone was told last where there is no signal. */
export async function fetchPrefill(caseId: string): Promise<Prefill> {
  const ask = () => call('GET /api/cases/:caseId/visit-draft', { params: { caseId } })
  return (await askOrRead(knownName(caseId, me()), ask, keep)).value
}

/** Fetches it beforehand, once: who is about to go up the hill has it there. */
export async function readyForVisit(caseId: string): Promise<void> {
  if (!keptNames().includes(knownName(caseId, me()))) await fetchPrefill(caseId).catch(() => undefined)
}

/** The draft of this case's visit, if this person has begun one on this phone. */
export const keptVisitDraft = (caseId: string): VisitDraft | null => draftOf(caseId).read()

/** Saves the draft as it stands; false when the phone has no room. */
export const saveVisitDraft = (draft: VisitDraft): boolean => draftOf(draft.caseId).write(draft)

/** The visits of whoever is signed in that lie on this phone, and whether they were begun. */
export const visitsOnPhone = (): (VisitOnPhone & { begun: boolean })[] =>
  (list.read() ?? [])
    .filter((one) => one.doer === me())
    .map((one) => ({ ...one, begun: isBegun(one) }))
    .filter((one) => one.begun || isKnown(one))
