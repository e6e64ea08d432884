import { type Doc, isDoc } from './bson-codec'
import { compileFilter } from './matcher'
import { badValue, MongoError } from './mongo-error'

/** A field's place in one document, with positional operators already turned into indexes. */
export type Path = readonly string[]

const isIndex = (part: string) => /^(?:0|[1-9]\d*)$/.test(part)

/** More elements than this are somebody's mistake: `a.1000000000` must not fill the memory. */
const farthestIndex = 1_500_000

const notViable = (path: Path, at: number) =>
  new MongoError(
    28,
    'PathNotViable',
    `Cannot create field '${path[at]}' in element {${path.slice(0, at).join('.')}}`,
  )

/** What stands at a path; undefined where nothing does. */
export function valueAt(doc: Doc, path: Path): unknown {
  let value: unknown = doc
  for (const part of path) {
    if (Array.isArray(value)) value = isIndex(part) ? value[Number(part)] : undefined
    else if (isDoc(value)) value = Object.hasOwn(value, part) ? value[part] : undefined
    else return undefined
  }
  return value
}

/** Puts a value at a path and makes what is missing on the way. @throws PathNotViable where a scalar stands. */
export function put(doc: Doc, path: Path, value: unknown): void {
  let target: unknown = doc
  for (const [at, part] of path.entries()) {
    const last = at === path.length - 1
    if (Array.isArray(target)) {
      if (!isIndex(part)) throw notViable(path, at)
      const index = Number(part)
      if (index > target.length + farthestIndex) throw notViable(path, at)
      while (target.length <= index) target.push(null)
      if (last) target[index] = value
      else target = target[index] ??= {}
    } else if (isDoc(target)) {
      if (last) target[part] = value
      else {
        if (!Object.hasOwn(target, part)) target[part] = {}
        target = target[part]
      }
    } else throw notViable(path, at)
  }
}

/** Takes a field out; an array's element becomes null, as the others keep their places. */
export function remove(doc: Doc, path: Path): void {
  const holder = valueAt(doc, path.slice(0, -1))
  const last = path[path.length - 1] ?? ''
  if (Array.isArray(holder)) {
    if (isIndex(last) && Number(last) < holder.length) holder[Number(last)] = null
  } else if (isDoc(holder)) delete holder[last]
}

/** What an update knows besides its operators. */
export interface Positions {
  filter: Doc
  arrayFilters: Doc[]
}

/** The index of the first element that met the filter's conditions on this array: what `$` stands for. */
function matchedIndex(doc: Doc, array: Path, filter: Doc): number | undefined {
  const name = array.join('.')
  const conditions = (within: Doc): Doc[] =>
    Object.entries(within).flatMap(([key, condition]) => {
      if (key === '$and' && Array.isArray(condition)) return condition.filter(isDoc).flatMap(conditions)
      return key === name || key.startsWith(`${name}.`) ? [{ [key]: condition }] : []
    })
  const asked = conditions(filter)
  const elements = valueAt(doc, array)
  if (asked.length === 0 || !Array.isArray(elements)) return undefined
  const tests = asked.map((condition) => compileFilter(condition))
  const found = elements.findIndex((element) => {
    const alone: Doc = {}
    put(alone, array, [element])
    return tests.every((test) => test(alone))
  })
  return found < 0 ? undefined : found
}

/** The filter of `$[name]`, as a test of one element. */
function elementTest(name: string, arrayFilters: readonly Doc[]): (element: unknown) => boolean {
  const filter = arrayFilters.find((one) => Object.keys(one).some((key) => key.split('.')[0] === name))
  if (!filter) throw badValue(`No array filter found for identifier '${name}' in path`)
  const matches = compileFilter(filter)
  return (element) => matches({ [name]: element })
}

/** The places that a path with `$`, `$[]` and `$[name]` stands for in this document. */
export function resolvePaths(doc: Doc, name: string, positions: Positions): Path[] {
  let paths: string[][] = [[]]
  for (const part of name.split('.')) {
    if (part === '')
      throw new MongoError(56, 'EmptyFieldName', `The update path '${name}' contains an empty field name`)
    if (part === '$') {
      paths = paths.map((path) => {
        const index = matchedIndex(doc, path, positions.filter)
        if (index === undefined)
          throw badValue('The positional operator did not find the match needed from the query.')
        return [...path, String(index)]
      })
    } else if (part.startsWith('$[') && part.endsWith(']')) {
      const identifier = part.slice(2, -1)
      const wanted = identifier ? elementTest(identifier, positions.arrayFilters) : () => true
      paths = paths.flatMap((path) => {
        const elements = valueAt(doc, path)
        if (!Array.isArray(elements))
          throw badValue(
            `The path '${path.join('.')}' must exist in the document in order to apply array updates.`,
          )
        return elements.flatMap((element, index) => (wanted(element) ? [[...path, String(index)]] : []))
      })
    } else if (part.startsWith('$'))
      throw new MongoError(
        52,
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' in '${name}' is not valid for storage.`,
      )
    else paths = paths.map((path) => [...path, part])
  }
  return paths
}
