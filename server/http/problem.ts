import {
  type FailingField,
  type ProblemDocument,
  type ProblemName,
  problems,
} from '../../shared/contract/problem'

/** An error that is an answer: a problem document of RFC 9457 in words for people. */
export class Problem extends Error {
  constructor(
    readonly problem: ProblemName,
    /** One plain Chinese sentence that says what to do now. */
    readonly detail?: string,
    readonly more: { fields?: FailingField[]; receipt?: string } = {},
  ) {
    super(`${problem}${detail ? `: ${detail}` : ''}`)
  }

  /** The document as it is sent; `instance` is the request's id, by which the log knows it. */
  document(instance: string): ProblemDocument {
    const { status, title } = problems[this.problem]
    const { fields, receipt } = this.more
    return {
      type: `/api/docs#${this.problem}`,
      title,
      status,
      ...(this.detail ? { detail: this.detail } : {}),
      instance,
      ...(fields ? { fields } : {}),
      ...(receipt ? { receipt } : {}),
    }
  }
}

/** There is no such thing, or none that the caller may know of. */
export const notFound = (detail?: string) => new Problem('not-found', detail)

/** True for what `changedMeanwhile` makes: what was looked at is to be looked at again. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof Problem && error.problem === 'changed-meanwhile'

/** Somebody else was first. */
export const changedMeanwhile = (detail: string) => new Problem('changed-meanwhile', detail)

/** One field of the body that is well formed but not right. */
export const wrongField = (field: string, message: string) =>
  new Problem('invalid-input', undefined, { fields: [{ in: 'body', field, message }] })
