/** Chance that can be played again: the same seed gives the same days. */
export interface Chance {
  /** A number from 0 up to 1. */
  next(): number
  /** A whole number, both ends counted in. */
  between(least: number, most: number): number
  /** True this often. */
  happens(likelihood: number): boolean
  oneOf<T>(of: readonly T[]): T
}

/** Makes chance from a seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = (seed * 0x9e3779b1) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    happens: (likelihood) => next() < likelihood,
    oneOf: (of) => of[between(0, of.length - 1)] as (typeof of)[number],
  }
}
