import type { CaseDeed, Sending } from '../../client/case-deeds'
import type { Case } from './case'

/** One thing that a deed asks for before it is done. */
export type Ask = { name: string; label: string; hint?: string; optional?: true } & (
  | { kind: 'line' | 'story'; placeholder: string }
  | { kind: 'day'; days: 'ahead' | 'past' }
  | { kind: 'choice'; of(work: Case): readonly { value: string; words: string }[] }
)

/** What was answered to a deed's questions, by their names. */
export type Said = Record<string, string>

/** How an event of the life cycle is caused on screen: by one tap, by a few words in place, or on a page of its own. */
export interface Deed {
  /** What the button says, where it is not the table's word. */
  words?(work: Case): string
  /** Left out where the state alone decides. */
  fits?(work: Case): boolean
  asks?: readonly Ask[]
  /** The page on which it is done. */
  page?(work: Case): string
  /** Where it may be done without signal: what is sent then, or later. In place of `send`. */
  later?(work: Case, said: Said, sending: Sending): CaseDeed
  /** The newer case; nothing when the case then leaves this person's sight. */
  send?(work: Case, said: Said): Promise<Case | undefined>
  /** Said when the case has left this person's sight. */
  gone?: string
}

/** The case, as every endpoint of it is addressed. */
export const of = (work: Case) => ({ caseId: work.id })
/** The version that the screen showed: what has changed since is told, and nothing is overwritten. */
export const at = ({ version }: Case) => ({ version })

/** A reason, which stays in the case's story among the staff. */
export const because = (label: string, placeholder: string): Ask => ({
  name: 'reason',
  label,
  hint: '写一句，留在经过里',
  kind: 'line',
  placeholder,
})
/** What the family reads. */
export const explaining = (label: string, placeholder: string): Ask => ({
  name: 'explanation',
  label,
  hint: '家里看得到，用大白话写',
  kind: 'story',
  placeholder,
})
/** What was answered; nothing where nothing was. */
export const said = (words: Said, name: string) => words[name] ?? ''
/** One of a code list, in its words. */
export const choice = (
  name: string,
  label: string,
  words: Readonly<Record<string, string>>,
  hint?: string,
): Ask => ({
  name,
  label,
  hint,
  kind: 'choice',
  of: () => Object.entries(words).map(([value, word]) => ({ value, words: word })),
})
