/** ICU's dictionary of Chinese words, which Node carries with it. */
const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** True when the language has this as one word (和平, 共同, 岔路), whatever place may also be called so. */
export const isOrdinaryWord = (text: string): boolean => [...words.segment(text)].length === 1

/** The places in a text where one word ends and the next begins. */
export const wordBoundaries = (text: string): ReadonlySet<number> =>
  new Set([...[...words.segment(text)].map(({ index }) => index), text.length])
