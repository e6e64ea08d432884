import { type Doc, isDoc } from './bson-codec'
import { badValue, MongoError, notSupported } from './mongo-error'

/** The fields of a projection as a tree: true at its leaves. */
type Tree = Map<string, Tree | true>

function plant(tree: Tree, name: string): void {
  const parts = name.split('.')
  let at = tree
  for (const [i, part] of parts.entries()) {
    const below = at.get(part)
    if (i === parts.length - 1) {
      if (below !== undefined && below !== true) throw collision(name)
      at.set(part, true)
    } else if (below === true) throw collision(name)
    else {
      const next: Tree = below ?? new Map()
      at.set(part, next)
      at = next
    }
  }
}

const collision = (name: string) => new MongoError(31250, 'Location31250', `Path collision at ${name}`)

function included(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value.flatMap((element) =>
      isDoc(element) || Array.isArray(element) ? [included(element, tree)] : [],
    )
  if (!isDoc(value)) return undefined
  const kept: Doc = {}
  for (const [key, field] of Object.entries(value)) {
    const below = tree.get(key)
    if (below === true) kept[key] = field
    else if (below) {
      const inside = included(field, below)
      if (inside !== undefined) kept[key] = inside
    }
  }
  return kept
}

function excluded(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((element) => excluded(element, tree))
  if (!isDoc(value)) return value
  const kept: Doc = {}
  for (const [key, field] of Object.entries(value)) {
    const below = tree.get(key)
    if (below === true) continue
    kept[key] = below ? excluded(field, below) : field
  }
  return kept
}

const isFlag = (value: unknown): value is number | boolean =>
  typeof value === 'number' || typeof value === 'boolean'

/** What a find's projection leaves of a document; undefined when it leaves everything. Fields to keep, or to leave out. */
export function projection(wanted: Doc | undefined): ((doc: Doc) => Doc) | undefined {
  const entries = Object.entries(wanted ?? {})
  if (entries.length === 0) return undefined
  const tree: Tree = new Map()
  let including: boolean | undefined
  let withId: boolean | undefined
  for (const [name, flag] of entries) {
    if (!isFlag(flag)) throw notSupported(`Projections by expression are not supported: ${name}`)
    if (name.split('.').some((part) => part.startsWith('$')))
      throw notSupported(`Positional projections are not supported: ${name}`)
    if (name === '_id') {
      withId = Boolean(flag)
      continue
    }
    including ??= Boolean(flag)
    if (including !== Boolean(flag))
      throw badValue(
        `Cannot do ${flag ? 'inclusion' : 'exclusion'} on field ${name} in ${including ? 'inclusion' : 'exclusion'} projection`,
      )
    plant(tree, name)
  }
  including ??= withId === true
  if (including) {
    if (withId !== false) tree.set('_id', true)
    return (doc) => included(doc, tree) as Doc
  }
  if (withId === false) tree.set('_id', true)
  return (doc) => excluded(doc, tree) as Doc
}
