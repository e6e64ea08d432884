import { Decimal128, Double, Int32, Long } from 'bson'
import { type Doc, isDoc } from './bson-codec'
import { encodeValue } from './key-encoding'
import { compileFilter, isOperators } from './matcher'
import { badValue, failedToParse, MongoError, typeMismatch } from './mongo-error'
import { sorted } from './query'
import { type Path, put, remove, valueAt } from './update-paths'

/** Changes what stands at one path of a document. */
export type UpdateOperator = (doc: Doc, path: Path, operand: unknown) => void

const isNumber = (value: unknown): value is number | Long | Double | Int32 =>
  typeof value === 'number' || value instanceof Long || value instanceof Double || value instanceof Int32

const add = <N extends number | bigint>(a: N, b: N) => ((a as number) + (b as number)) as N
const multiply = <N extends number | bigint>(a: N, b: N) => ((a as number) * (b as number)) as N

/** Adds or multiplies as MongoDB does: whole numbers stay whole, and one double makes a double. */
const calculating =
  (
    name: string,
    whole: (a: bigint, b: bigint) => bigint,
    floating: (a: number, b: number) => number,
  ): UpdateOperator =>
  (doc, path, operand) => {
    const current = valueAt(doc, path) ?? 0
    if (!isNumber(operand) || operand instanceof Decimal128)
      throw typeMismatch(`Cannot ${name} with non-numeric argument: {${path.join('.')}: ${String(operand)}}`)
    if (!isNumber(current))
      throw typeMismatch(`Cannot apply $${name} to a value of non-numeric type at '${path.join('.')}'`)
    const floats = [current, operand].some(
      (value) => value instanceof Double || (typeof value === 'number' && !Number.isInteger(value)),
    )
    if (floats) {
      const result = floating(Number(current), Number(operand))
      return put(doc, path, Number.isInteger(result) ? new Double(result) : result)
    }
    const exact = whole(BigInt(String(current)), BigInt(String(operand)))
    if (exact > 0x7fffffffffffffffn || exact < -0x8000000000000000n)
      throw badValue(`Failed to apply $${name} operations to current value for '${path.join('.')}': overflow`)
    const wide = current instanceof Long || operand instanceof Long
    const small = exact >= -0x80000000n && exact <= 0x7fffffffn
    put(doc, path, small && !wide ? Number(exact) : Long.fromBigInt(exact))
  }

/** The array at a path, made when there is none. */
function arrayAt(doc: Doc, path: Path, operator: string, make: boolean): unknown[] | undefined {
  const found = valueAt(doc, path)
  if (Array.isArray(found)) return found
  if (found !== undefined)
    throw badValue(
      `The field '${path.join('.')}' must be an array but is of type ${found === null ? 'null' : typeof found} (${operator})`,
    )
  if (!make) return undefined
  const made: unknown[] = []
  put(doc, path, made)
  return made
}

const pushModifiers = new Set(['$each', '$slice', '$sort', '$position'])

function push(doc: Doc, path: Path, operand: unknown): void {
  const array = arrayAt(doc, path, '$push', true) ?? []
  if (!isDoc(operand) || !('$each' in operand)) {
    array.push(operand)
    return
  }
  for (const name of Object.keys(operand))
    if (!pushModifiers.has(name)) throw badValue(`Unrecognized clause in $push: ${name}`)
  const { $each, $slice, $sort, $position } = operand
  if (!Array.isArray($each)) throw badValue('The argument to $each in $push must be an array')
  array.splice($position === undefined ? array.length : Number($position), 0, ...$each)
  if (isDoc($sort)) {
    const spec = Object.entries($sort).map(([name, way]) => [name, Number(way) < 0 ? -1 : 1] as const)
    array.splice(0, array.length, ...sorted(array, spec, (element) => (isDoc(element) ? element : {})))
  } else if ($sort !== undefined) {
    const spec = [['value', Number($sort) < 0 ? -1 : 1]] as const
    array.splice(0, array.length, ...sorted(array, spec, (value) => ({ value })))
  }
  if ($slice !== undefined) {
    const kept = Number($slice) < 0 ? array.slice(Number($slice)) : array.slice(0, Number($slice))
    array.splice(0, array.length, ...kept)
  }
}

/** What `$pull` takes out: elements that are equal, or that meet conditions. */
function pulled(operand: unknown): (element: unknown) => boolean {
  if (isOperators(operand)) {
    const matches = compileFilter({ value: operand })
    return (value) => matches({ value })
  }
  if (operand instanceof RegExp) {
    const matches = compileFilter({ value: operand })
    return (value) => matches({ value })
  }
  if (isDoc(operand)) {
    const matches = compileFilter(operand)
    return (element) => isDoc(element) && matches(element)
  }
  const wanted = encodeValue(operand)
  return (value) => encodeValue(value) === wanted
}

function keep(doc: Doc, path: Path, operator: string, wanted: (element: unknown) => boolean): void {
  const array = arrayAt(doc, path, operator, false)
  array?.splice(0, array.length, ...array.filter(wanted))
}

const extreme =
  (replaces: (candidate: string, current: string) => boolean): UpdateOperator =>
  (doc, path, operand) => {
    const current = valueAt(doc, path)
    if (current === undefined || replaces(encodeValue(operand), encodeValue(current))) put(doc, path, operand)
  }

/** The update operators by name; an operator that is not here is refused. */
export const updateOperators: Record<string, UpdateOperator> = {
  $set: put,
  $unset: (doc, path) => remove(doc, path),
  $inc: calculating('increment', add, add),
  $mul: calculating('multiply', multiply, multiply),
  $min: extreme((candidate, current) => candidate < current),
  $max: extreme((candidate, current) => candidate > current),
  $currentDate(doc, path, operand) {
    const wanted = isDoc(operand) ? operand.$type : operand
    if (wanted !== true && wanted !== 'date')
      throw badValue("$currentDate: only `true` or { $type: 'date' } is taken here")
    put(doc, path, new Date())
  },
  $rename(doc, path, operand) {
    if (typeof operand !== 'string') throw badValue(`The 'to' field for $rename must be a string`)
    const value = valueAt(doc, path)
    if (value === undefined) return
    remove(doc, path)
    put(doc, operand.split('.'), value)
  },
  $push: push,
  $addToSet(doc, path, operand) {
    const array = arrayAt(doc, path, '$addToSet', true) ?? []
    const values = isDoc(operand) && Array.isArray(operand.$each) ? operand.$each : [operand]
    const present = new Set(array.map(encodeValue))
    for (const value of values) {
      const encoded = encodeValue(value)
      if (present.has(encoded)) continue
      present.add(encoded)
      array.push(value)
    }
  },
  $pop(doc, path, operand) {
    if (Number(operand) !== 1 && Number(operand) !== -1) throw failedToParse('$pop expects 1 or -1')
    const array = arrayAt(doc, path, '$pop', false)
    if (Number(operand) < 0) array?.shift()
    else array?.pop()
  },
  $pull(doc, path, operand) {
    const out = pulled(operand)
    keep(doc, path, '$pull', (element) => !out(element))
  },
  $pullAll(doc, path, operand) {
    if (!Array.isArray(operand)) throw badValue('$pullAll requires an array argument')
    const out = new Set(operand.map(encodeValue))
    keep(doc, path, '$pullAll', (element) => !out.has(encodeValue(element)))
  },
}

export const unknownModifier = (name: string) =>
  new MongoError(
    9,
    'FailedToParse',
    `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
  )
