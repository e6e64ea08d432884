/** A name that was looked for, with whatever it stands for. */
export interface Named<T> {
  text: string
  value: T
}

/**
 * Finds names in a text at a place: by their first two characters, of which each name has at least two. The table
 * grows with the names and the search does not, so a county costs what a village costs.
 */
export class NameIndex<T> {
  private readonly byStart = new Map<string, Named<T>[]>()

  /** The names, longest first under each beginning. */
  constructor(names: Iterable<readonly [string, T]>) {
    for (const [text, value] of names) {
      const named = { text, value }
      const start = text.slice(0, 2)
      const there = this.byStart.get(start)
      if (there) there.push(named)
      else this.byStart.set(start, [named])
    }
    for (const there of this.byStart.values()) there.sort((a, b) => b.text.length - a.text.length)
  }

  /** Every name that stands in the text at this place, longest first. */
  *at(text: string, place: number): Generator<Named<T>> {
    const there = this.byStart.get(text.slice(place, place + 2))
    if (!there) return
    for (const named of there) if (text.startsWith(named.text, place)) yield named
  }

  /** Every name that stands in the text anywhere. */
  *within(text: string): Generator<{ start: number; named: Named<T> }> {
    for (let start = 0; start < text.length - 1; start += 1)
      for (const named of this.at(text, start)) yield { start, named }
  }
}

/** A name of at least this many characters can be told with one of them wrong. */
export const shortestToMisspell = 3

/**
 * Finds names that a text has with exactly one character wrong. Whichever one it is, the first two, the last two, or
 * the first and the last are right, and the name is looked for by those.
 */
export class MisspeltIndex<T> {
  private readonly byAnchor = new Map<string, Named<T>[]>()

  /** The names, none shorter than `shortestToMisspell`. */
  constructor(names: Iterable<readonly [string, T]>) {
    for (const [text, value] of names) {
      for (const anchor of MisspeltIndex.anchors(text)) {
        const there = this.byAnchor.get(anchor)
        if (there) there.push({ text, value })
        else this.byAnchor.set(anchor, [{ text, value }])
      }
    }
  }

  private static anchors(name: string): Set<string> {
    const { length } = name
    return new Set([
      `${length}<${name.slice(0, 2)}`,
      `${length}>${name.slice(-2)}`,
      `${length}=${name.charAt(0)}${name.charAt(length - 1)}`,
    ])
  }

  /** Every name that the text has with one character wrong. `lengths` are those worth trying. */
  *within(text: string, lengths: readonly number[]): Generator<{ start: number; named: Named<T> }> {
    for (let start = 0; start < text.length; start += 1)
      for (const length of lengths) {
        const said = text.slice(start, start + length)
        if (said.length < length) continue
        const seen = new Set<string>()
        for (const anchor of MisspeltIndex.anchors(said))
          for (const named of this.byAnchor.get(anchor) ?? []) {
            if (seen.has(named.text)) continue
            seen.add(named.text)
            let wrong = 0
            for (let i = 0; i < length; i += 1) if (said[i] !== named.text[i]) wrong += 1
            if (wrong === 1) yield { start, named }
          }
      }
  }
}
