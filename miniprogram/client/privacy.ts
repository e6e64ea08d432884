/** What somebody answers to the question whether the app may have something of theirs. */
type Answer = { event: 'exposureAuthorization' | 'disagree' } | { event: 'agree'; buttonId: string }

/** WeChat's side of it, as far as we use it; Taro passes these through without wrapping them. */
declare const wx: {
  onNeedPrivacyAuthorization?(
    listener: (resolve: (answer: Answer) => void, about: { referrer?: string }) => void,
  ): void
  openPrivacyContract?(options: { fail?(): void }): void
}

/** The button that WeChat must have seen tapped before it believes that somebody agreed. */
export const agreeButtonId = 'agree-privacy'

/** Something wants to be agreed to before the interface named by `referrer` goes on. */
export interface PrivacyQuestion {
  referrer: string
  agree(): void
  disagree(): void
}

const waiting = new Set<(answer: Answer) => void>()
const listeners = new Set<(question: PrivacyQuestion | null) => void>()
let question: PrivacyQuestion | null = null

function put(next: PrivacyQuestion | null): void {
  question = next
  for (const listener of listeners) listener(next)
}

/** One answer is an answer to all that wait for it. */
function settle(answer: Answer): void {
  const all = [...waiting]
  waiting.clear()
  put(null)
  for (const resolve of all) resolve(answer)
}

/** From now on WeChat's question is asked in our own words, on the page that is open. */
export function answerPrivacyQuestions(): void {
  if (process.env.TARO_ENV !== 'weapp') return
  wx.onNeedPrivacyAuthorization?.((resolve, { referrer = '' }) => {
    waiting.add(resolve)
    put({
      referrer,
      agree: () => settle({ event: 'agree', buttonId: agreeButtonId }),
      disagree: () => settle({ event: 'disagree' }),
    })
  })
}

/** The question that is open, and news of it. */
export const openQuestion = (): PrivacyQuestion | null => question
export function onPrivacyQuestion(listener: (question: PrivacyQuestion | null) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The guideline that the operator has declared to WeChat, as WeChat shows it. */
export function openGuideline(onFailed: () => void): void {
  if (process.env.TARO_ENV === 'weapp' && wx.openPrivacyContract) wx.openPrivacyContract({ fail: onFailed })
  else onFailed()
}
