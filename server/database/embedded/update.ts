import { ObjectId } from 'bson'
import { Aggregator } from 'mingo/aggregator'
import { type Doc, isDoc } from './bson-codec'
import { encodeValue } from './key-encoding'
import { asParsed, isOperators, mingoOptions } from './matcher'
import { badValue, failedToParse, MongoError } from './mongo-error'
import { unknownModifier, updateOperators } from './update-operators'
import { type Positions, put, resolvePaths } from './update-paths'

/** An update as a client sends it: operators, a replacement, or a pipeline. */
export type UpdateSpec = Doc | Doc[]

/** True when the update replaces the whole document. */
export const isReplacement = (update: UpdateSpec): boolean => !Array.isArray(update) && !isOperators(update)

const pipelineStages = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'])

function byPipeline(doc: Doc, pipeline: Doc[], variables: Doc | undefined): Doc {
  for (const stage of pipeline) {
    const [name = ''] = Object.keys(stage)
    if (!pipelineStages.has(name)) throw badValue(`${name} is not allowed to be used within an update`)
  }
  const [result] = asParsed(() => new Aggregator(pipeline, mingoOptions({}, variables)).run([doc]))
  return result as Doc
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

function byOperators(doc: Doc, update: Doc, positions: Positions, inserting: boolean): void {
  const touched: string[] = []
  const steps = Object.entries(update).flatMap(([name, fields]) => {
    const operator = Object.hasOwn(updateOperators, name) ? updateOperators[name] : undefined
    if (!operator && name !== '$setOnInsert') throw unknownModifier(name)
    if (!isDoc(fields))
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeof fields} instead for ${name}`,
      )
    return Object.entries(fields).map(([path, operand]) => {
      touched.push(path)
      if (name === '$rename') touched.push(String(operand))
      return { operator: operator ?? updateOperators.$set, path, operand, skip: !operator && !inserting }
    })
  })
  refuseConflicts(touched)
  for (const { operator, path, operand, skip } of steps)
    if (!skip) for (const place of resolvePaths(doc, path, positions)) operator?.(doc, place, operand)
}

function refuseNewId(before: Doc, after: Doc): void {
  if (encodeValue(before._id) !== encodeValue(after._id))
    throw new MongoError(
      66,
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    )
}

/** The document as an update leaves it. `doc` is the caller's to give away: operators change it in place. */
export function updated(doc: Doc, update: UpdateSpec, positions: Positions, variables?: Doc): Doc {
  if (Array.isArray(update)) {
    const after = byPipeline(doc, update, variables)
    refuseNewId(doc, after)
    return after
  }
  if (isReplacement(update)) {
    const { _id = doc._id, ...rest } = update
    const after = { _id, ...rest }
    refuseNewId(doc, after)
    return after
  }
  const id = { _id: doc._id }
  byOperators(doc, update, positions, false)
  refuseNewId(id, doc)
  return doc
}

/** What the filter says with certainty of the document that an upsert makes. */
function seed(filter: Doc, into: Doc): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isDoc(part)) seed(part, into)
    } else if (!name.startsWith('$')) {
      if (!isOperators(condition)) {
        if (!(condition instanceof RegExp)) put(into, name.split('.'), condition)
      } else if ('$eq' in condition) put(into, name.split('.'), condition.$eq)
      else if (Array.isArray(condition.$in) && condition.$in.length === 1)
        put(into, name.split('.'), condition.$in[0])
    }
  }
}

/** The document that an upsert inserts when nothing met the filter. */
export function upserted(filter: Doc, update: UpdateSpec, positions: Positions, variables?: Doc): Doc {
  const base: Doc = {}
  seed(filter, base)
  let made = base
  if (Array.isArray(update)) made = byPipeline(base, update, variables)
  else if (isReplacement(update)) made = { ...(base._id === undefined ? {} : { _id: base._id }), ...update }
  else byOperators(base, update, positions, true)
  const { _id = new ObjectId(), ...rest } = made
  return { _id, ...rest }
}
