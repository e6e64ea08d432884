import { Types } from 'mongoose'
import type { z } from 'zod'
import type { reportSubmission, staffEntry } from '../../shared/contract/intake'
import {
  type CardKind,
  type Channel,
  type Discoverer,
  type HelpCategory,
  helpCategoriesInWords,
  type ReportGrounds,
} from '../../shared/domain/code-lists'
import type { PhonePosition } from '../../shared/domain/phone-position'
import { type DivisionCode, townshipOf } from '../../shared/domain/territory'
import type { CardRecord } from '../outreach/card.model'
import type { Door } from '../routing/evidence'
import { maskNumbersIn } from '../trust/masking'

/** What a resident's phone sends, checked against the contract. */
export type Submission = z.output<typeof reportSubmission>
/** What a clerk or a coordinator writes down for somebody else, checked against the contract. */
export type Entry = z.output<typeof staffEntry>

/** A report as it came in, by whichever door: all of them go the same way from here (R5: 一门受理). */
export interface Incoming {
  clientKey: string
  /** The account that sends it: the resident's phone, or the one of the staff who writes it down. */
  account: string
  enteredBy: Types.ObjectId | null
  channel: Channel
  township: DivisionCode
  card: string | null
  cameThrough: { village: DivisionCode; door: Door } | null
  forWhom: 'self' | 'other'
  discoverer: Discoverer | null
  grounds: ReportGrounds | null
  categories: HelpCategory[]
  text: string
  photos: string[]
  voices: string[]
  subjectName: string | null
  reporterName: string | null
  place: { village?: string; villageFrom?: 'card' | 'reporter'; hamlet?: string; words?: string }
  /** Where the resident's phone was, when they chose to say so. */
  position: PhonePosition | null
  phone: string | null
  subjectPhone: string | null
  idNumber: string | null
  markedUrgent: boolean
  /** Which text of consent the resident agreed to; null when the phone did not say, and for the staff's entries. */
  consentVersion: string | null
}

/** Where a clerk stands: whose desk a report is written down at. */
export interface EntryDesk {
  account: string
  township: DivisionCode
  /** A coordinator's village: what they write down is most likely of it. */
  village: DivisionCode | null
}

const headlineLength = 60

const channelByCard: Record<CardKind, Channel> = {
  group_chat: 'group_card',
  poster: 'poster',
  window: 'window',
}
const doorByCard: Record<CardKind, Door> = { group_chat: 'card', poster: 'poster', window: 'window' }

const channelOf = (submission: Submission, card: CardRecord | null): Channel =>
  card ? channelByCard[card.kind] : submission.forWhom === 'self' ? 'self' : 'on_behalf'

/** What a queue shows of a report in one line, with no identity or card number in it. */
export const headlineOf = ({
  text,
  categories,
  voices,
}: Pick<Incoming, 'text' | 'categories' | 'voices'>) => {
  const named = helpCategoriesInWords(categories)
  const said = maskNumbersIn(text).replace(/\s+/g, ' ')
  return [...(said || named || (voices.length > 0 ? '只有录音' : '只有照片'))]
    .slice(0, headlineLength)
    .join('')
}

/** By which village's door it came: the group it was opened in, which a coordinator knows, before the card. */
function doorOf(card: CardRecord | null, groupVillage: DivisionCode | null): Incoming['cameThrough'] {
  if (groupVillage) return { village: groupVillage, door: 'group' }
  // A card that was taken back may have hung in the wrong village.
  if (!card?.village || card.withdrawnAt) return null
  return { village: card.village, door: doorByCard[card.kind] }
}

/** A resident's report; without a card and a village it is the township's that this service stands for. */
export const fromSubmission = (
  submission: Submission,
  {
    account,
    card,
    groupVillage,
    township,
  }: {
    account: string
    card: CardRecord | null
    /** The village of the chat group it was opened in. */
    groupVillage: DivisionCode | null
    township: DivisionCode
  },
): Incoming => ({
  clientKey: submission.clientKey,
  account,
  enteredBy: null,
  channel: submission.groupChat ? 'group_card' : channelOf(submission, card),
  township: townshipOf(groupVillage ?? card?.township ?? submission.place.village ?? township),
  // The one that hangs there, whatever stands for it now.
  card: submission.card ?? null,
  cameThrough: doorOf(card, groupVillage),
  forWhom: submission.forWhom,
  discoverer: submission.forWhom === 'self' ? 'self' : (submission.discoverer ?? null),
  grounds: submission.forWhom === 'self' ? null : (submission.grounds ?? null),
  categories: submission.categories,
  text: submission.text,
  photos: submission.photos,
  voices: submission.voices,
  subjectName: submission.subjectName ?? null,
  reporterName: null,
  place: submission.place,
  position: submission.position ?? null,
  phone: submission.phone ?? null,
  subjectPhone: null,
  idNumber: null,
  markedUrgent: submission.markedUrgent,
  consentVersion: submission.consentVersion ?? null,
})

/** What the staff wrote down, at their desk. */
export const fromDesk = (entry: Entry, desk: EntryDesk): Incoming => ({
  clientKey: entry.clientKey,
  account: desk.account,
  enteredBy: new Types.ObjectId(desk.account),
  channel: entry.channel,
  township: desk.township,
  card: null,
  cameThrough: desk.village ? { village: desk.village, door: 'coordinator' } : null,
  forWhom: entry.discoverer === 'self' ? 'self' : 'other',
  discoverer: entry.discoverer ?? null,
  // A caller is not asked for it: the family is told at the first visit.
  grounds: null,
  categories: entry.categories,
  text: entry.text,
  photos: [],
  voices: [],
  subjectName: entry.subjectName ?? null,
  reporterName: entry.reporterName ?? null,
  place: entry.place,
  position: null,
  phone: entry.phone ?? null,
  subjectPhone: entry.subjectPhone ?? null,
  idNumber: entry.idNumber ?? null,
  markedUrgent: entry.markedUrgent,
  consentVersion: null,
})
