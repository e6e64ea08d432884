import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { createContext, Script } from 'node:vm'
import * as glassEasel from 'glass-easel'
import { type ComponentEnv, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { compileTemplates, type Definition, filesUnder, nodesUnder, withOurTypes } from './framework'
import { type Control, controlsUnder } from './spoken'
import { openPhone, type Phone } from './wechat'

type Element = glassEasel.Element
type PageCaller = Record<string, unknown> & { setData(data: object, then?: () => void): void }

/** One page on the stack, with its tree as WeChat's own framework renders it. */
interface OpenPage {
  path: string
  query: Record<string, string>
  caller: PageCaller
  root: glassEasel.GeneralComponent
  close(): void
}

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

/**
 * Runs the build for WeChat: its scripts in a context that has no window, document or fetch, its templates and data
 * in WeChat's own component framework (glass-easel), and around them a phone with the documented interfaces.
 */
export function openMiniProgram(directory: string, serverOf: (url: string) => string): MiniProgram {
  const files = filesUnder(directory)
  const templates = compileTemplates(directory, files)
  const environment = new MiniProgramEnv()
  const codeSpace = environment.createCodeSpace('app', true)
  const backend = environment.associateBackend(new glassEasel.EmptyBackendContext())
  const complaints: string[] = []
  const stack: OpenPage[] = []
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watcher of [...watchers]) watcher()
  }

  for (const file of files) {
    const path = file.replace(/\.\w+$/, '')
    if (file.endsWith('.wxml')) {
      const content = templates[path]
      // `bindtap` as well as `bind:tap`, on WeChat's own elements too.
      if (content)
        codeSpace.addCompiledTemplate(path, {
          groupList: templates,
          content,
          fallbackListenerOnNativeNode: true,
        })
    }
    if (file.endsWith('.json') && file !== 'app.json' && file !== 'project.config.json')
      codeSpace.addComponentStaticConfig(path, JSON.parse(readFileSync(resolve(directory, file), 'utf8')))
  }

  const top = () => {
    const page = stack.at(-1)
    if (!page) throw new Error('no page is open')
    return page
  }

  let app: Record<string, unknown> = {}
  const timers = new Map<NodeJS.Timeout, number>()
  const phone = openPhone({ go, back }, serverOf, changed)
  const said =
    (level: string) =>
    (...words: unknown[]) => {
      complaints.push(
        `${level}: ${words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' ')}`,
      )
    }
  const globals: Record<string, unknown> = {
    wx: phone.wx,
    console: {
      log: () => undefined,
      info: () => undefined,
      debug: () => undefined,
      warn: said('warn'),
      error: said('error'),
    },
    setTimeout: (act: () => void, after = 0) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        act()
      }, after)
      timers.set(timer, after)
      return timer
    },
    clearTimeout: (timer: NodeJS.Timeout) => {
      timers.delete(timer)
      clearTimeout(timer)
    },
    // biome-ignore lint/correctness/noComponentHookFactories: WeChat's constructor of an app, not a React component
    App: (config: Record<string, unknown>) => {
      app = config
    },
    getApp: () => app,
    getCurrentPages: () => stack.map((page) => page.caller),
  }
  const context = createContext(globals)
  const modules = new Map<string, { exports: unknown }>()

  function requireFile(path: string): unknown {
    const known = modules.get(path)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    modules.set(path, module)
    const source = readFileSync(resolve(directory, path), 'utf8')
    const run = new Script(`(function (require, module, exports) {${source}\n})`, {
      filename: path,
    }).runInContext(context) as (
      require: (path: string) => unknown,
      module: { exports: unknown },
      exports: unknown,
    ) => void
    const requireFrom = (wanted: string) => {
      const found = posix.join(posix.dirname(path), wanted)
      return requireFile(found.endsWith('.js') ? found : `${found}.js`)
    }
    run(requireFrom, module, module.exports)
    return module.exports
  }

  /** Runs a component's script once, with the constructors that register it under its own path. */
  function define(path: string): void {
    if (modules.has(`${path}.js`)) return
    codeSpace.componentEnv(path, ({ Page, Component, Behavior }: ComponentEnv) => {
      Object.assign(globals, {
        Page,
        // biome-ignore lint/correctness/noComponentHookFactories: WeChat's constructor of a component, not React's
        Component: (definition: Definition) => Component(withOurTypes(definition) as never),
        Behavior,
      })
      requireFile(`${path}.js`)
    })
  }

  const call = (page: OpenPage, hook: string, ...given: unknown[]) => {
    const act = page.caller[hook]
    if (typeof act === 'function') act.apply(page.caller, given)
  }

  function openPage(url: string): void {
    const [address = '', search = ''] = url.replace(/^\//, '').split('?')
    if (!files.includes(`${address}.json`)) throw new Error(`page "${address}" is not found`)
    const query = Object.fromEntries(new URLSearchParams(search))
    for (const used of Object.values(codeSpace.getComponentStaticConfig(address)?.usingComponents ?? {}))
      define(posix.join(posix.dirname(address), used))
    define(address)
    const made = backend.createRoot('page', codeSpace, address)
    const caller = made.get() as unknown as PageCaller
    const setData = caller.setData.bind(caller)
    let closed = false
    caller.setData = (data, then) => {
      // WeChat ignores what is set on a page that was left.
      if (!closed) setData(data, then)
      changed()
    }
    Object.assign(caller, { route: address, options: query })
    const root = made.getComponent()
    const close = () => {
      closed = true
      made.release()
    }
    glassEasel.Element.pretendAttached(root)
    const page: OpenPage = { path: address, query, caller, root, close }
    stack.push(page)
    call(page, 'onLoad', query)
    call(page, 'onShow')
    call(page, 'onReady')
    changed()
  }

  function leave(): void {
    const page = stack.pop()
    if (!page) return
    call(page, 'onUnload')
    page.close()
  }

  function go(how: 'navigateTo' | 'redirectTo' | 'reLaunch', url: string): void {
    if (how === 'navigateTo') call(top(), 'onHide')
    if (how === 'redirectTo') leave()
    while (how === 'reLaunch' && stack.length > 0) leave()
    if (stack.length >= 10) throw new Error('navigateTo:fail page stack is full')
    openPage(url)
  }

  function back(): void {
    if (stack.length < 2) return
    leave()
    call(top(), 'onShow')
    changed()
  }

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

  requireFile('app.js')
  return {
    phone,
    complaints,
    path: () => top().path,
    words,
    controls: () => controlsUnder(top().root),
    launch(url) {
      const launched = { path: url.replace(/^\//, '').split('?')[0], query: {}, scene: phone.entered.scene }
      while (stack.length > 0) leave()
      for (const hook of ['onLaunch', 'onShow']) {
        const act = app[hook]
        if (typeof act === 'function') act.call(app, launched)
      }
      openPage(url)
    },
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
      if (element.asNativeNode()?.getAttribute('open-type') === 'agreePrivacyAuthorization') {
        phone.privacy.buttonTapped()
        trigger(element, 'agreeprivacyauthorization', {})
      }
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
    close() {
      while (stack.length > 0) leave()
      for (const timer of timers.keys()) clearTimeout(timer)
      phone.close()
    },
  }
}
