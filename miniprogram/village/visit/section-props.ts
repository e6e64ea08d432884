import type { Prefill, VisitDraft } from '../../client/visit-drafts'

/** What every part of the form is given. */
export interface SectionProps {
  draft: VisitDraft
  prefill: Prefill
  /** What is wrong in this part, by field. */
  faults: Partial<Record<string, string>>
  change(patch: Partial<VisitDraft>): void
}

/** A code list as chips show it. */
export const choices = <T extends string>(list: Readonly<Record<T, string>>): { value: T; words: string }[] =>
  (Object.keys(list) as T[]).map((value) => ({ value, words: list[value] }))
