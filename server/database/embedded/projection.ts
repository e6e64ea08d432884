import { type Doc, isDoc } from './bson-codec'
import { MongoError, notSupported } from './mongo-error'

/** The fields of a projection as a tree: true at its leaves. */
type Tree = Map<string, Tree | true>

function plant(tree: Tree, [part = '', ...rest]: readonly string[], name: string): void {
  const below = tree.get(part)
  if (below === true || (below && rest.length === 0))
    throw new MongoError(31250, 'Location31250', `Path collision at ${name}`)
  const next: Tree = below ?? new Map()
  tree.set(part, rest.length === 0 ? true : next)
  if (rest.length > 0) plant(next, rest, name)
}

/** What including or excluding the tree's fields leaves of a value; undefined when that is nothing. */
function left(value: unknown, tree: Tree, including: boolean): unknown {
  if (Array.isArray(value))
    return value.map((element) => left(element, tree, including)).filter((element) => element !== undefined)
  if (!isDoc(value)) return including ? undefined : value
  const kept: Doc = {}
  for (const [key, field] of Object.entries(value)) {
    const below = tree.get(key)
    if (below === true || !below) {
      if (Boolean(below) === including) kept[key] = field
    } else {
      const inside = left(field, below, including)
      if (inside !== undefined) kept[key] = inside
    }
  }
  return kept
}

/**
 * What a projection leaves of a document; undefined when it leaves everything. Fields to keep, or to leave out, each
 * where it stood: mingo's own would put them in the order in which they are asked for.
 */
export function projection(wanted: Doc = {}): ((doc: Doc) => Doc) | undefined {
  const { _id: withId, ...fields } = wanted
  for (const [name, flag] of Object.entries(wanted))
    if (typeof flag !== 'number' && typeof flag !== 'boolean')
      throw notSupported(`Projections by expression are not supported: ${name}`)
    else if (/(^|\.)\$/.test(name)) throw notSupported(`Positional projections are not supported: ${name}`)
  const flags = new Set(Object.values(fields).map(Boolean))
  const [first] = flags
  if (flags.size > 1)
    throw first
      ? new MongoError(31254, 'Location31254', 'Cannot do exclusion in inclusion projection')
      : new MongoError(31253, 'Location31253', 'Cannot do inclusion in exclusion projection')
  if (withId === undefined && flags.size === 0) return undefined
  const including = first ?? Boolean(withId)
  const tree: Tree = new Map()
  for (const name of Object.keys(fields)) plant(tree, name.split('.'), name)
  if (withId === undefined ? including : Boolean(withId) === including) tree.set('_id', true)
  return (doc) => left(doc, tree, including) as Doc
}
