import type { Discoverer, HelpCategory, ReportGrounds } from '../../shared/domain/code-lists'
import type { PhonePosition } from '../../shared/domain/phone-position'
import type { Photo } from './photo'
import { newClientKey } from './random'
import { shelf } from './shelf'
import type { Voice } from './voice'

/** Whose trouble is reported. */
export type ForWhom = 'self' | 'other'

/** A report being written: everything typed so far, saved with every change. */
export interface Draft {
  /** Made once per report: the server stores what carries it once, however often it is sent. */
  clientKey: string
  forWhom: ForWhom
  step: 1 | 2 | 3
  card?: string
  /** Which chat group the card was opened in, sealed by the server. */
  groupChat?: string
  township?: string
  categories: HelpCategory[]
  text: string
  photos: Photo[]
  voices: Voice[]
  markedUrgent: boolean
  village?: { code: string; name: string }
  villageFrom?: 'card' | 'reporter'
  /** The person said that they cannot tell which village it is: triage will look. */
  villageUnknown: boolean
  hamlet: string
  placeWords: string
  /** Where the phone was, when the person asked it to say so for this report. */
  position?: PhonePosition
  subjectName: string
  discoverer?: Discoverer
  /** Of a report for somebody else: whether they know and agree, or what stands for it. */
  grounds?: ReportGrounds
  phone: string
  consent: boolean
  /** Which text it was given to. */
  consentVersion?: string
}

/** Where a draft lies: one for oneself, one for somebody else, and one for each report taken back to be mended. */
export type DraftSlot = string

const shelfOf = (slot: DraftSlot) => shelf<Draft>(`draft.${slot}`)
const sentKeys = shelf<Record<string, string>>('sent')
const rememberedSent = 30

/** The receipt that a report with this key got, if it was sent from this phone. */
export const receiptOf = (clientKey: string): string | null => sentKeys.read()?.[clientKey] ?? null

/** Notes that this report has arrived, so that another tab's copy of it is not taken for a new one. */
export function rememberSent(clientKey: string, receipt: string): void {
  const others = Object.entries(sentKeys.read() ?? {}).slice(1 - rememberedSent)
  sentKeys.write(Object.fromEntries([...others, [clientKey, receipt]]))
}

/** True when somebody has put something into the draft that would be a pity to lose. */
export const hasWords = (draft: Draft): boolean =>
  draft.text.trim() !== '' ||
  draft.categories.length > 0 ||
  draft.photos.length > 0 ||
  draft.voices.length > 0 ||
  draft.subjectName !== '' ||
  draft.placeWords !== '' ||
  draft.phone !== ''

/** A draft as it is now: one that was kept by an earlier version has no recordings. */
export const wholeDraft = (draft: Draft): Draft => ({ ...draft, voices: draft.voices ?? [] })

/** The draft of this slot if one is being written; two tabs get the same one with the same key. */
export function keptDraft(slot: DraftSlot): Draft | null {
  const kept = shelfOf(slot).read()
  return kept && receiptOf(kept.clientKey) === null ? wholeDraft(kept) : null
}

/** Starts an empty report and saves it at once, so that its key is shared from the first moment. */
export async function startDraft(slot: DraftSlot, forWhom: ForWhom): Promise<Draft> {
  const draft: Draft = {
    clientKey: await newClientKey(),
    forWhom,
    step: 1,
    categories: [],
    text: '',
    photos: [],
    voices: [],
    markedUrgent: false,
    villageUnknown: false,
    hamlet: '',
    placeWords: '',
    subjectName: '',
    phone: '',
    consent: false,
  }
  const meanwhile = keptDraft(slot)
  if (meanwhile) return meanwhile
  shelfOf(slot).write(draft)
  return draft
}

/** Saves the draft as it stands; false when the phone has no room. */
export const saveDraft = (slot: DraftSlot, draft: Draft): boolean => shelfOf(slot).write(draft)

/** Lets go of a draft after its receipt, or when the person starts afresh. */
export const dropDraft = (slot: DraftSlot): void => shelfOf(slot).wipe()
