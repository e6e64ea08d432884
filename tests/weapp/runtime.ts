import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { createContext, Script } from 'node:vm'
import * as glassEasel from 'glass-easel'
import { type ComponentEnv, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { compileTemplates, type Definition, filesUnder, withOurTypes } from './framework'
import { openPhone, type Phone } from './wechat'

type PageCaller = Record<string, unknown> & { setData(data: object, then?: () => void): void }

/** One page on the stack, with its tree as WeChat's own framework renders it. */
export interface OpenPage {
  path: string
  query: Record<string, string>
  caller: PageCaller
  root: glassEasel.GeneralComponent
  close(): void
}

/** WeChat as the app's scripts find it: where they run, the pages they opened, and the phone beneath. */
export interface Runtime {
  phone: Phone
  /** The pages, the one on top last. */
  stack: OpenPage[]
  /** The page on top; throws when none is open. */
  top(): OpenPage
  /** Called after every change of a page. */
  watchers: Set<() => void>
  /** Says that something on the page has changed. */
  changed(): void
  /** What the app put off, each with the milliseconds it wanted. */
  timers: Map<NodeJS.Timeout, number>
  /** What the app threw or wrote to the console as an error. */
  complaints: string[]
  /** Starts the app at this page. */
  launch(url: string): void
  close(): void
}

/**
 * Runs the build for WeChat: its scripts in a context that has no window, document or fetch, its templates and data
 * in WeChat's own component framework (glass-easel), and around them a phone with the documented interfaces.
 */
export function openRuntime(directory: string, serverOf: (url: string) => string): Runtime {
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

  requireFile('app.js')
  return {
    phone,
    stack,
    top,
    watchers,
    changed,
    timers,
    complaints,
    launch(url) {
      const launched = { path: url.replace(/^\//, '').split('?')[0], query: {}, scene: phone.entered.scene }
      while (stack.length > 0) leave()
      for (const hook of ['onLaunch', 'onShow']) {
        const act = app[hook]
        if (typeof act === 'function') act.call(app, launched)
      }
      openPage(url)
    },
    close() {
      while (stack.length > 0) leave()
      for (const timer of timers.keys()) clearTimeout(timer)
      phone.close()
    },
  }
}
