import type { FailingField, ProblemDocument, ProblemName } from '../../shared/contract/problem'
import { noRoom } from './shelf'

/** The server answered, and the answer is no: its problem document, in words the person can read. */
export class ApiProblem extends Error {
  readonly status: number
  readonly fields: readonly FailingField[]
  /** The receipt of the report that had been sent before (`already-sent`). */
  readonly receipt: string | null
  readonly document: ProblemDocument

  constructor(document: ProblemDocument) {
    super(document.title)
    this.name = 'ApiProblem'
    this.document = document
    this.status = document.status
    this.fields = document.fields ?? []
    this.receipt = document.receipt ?? null
  }

  /** True when the problem is the one of this name. */
  is(name: ProblemName): boolean {
    return this.document.type.endsWith(`#${name}`)
  }

  /**
   * True when sending the same again later may go through: the server is busy or broken, or the app must be updated
   * first, and nothing is wrong with the report.
   */
  get passing(): boolean {
    return this.status >= 500 || [408, 426, 429].includes(this.status)
  }
}

/** There was no answer at all: no signal, a timeout, or something between here and the server. */
export class NoConnection extends Error {
  constructor() {
    super('连不上网。看看信号，再试一次')
    this.name = 'NoConnection'
  }
}

/** Neither the server nor the phone could take it: it stands on the page, and nowhere else. */
export class NoRoom extends Error {
  constructor() {
    super(noRoom)
    this.name = 'NoRoom'
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** Reads a problem document; a proxy's own error page still becomes a sentence. */
export function readProblem(status: number, answer: unknown): ApiProblem {
  const told: Partial<ProblemDocument> = typeof answer === 'object' && answer !== null ? answer : {}
  return new ApiProblem({
    ...told,
    type: isText(told.type) ? told.type : 'about:blank',
    title: isText(told.title) ? told.title : '系统正忙，请过一会儿再试',
    status,
    instance: isText(told.instance) ? told.instance : '',
  })
}

/** What went wrong, as one plain sentence for the screen. */
export const plainly = (error: unknown): string =>
  error instanceof ApiProblem || error instanceof NoConnection || error instanceof NoRoom
    ? error.message
    : '出了点问题，请再试一次。要是急，直接打电话'

/** The same, with what the server says of this very case where it says more: who was quicker, what to do now. */
export const inDetail = (error: unknown): string =>
  (error instanceof ApiProblem && error.document.detail) || plainly(error)

/** True when somebody else was quicker, or something has to be done first: the page shows what is no longer so. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.is('changed-meanwhile') || error.is('not-yet'))

/** The same as in detail, for a form that keeps what was typed and is looked at once more. */
export const inDetailOfForm = (error: unknown): string =>
  `${inDetail(error)}${isOvertaken(error) ? '。您写的还在，看过了再按一次' : ''}`
