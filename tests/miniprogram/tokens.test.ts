import { resolve } from 'node:path'
import { compileString } from 'sass'

const loadPaths = [resolve(__dirname, '../../miniprogram')]

/** What a mixin of the tokens sets, by name. */
function tokensOf(mixin: string): Record<string, string> {
  const { css } = compileString(`@use "tokens"; .x { @include tokens.${mixin}; }`, { loadPaths })
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  )
}

/** Relative luminance as WCAG defines it. */
function luminance(colour: string): number {
  const channels = (colour.match(/[0-9a-f]{2}/gi) ?? []).map((hex) => Number.parseInt(hex, 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Every colour that something is written in, with what it is written on. */
const writtenOn: Record<string, readonly string[]> = {
  ink: ['paper', 'card', 'green-tint', 'amber-tint', 'red-tint', 'blue-tint', 'off'],
  'ink-2': ['paper', 'card', 'green-tint', 'amber-tint', 'red-tint', 'blue-tint', 'off'],
  'ink-3': ['paper', 'card'],
  green: ['paper', 'card', 'green-tint'],
  amber: ['paper', 'card', 'amber-tint'],
  red: ['paper', 'card', 'red-tint'],
  blue: ['paper', 'card', 'blue-tint'],
  card: ['green', 'green-pressed', 'red', 'red-pressed', 'amber', 'blue'],
}

const pairs = Object.entries(writtenOn).flatMap(([text, grounds]) =>
  grounds.map((ground) => [text, ground] as const),
)

describe('the colours of the pages', () => {
  test.each([
    ['colours', 4.5],
    ['contrast', 7],
  ] as const)('in %s every text stands out by %d to 1 at least', (mixin, least) => {
    const colours = tokensOf(mixin)
    const weak = pairs
      .map(([text, ground]) => ({ text, ground, is: ratio(colours[text] ?? '', colours[ground] ?? '') }))
      .filter(({ is }) => is < least)
    expect(weak).toEqual([])
  })

  test('strong contrast draws edges that can be seen, and leaves no colour as it was by forgetting it', () => {
    const usual = tokensOf('colours')
    const strong = tokensOf('contrast')
    expect(Object.keys(strong)).toEqual(Object.keys(usual))
    for (const ground of ['paper', 'card'])
      expect(ratio(strong.line ?? '', strong[ground] ?? '')).toBeGreaterThan(3)
  })
})

const pixels = (mixin: string, token: string) => Number.parseFloat(tokensOf(mixin)[token] ?? '')

describe('the sizes of the pages', () => {
  test.each(['resident-large', 'worker-large'])('in care mode (%s) text is 18 at least', (mixin) => {
    expect(pixels(mixin, 'body')).toBeGreaterThanOrEqual(18)
  })

  test('30 can be chosen, and what one taps is 60 at least in care mode', () => {
    expect(pixels('largest', 'body')).toBeGreaterThanOrEqual(30)
    for (const control of ['target', 'main']) expect(pixels('care', control)).toBeGreaterThanOrEqual(60)
    for (const control of ['target', 'main']) expect(pixels('measures', control)).toBeGreaterThanOrEqual(48)
  })
})
