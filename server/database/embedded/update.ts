import { Double, Int32, Long, ObjectId } from 'bson'
import { type Doc, isDoc } from './bson-codec'
import { encodeValue } from './key-encoding'
import { compileFilter, isOperators } from './matcher'
import { badValue, failedToParse, MongoError, typeMismatch } from './mongo-error'

/** A field's place in one document, with `$[name]` already turned into an index. */
type Path = readonly string[]
type UpdateOperator = (doc: Doc, path: Path, operand: unknown) => void

const isIndex = (part: string) => /^(?:0|[1-9]\d*)$/.test(part)

/** More elements than this are somebody's mistake: `a.1000000000` must not fill the memory. */
const farthestIndex = 1_500_000

function valueAt(doc: Doc, path: Path): unknown {
  let value: unknown = doc
  for (const part of path) {
    if (Array.isArray(value)) value = isIndex(part) ? value[Number(part)] : undefined
    else if (isDoc(value)) value = Object.hasOwn(value, part) ? value[part] : undefined
    else return undefined
  }
  return value
}

/** Puts a value at a path and makes what is missing on the way. @throws PathNotViable where a scalar stands. */
function put(doc: Doc, path: Path, value: unknown): void {
  let target: unknown = doc
  for (const [at, part] of path.entries()) {
    const last = at === path.length - 1
    if (Array.isArray(target) && isIndex(part) && Number(part) <= target.length + farthestIndex)
      while (target.length < Number(part)) target.push(null)
    else if (!isDoc(target))
      throw new MongoError(
        28,
        'PathNotViable',
        `Cannot create field '${part}' in element {${path.slice(0, at).join('.')}}`,
      )
    const holder = target as Doc
    if (last) holder[part] = value
    else {
      if (!Object.hasOwn(holder, part)) holder[part] = {}
      target = holder[part]
    }
  }
}

/** Takes a field out; an array's element becomes null, as the others keep their places. */
function remove(doc: Doc, path: Path): void {
  const holder = valueAt(doc, path.slice(0, -1))
  const last = path.at(-1) ?? ''
  if (Array.isArray(holder)) {
    if (isIndex(last) && Number(last) < holder.length) holder[Number(last)] = null
  } else if (isDoc(holder)) delete holder[last]
}

const isNumber = (value: unknown) =>
  typeof value === 'number' || value instanceof Long || value instanceof Double || value instanceof Int32

/** Adds as MongoDB does: whole numbers stay whole, and one double makes a double. */
function increment(doc: Doc, path: Path, operand: unknown): void {
  const current = valueAt(doc, path) ?? 0
  const name = path.join('.')
  if (!isNumber(operand))
    throw typeMismatch(`Cannot increment with non-numeric argument: {${name}: ${String(operand)}}`)
  if (!isNumber(current)) throw typeMismatch(`Cannot apply $inc to a value of non-numeric type at '${name}'`)
  const numbers = [current, operand]
  if (numbers.some((one) => one instanceof Double || (typeof one === 'number' && !Number.isInteger(one)))) {
    const sum = Number(current) + Number(operand)
    put(doc, path, Number.isInteger(sum) ? new Double(sum) : sum)
    return
  }
  const exact = BigInt(String(current)) + BigInt(String(operand))
  if (BigInt.asIntN(64, exact) !== exact) throw badValue(`Failed to apply $inc to '${name}': overflow`)
  const wide = numbers.some((one) => one instanceof Long) || BigInt.asIntN(32, exact) !== exact
  put(doc, path, wide ? Long.fromBigInt(exact) : Number(exact))
}

/** The array at a path; undefined when there is none. @throws BadValue where something else stands. */
function arrayAt(doc: Doc, path: Path, operator: string): unknown[] | undefined {
  const found = valueAt(doc, path)
  if (found !== undefined && !Array.isArray(found))
    throw badValue(`The field '${path.join('.')}' must be an array (${operator})`)
  return found
}

/** Adds to the end of an array, which is made when there is none: the operand, or what its `$each` lists. */
const adding =
  (operator: string, wanted: (array: unknown[], values: unknown[]) => unknown[]): UpdateOperator =>
  (doc, path, operand) => {
    const { $each, ...clauses } = isOperators(operand) ? operand : { $each: [operand] }
    if (!Array.isArray($each) || Object.keys(clauses).length > 0)
      throw badValue(`Of the clauses of ${operator}, only $each with an array is taken here`)
    const array = arrayAt(doc, path, operator) ?? []
    put(doc, path, [...array, ...wanted(array, $each)])
  }

function unlike(array: unknown[], values: unknown[]): unknown[] {
  const present = new Set(array.map(encodeValue))
  return values.filter((value) => {
    const encoded = encodeValue(value)
    return !present.has(encoded) && present.add(encoded)
  })
}

/** Takes out the elements that are equal, or that meet conditions. */
function pull(doc: Doc, path: Path, operand: unknown): void {
  const array = arrayAt(doc, path, '$pull')
  if (!array) return
  const onFields = isDoc(operand) && !isOperators(operand)
  const matches = compileFilter(onFields ? operand : { value: operand })
  const out = (value: unknown) => (onFields ? isDoc(value) && matches(value) : matches({ value }))
  put(
    doc,
    path,
    array.filter((value) => !out(value)),
  )
}

/**
 * The update operators by name; any other is refused. They are our own because mingo's leave silently undone what
 * MongoDB answers with an error (a word counted up, a path through a scalar), and know one kind of number only.
 */
export const updateOperators: Record<string, UpdateOperator> = {
  $set: put,
  $setOnInsert: put,
  $unset: remove,
  $inc: increment,
  $push: adding('$push', (_, values) => values),
  $addToSet: adding('$addToSet', unlike),
  $pull: pull,
}

/** The places that a path stands for in this document: one, or one per element that `$[name]` lets through. */
function resolvePaths(doc: Doc, name: string, arrayFilters: readonly Doc[]): Path[] {
  let paths: string[][] = [[]]
  for (const part of name.split('.')) {
    const [, identifier] = /^\$\[(\w+)\]$/.exec(part) ?? []
    if (part === '')
      throw new MongoError(56, 'EmptyFieldName', `The update path '${name}' contains an empty field name`)
    if (identifier) {
      const filter = arrayFilters.find((one) =>
        Object.keys(one).some((key) => key.split('.')[0] === identifier),
      )
      if (!filter) throw badValue(`No array filter found for identifier '${identifier}' in path '${name}'`)
      const matches = compileFilter(filter)
      paths = paths.flatMap((path) => {
        const elements = valueAt(doc, path)
        if (!Array.isArray(elements))
          throw badValue(
            `The path '${path.join('.')}' must exist in the document in order to apply array updates.`,
          )
        return elements.flatMap((element, i) =>
          matches({ [identifier]: element }) ? [[...path, `${i}`]] : [],
        )
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

/** Two operators must not touch one field, nor a field and what is inside it. */
function refuseConflicts(names: readonly string[]): void {
  const sorted = names.toSorted()
  for (const [i, name] of sorted.entries()) {
    const next = sorted[i + 1]
    if (next !== undefined && (next === name || next.startsWith(`${name}.`)))
      throw new MongoError(
        40,
        'ConflictingUpdateOperators',
        `Updating the path '${next}' would create a conflict at '${name}'`,
      )
  }
}

/** True when the update replaces the whole document. */
export const isReplacement = (update: Doc): boolean => !isOperators(update)

function byOperators(doc: Doc, update: Doc, arrayFilters: readonly Doc[], inserting: boolean): void {
  const steps = Object.entries(update).flatMap(([name, fields]) => {
    const operator = Object.hasOwn(updateOperators, name) ? updateOperators[name] : undefined
    if (!operator) throw failedToParse(`Unknown modifier: ${name}. Expected a valid update modifier`)
    if (!isDoc(fields))
      throw failedToParse(`Modifiers operate on fields but we found another type instead for ${name}`)
    return Object.entries(fields).map(([path, operand]) => ({ name, operator, path, operand }))
  })
  refuseConflicts(steps.map(({ path }) => path))
  for (const { name, operator, path, operand } of steps)
    if (name !== '$setOnInsert' || inserting)
      for (const place of resolvePaths(doc, path, arrayFilters)) operator(doc, place, operand)
}

/** The document as an update leaves it. `doc` is the caller's to give away: operators change it in place. */
export function updated(doc: Doc, update: Doc, arrayFilters: readonly Doc[] = []): Doc {
  const { _id: id } = doc
  const { _id = id, ...rest } = update
  const after = isReplacement(update) ? { _id, ...rest } : doc
  if (after === doc) byOperators(doc, update, arrayFilters, false)
  if (encodeValue(after._id) !== encodeValue(id))
    throw new MongoError(
      66,
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    )
  return after
}

/** What the filter says with certainty of the document that an upsert makes. */
function seed(filter: Doc, into: Doc): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and') for (const part of condition as Doc[]) seed(part, into)
    else if (name === '$or' || condition instanceof RegExp) continue
    else if (!isOperators(condition)) put(into, name.split('.'), condition)
    else if ('$eq' in condition) put(into, name.split('.'), condition.$eq)
  }
}

/** The document that an upsert inserts when nothing met the filter. */
export function upserted(filter: Doc, update: Doc, arrayFilters: readonly Doc[] = []): Doc {
  const base: Doc = {}
  seed(filter, base)
  if (!isReplacement(update)) byOperators(base, update, arrayFilters, true)
  const made = isReplacement(update)
    ? { ...(base._id === undefined ? {} : { _id: base._id }), ...update }
    : base
  const { _id = new ObjectId(), ...rest } = made
  return { _id, ...rest }
}
