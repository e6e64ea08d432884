import type * as glassEasel from 'glass-easel'
import { nodesUnder } from './framework'
import { openRuntime } from './runtime'
import { type Control, controlsUnder } from './spoken'
import type { Phone } from './wechat'

type Element = glassEasel.Element

/** The built mini-program, running on a phone. */
export interface MiniProgram {
  phone: Phone
  /** Where the person is: the page on top. */
  path(): string
  /** All words on the page on top, in reading order. */
  words(): string
  /** What can be worked on the page on top, as a reader of the screen tells of it. */
  controls(): Control[]
  /** Starts the app at this page, as a tap on a card or a scanned code does. */
  launch(url: string): void
  /** Ends when the page on top shows these words; fails with what it shows instead. */
  see(words: string | RegExp): Promise<void>
  /** Taps what carries these words: with a finger, or as a reader of the screen does, without touching. */
  tap(words: string | RegExp, by?: 'finger' | 'reader'): Promise<void>
  /** Taps the last that carries these words: the button beneath a heading of the same name. */
  tapLast(words: string): Promise<void>
  /** Puts a finger on what carries these words; `lift` takes it away, `slide` moves it up first. */
  press(words: string | RegExp): Promise<{ slide(): Promise<void>; lift(): Promise<void> }>
  /** What a tap on 「转发」 of WeChat's menu would send from the page on top. */
  share(): unknown
  /** Types into the line or box with this placeholder. */
  type(placeholder: string, text: string): Promise<void>
  /** What the app threw or wrote to the console as an error. */
  complaints: string[]
  close(): void
}

const patience = 10_000
/** Milliseconds: what the app puts off for no longer than this is still the same moment to a person. */
const aFrame = 50

const matches = (text: string, wanted: string | RegExp) =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)

/** Opens the built mini-program for somebody who looks and taps. `serverOf` maps the address that was built in. */
export function openMiniProgram(directory: string, serverOf: (url: string) => string): MiniProgram {
  const { phone, stack, top, watchers, changed, timers, complaints, launch, close } = openRuntime(
    directory,
    serverOf,
  )

  /** The words on the page, each with the element that shows them: what one `text` holds is read as one. */
  function spoken(): Map<Element, string> {
    const said = new Map<Element, string>()
    if (stack.length === 0) return said
    for (const node of nodesUnder(top().root)) {
      const text = node.asTextNode()
      let element = text?.parentNode ?? null
      while (element?.asVirtualNode()) element = element.parentNode
      if (text && element) said.set(element, (said.get(element) ?? '') + text.textContent)
    }
    return said
  }
  const words = () =>
    [...spoken().values()]
      .map((line) => line.trim())
      .filter(Boolean)
      .join('\n')

  /** Looks again after every change of the page, until it finds something; says what is there when it does not. */
  function found<T>(look: () => T | undefined, wanted: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        watchers.delete(again)
        clearTimeout(timer)
      }
      const again = () => {
        const result = stack.length === 0 ? undefined : look()
        if (result === undefined) return
        stop()
        resolve(result)
      }
      const timer = setTimeout(() => {
        stop()
        reject(
          new Error(
            `${wanted} is not on ${stack.at(-1)?.path}, which shows:\n${words()}\n${complaints.join('\n')}`,
          ),
        )
      }, patience)
      watchers.add(again)
      again()
    })
  }

  /** Nobody taps faster than a screen is drawn: ends when the app has drawn what it was about to draw. */
  async function drawn(): Promise<void> {
    do await new Promise(setImmediate)
    while ([...timers.values()].some((after) => after <= aFrame))
  }

  const carrying = (wanted: string | RegExp): Promise<Element> =>
    found(() => {
      for (const [element, line] of spoken()) if (matches(line, wanted)) return element
      return undefined
    }, String(wanted))

  const lastCarrying = (wanted: string): Promise<Element> =>
    found(() => [...spoken()].findLast(([, line]) => matches(line, wanted))?.[0], wanted)

  const trigger = (element: Element, type: string, detail: object, extraFields = {}) => {
    const how = { bubbles: true, composed: true, capturePhase: true, extraFields }
    element.triggerEvent(type, detail, how)
    changed()
  }
  const touch = (element: Element, type: string, height: number) =>
    trigger(element, type, {}, { touches: [{ identifier: 0, clientX: 0, clientY: height }] })

  /** WeChat's own button that was hit with these words, and what it opens. */
  const ownButtonAround = (element: Element): { button: Element; what: unknown } | undefined => {
    for (let node: glassEasel.Node | null = element; node; node = node.parentNode) {
      const button = node.asNativeNode()
      const what = button?.getAttribute('open-type')
      if (button && what) return { button, what }
    }
    return undefined
  }

  return {
    phone,
    complaints,
    path: () => top().path,
    words,
    controls: () => controlsUnder(top().root),
    launch,
    async see(wanted) {
      await found(() => (matches(words(), wanted) ? true : undefined), String(wanted))
    },
    async tap(wanted, by = 'finger') {
      const element = await carrying(wanted)
      if (by === 'finger') {
        touch(element, 'touchstart', 600)
        touch(element, 'touchend', 600)
      }
      trigger(element, 'tap', { x: 0, y: 0 })
      const opens = ownButtonAround(element)
      if (opens?.what === 'agreePrivacyAuthorization') {
        phone.privacy.buttonTapped()
        trigger(opens.button, 'agreeprivacyauthorization', {})
      }
      // WeChat asks first whether the number may be used at all, and then which; the app is told when it is settled.
      if (opens?.what === 'getPhoneNumber')
        void phone.numberAsked().then((answer) => trigger(opens.button, 'getphonenumber', answer))
      await drawn()
    },
    async tapLast(wanted) {
      trigger(await lastCarrying(wanted), 'tap', { x: 0, y: 0 })
      await drawn()
    },
    async press(wanted) {
      const element = await carrying(wanted)
      const moved = async (type: string, height: number) => {
        touch(element, type, height)
        await drawn()
      }
      await moved('touchstart', 600)
      return { slide: () => moved('touchmove', 400), lift: () => moved('touchend', 400) }
    },
    share() {
      const { caller } = top()
      const asked = caller.onShareAppMessage
      return typeof asked === 'function' ? asked.call(caller, { from: 'menu' }) : undefined
    },
    async type(placeholder, text) {
      const element = await found(() => {
        for (const node of nodesUnder(top().root)) {
          const native = node.asNativeNode()
          if (native?.getAttribute('placeholder') === placeholder) return native
        }
        return undefined
      }, `placeholder ${placeholder}`)
      trigger(element, 'input', { value: text, cursor: text.length })
      await drawn()
    },
    close,
  }
}
