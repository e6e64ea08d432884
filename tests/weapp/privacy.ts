/** The owner's say over what is private, as WeChat keeps it: nothing private is given before they agreed to it. */
export interface Privacy {
  /** The part of the `wx` object that asks. */
  wx: Record<string, unknown>
  agreed: boolean
  /** Interfaces that the operator has forgotten to declare. */
  undeclared: Set<string>
  /** The guideline was opened. */
  opened: number
  /** The button that WeChat watches was tapped. */
  buttonTapped(): void
  /** Ten seconds go by, after which WeChat asks again. */
  tenSecondsLater(): void
  /** Lets an interface do its work once the owner has agreed. */
  guarded<A, R>(name: string, act: (asked: A) => R | Promise<R>): (asked: A) => Promise<R>
}

type Answer = { event: 'exposureAuthorization' | 'disagree' } | { event: 'agree'; buttonId: string }
type Listener = (resolve: (answer: Answer) => void, about: { referrer: string }) => void

const failure = (message: string, errno: number) => Object.assign(new Error(message), { errno })

/** WeChat's privacy interface, by its documents. Tests that are about something else begin with an owner who agreed. */
export function openPrivacy(): Privacy {
  let listener: Listener | null = null
  let tapped = false
  let quiet = false

  const ask = (referrer: string) =>
    new Promise<void>((resolve, reject) => {
      if (!listener || quiet) return reject(failure('privacy permission is not authorized', 104))
      listener(
        (answer) => {
          if (answer.event === 'exposureAuthorization') return
          // WeChat believes no app that says its owner agreed: it has seen the tap itself.
          if (answer.event === 'agree' && tapped) {
            privacy.agreed = true
            return resolve()
          }
          quiet = true
          reject(failure('privacy permission is not authorized', 104))
        },
        { referrer },
      )
    })

  const privacy: Privacy = {
    wx: {
      onNeedPrivacyAuthorization: (told: Listener) => {
        listener = told
      },
      openPrivacyContract: ({ success }: { success?(): void }) => {
        privacy.opened += 1
        success?.()
      },
    },
    agreed: true,
    undeclared: new Set(),
    opened: 0,
    buttonTapped() {
      tapped = true
    },
    tenSecondsLater() {
      quiet = false
    },
    guarded: (name, act) => async (asked) => {
      if (privacy.undeclared.has(name))
        throw failure('api scope is not declared in the privacy agreement', 112)
      if (!privacy.agreed) await ask(name)
      return act(asked)
    },
  }
  return privacy
}
