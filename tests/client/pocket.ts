import { openPhone } from '../weapp/wechat'
import { type AppLife, openLife } from './app-life'
import type { Chance } from './chance'
import type { Hours } from './hours'
import type { RoughNetwork } from './rough-network'

type Starting = typeof import('../../miniprogram/client/start')

/** Something that was asked of the app: whether it has ended, and with what. */
export interface Outcome<T> {
  value?: T
  error?: unknown
}

/** A phone in somebody's pocket, on which the app is opened, killed and opened again. */
export interface Pocket {
  phone: ReturnType<typeof openPhone>
  /** A module of the app that runs now. */
  load<Module>(path: string): Module
  alive(): boolean
  /** Says later whether the app that runs now is still the one that runs. */
  thisLife(): () => boolean
  /** How often the app was killed. */
  kills(): number
  /** Opens the app, as a tap on its picture does, if it is not open. */
  open(): Promise<void>
  /** The app dies at some moment of the next things that it does. */
  dieSoon(): void
  /** The app dies now. */
  kill(): void
  /** Puts the phone's own clock off by so many milliseconds. */
  clockOff: number
  /** Asks something of the app and waits until the phone is at rest; without value when the app died over it. */
  ask<T>(what: () => Promise<T> | T): Promise<Outcome<T>>
  /** Ends when nothing is on its way and nothing is left to do at this moment. */
  atRest(): Promise<void>
  close(): void
}

const aMoment = () => new Promise(setImmediate)

/** Puts a phone with the app in somebody's pocket. */
export function pocket(base: string, network: RoughNetwork, hours: Hours, chance: Chance): Pocket {
  const navigator = { go: () => undefined, back: () => undefined }
  const serverOf = (url: string) => url.replace('http://localhost:3000', base)
  const phone = openPhone(navigator, serverOf, () => undefined, network.fetch)
  let life: AppLife | null = null
  let deaths = 0

  const lives = () => life?.alive() ?? false
  const own: Pocket = {
    phone,
    load: <Module>(path: string) => {
      if (!life) throw new Error('the app is not open')
      return life.load<Module>(path)
    },
    alive: lives,
    thisLife() {
      const mine = life
      return () => mine === life && lives()
    },
    kills: () => deaths,
    async open() {
      if (lives()) return
      if (life) deaths += 1
      phone.restart()
      life = openLife(phone, hours, chance, () => hours.now() + own.clockOff)
      const { start, sendEverything } = life.load<Starting>('client/start')
      start()
      sendEverything()
      await own.atRest()
    },
    dieSoon: () => life?.killAtCall(chance.between(1, 40), chance.oneOf(['before', 'after'])),
    kill: () => life?.kill(),
    clockOff: 0,
    async ask<T>(what: () => Promise<T> | T) {
      const asked = life
      const outcome: Outcome<T> = {}
      Promise.resolve()
        .then(what)
        .then(
          (value) => {
            if (asked?.alive()) outcome.value = value
          },
          (error: unknown) => {
            if (asked?.alive()) outcome.error = error
          },
        )
      await own.atRest()
      return outcome
    },
    async atRest() {
      do {
        await network.idle()
        for (let look = 0; look < 4; look += 1) await aMoment()
      } while (network.busy())
    },
    close() {
      life?.kill()
      phone.close()
    },
  }
  return own
}
