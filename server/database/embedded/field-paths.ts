import { isDoc } from './bson-codec'

/** What a dotted path leads to: several values when it crosses arrays. */
export interface Reached {
  values: unknown[]
  /** Some document on the way lacks the field. */
  missing: boolean
  /** The path went through an array, or ends at one. */
  array: boolean
}

const isIndex = (part: string) => /^\d+$/.test(part)

function walk(value: unknown, path: readonly string[], at: number, reached: Reached): void {
  const part = path[at]
  if (part === undefined) {
    if (value === undefined) reached.missing = true
    else reached.values.push(value)
    if (Array.isArray(value)) reached.array = true
  } else if (Array.isArray(value)) {
    reached.array = true
    const index = isIndex(part)
    if (index && Number(part) < value.length) walk(value[Number(part)], path, at + 1, reached)
    for (const element of value)
      if (isDoc(element) && (!index || Object.hasOwn(element, part))) walk(element, path, at, reached)
  } else if (isDoc(value) && Object.hasOwn(value, part)) {
    walk(value[part], path, at + 1, reached)
  } else {
    reached.missing = true
  }
}

/** Follows a path as MongoDB's query language does: through arrays into each of their documents. */
export function reach(doc: unknown, path: readonly string[]): Reached {
  const reached: Reached = { values: [], missing: false, array: false }
  const first = path[0]
  if (path.length === 1 && first !== undefined && isDoc(doc)) {
    // by far the most frequent case
    const value = Object.hasOwn(doc, first) ? doc[first] : undefined
    if (value === undefined) reached.missing = true
    else reached.values.push(value)
    reached.array = Array.isArray(value)
    return reached
  }
  walk(doc, path, 0, reached)
  return reached
}

/** The values that an index or a sort sees: elements instead of their array, null for a missing field. */
export function indexedValues(doc: unknown, path: readonly string[]): { values: unknown[]; array: boolean } {
  const { values, missing, array } = reach(doc, path)
  if (!array) return { values: missing ? [null] : values, array }
  const flat = values.flatMap((value) =>
    Array.isArray(value) ? (value.length ? value : [undefined]) : [value],
  )
  if (missing || !flat.length) flat.push(null)
  return { values: flat, array }
}
