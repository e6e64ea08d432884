import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createContext, Script } from 'node:vm'
import { transformSync } from '@swc/core'
import type { Phone } from '../weapp/wechat'
import type { Chance } from './chance'
import type { Hours } from './hours'

const root = resolve(__dirname, '../..')
const compiled = new Map<string, Script>()

/** A module of the app, compiled once and run anew in each life. */
function scriptOf(file: string): Script {
  const known = compiled.get(file)
  if (known) return known
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  })
  const script = new Script(`(function (require, module, exports) {${code}\n})`, { filename: file })
  compiled.set(file, script)
  return script
}

type Run = (require: (wanted: string) => unknown, module: { exports: object }, exports: object) => void

/** From opening the app to its being killed: its modules, and all that they remember without storing it. */
export interface AppLife {
  /** A module of the mini-program by its path there, such as `client/outbox`. */
  load<Module>(path: string): Module
  alive(): boolean
  /** Ends it at once, wherever it is: no timer fires and no answer is heard any more. */
  kill(): void
  /** Ends it at this call from now to the phone, before it or after it was carried out. */
  killAtCall(number: number, when: 'before' | 'after'): void
}

/**
 * Everything that the app calls on the phone goes through here. Once the app is dead nothing is carried out: what is
 * waited for never comes, and what answers at once ends in an error that nobody hears.
 */
function guarded(wx: Record<string, unknown>, isDeadNow: () => boolean): Record<string, unknown> {
  const wrap = (held: unknown, name: string): unknown => {
    if (typeof held === 'function')
      return (...given: unknown[]) => {
        const unheard = () => {
          if (name.endsWith('Sync')) throw new Error('the app is dead')
          return new Promise(() => undefined)
        }
        // A manager is only held in the hand: what is done with it counts.
        if (/^get.*Manager$/.test(name)) return wrap(held(...given), name)
        if (isDeadNow()) return unheard()
        const answer: unknown = held(...given)
        if (!isDeadNow()) return answer
        // What fails after its death is heard by nobody, and is no fault of the test's.
        if (answer instanceof Promise) answer.catch(() => undefined)
        return unheard()
      }
    if (typeof held === 'object' && held !== null)
      return new Proxy(held, { get: (of, part) => wrap(Reflect.get(of, part), String(part)) })
    return held
  }
  return Object.fromEntries(
    Object.entries(wx).map(([name, held]) => [name, name.startsWith('getStorage') ? held : wrap(held, name)]),
  )
}

/**
 * Opens the app's modules on a phone: the same source as WeChat runs, in a context that knows only WeChat and the
 * language. `clock` is what the phone believes the time to be.
 */
export function openLife(phone: Phone, hours: Hours, chance: Chance, clock: () => number): AppLife {
  let dead = false
  let killAt = Number.POSITIVE_INFINITY
  let calls = 0
  const timers = new Map<number, () => void>()
  const kill = () => {
    dead = true
    for (const callOff of timers.values()) callOff()
    timers.clear()
  }
  const isDeadNow = () => {
    calls += 1
    if (calls >= killAt) kill()
    return dead
  }
  class PhoneDate extends Date {
    constructor(...given: [] | [string | number | Date]) {
      if (given.length === 0) super(clock())
      else super(given[0])
    }
    static override now = clock
  }
  /** What WeChat tells of later: the dead do not hear it. */
  const deaf = (name: string, held: unknown) =>
    name.startsWith('on') && typeof held === 'function'
      ? (listener: (...told: unknown[]) => void) =>
          held((...told: unknown[]) => {
            if (!dead) listener(...told)
          })
      : held
  const heard = Object.fromEntries(Object.entries(phone.wx).map(([name, held]) => [name, deaf(name, held)]))
  const wx = guarded(heard, isDeadNow)
  const Taro = { ...wx, getCurrentPages: () => [], showToast: () => Promise.resolve() }
  let number = 0
  const context = createContext({
    wx,
    Date: PhoneDate,
    console,
    process: { env: { TARO_ENV: 'weapp', TARO_APP_API_BASE: 'http://localhost:3000' } },
    setTimeout(act: () => void, milliseconds = 0) {
      number += 1
      const mine = number
      if (dead) return mine
      timers.set(
        mine,
        hours.after(milliseconds, () => {
          timers.delete(mine)
          if (!dead) act()
        }),
      )
      return mine
    },
    clearTimeout(timer: number) {
      timers.get(timer)?.()
      timers.delete(timer)
    },
  })
  // Chance must be the run's own, or a seed could not be played again.
  const ownMath = new Script('Math').runInContext(context) as Math
  ownMath.random = chance.next
  const modules = new Map<string, { exports: object }>()
  const requireFile = (file: string): object => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(file, module)
    const run = scriptOf(file).runInContext(context) as Run
    run(
      (wanted) =>
        wanted === '@tarojs/taro'
          ? { __esModule: true, default: Taro }
          : requireFile(`${join(dirname(file), wanted)}.ts`),
      module,
      module.exports,
    )
    return module.exports
  }
  return {
    load: <Module>(path: string) => requireFile(join(root, 'miniprogram', `${path}.ts`)) as Module,
    alive: () => !dead,
    kill,
    killAtCall(ahead, when) {
      // Each call is counted twice: when it is made, and when it has been carried out.
      killAt = calls + (when === 'before' ? ahead * 2 - 1 : ahead * 2)
    },
  }
}
