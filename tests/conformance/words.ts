import { BSON, type Document } from 'mongodb'

/**
 * The words of MongoDB's language that a command consists of: its name, its options, the operators of its filters,
 * updates, pipelines and indexes. What a run of the application says to the store is recorded in these words
 * (see record.ts), and every one of them has a case in this folder.
 */
export function wordsOf(sent: Document): string[] {
  const words = new Set<string>()
  const command = withoutMaps(sent) as Document
  const [name = ''] = Object.keys(command)
  new Reader(words).command(name, command)
  return [...words].sort()
}

/** The driver keeps what is in an order, as a sort is, in maps. */
function withoutMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMaps)
  if (!(value instanceof Map) && !isPlain(value)) return value
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return Object.fromEntries(entries.map(([key, inside]) => [key, withoutMaps(inside)]))
}

const isPlain = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Says nothing of what is asked: which database, which session. */
const envelope = new Set(['$db', 'lsid', '$clusterTime', 'txnNumber'])

/** The greeting carries whatever a driver tells of itself. */
const greetings = new Set(['hello', 'ismaster', 'isMaster'])

const indexWord = (option: string, value: unknown) =>
  typeof value === 'boolean' ? `index ${option} ${value}` : `index ${option}`

class Reader {
  constructor(private readonly words: Set<string>) {}

  private say(...parts: string[]) {
    this.words.add(parts.join(' '))
  }

  command(name: string, body: Document): void {
    this.say('command', greetings.has(name) ? 'hello' : name)
    if (greetings.has(name)) return
    if (name === 'explain') {
      this.say('explain', 'verbosity', String(body.verbosity ?? 'allPlansExecution'))
      const [inner = ''] = Object.keys(body.explain)
      this.command(inner, body.explain)
      return
    }
    for (const [option, value] of Object.entries(body)) {
      if (option === name || envelope.has(option)) continue
      this.option(name, option, value)
    }
  }

  private option(name: string, option: string, value: unknown) {
    const several = Array.isArray(value) ? value : [value]
    if (option === 'readConcern' || option === 'writeConcern' || option === '$readPreference') {
      for (const [key, set] of Object.entries(value as Document)) this.say('any', option, key, String(set))
      return
    }
    if (
      option === 'autocommit' ||
      option === 'startTransaction' ||
      option === 'maxTimeMS' ||
      option === 'comment'
    )
      return this.say('any', option)
    this.say(name, option)
    if (option === 'filter' || option === 'query') this.filter(value)
    else if (option === 'sort') this.sort(value as Document)
    else if (option === 'projection' || option === 'fields') this.projection(value as Document)
    else if (option === 'pipeline') this.pipeline(several)
    else if (option === 'update') this.update(value)
    else if (option === 'arrayFilters') for (const one of several) this.filter(one)
    else if (option === 'updates' || option === 'deletes' || option === 'ops')
      for (const statement of several) this.statement(name, option, statement)
    else if (option === 'indexes') for (const index of several) this.index(index)
    else if (option === 'cursor')
      for (const key of Object.keys(value as Document)) this.say(name, option, key)
  }

  private statement(name: string, list: string, statement: Document) {
    for (const [key, value] of Object.entries(statement)) {
      this.say(name, list, typeof value === 'boolean' ? `${key} ${value}` : key)
      if (key === 'q' || key === 'filter') this.filter(value)
      else if (key === 'u' || key === 'updateMods') this.update(value)
      else if (key === 'sort') this.sort(value)
      else if (key === 'arrayFilters') for (const one of value) this.filter(one)
    }
  }

  private sort(sort: Document) {
    for (const [path, way] of Object.entries(sort))
      this.say('sort', path.includes('.') ? 'path' : 'field', String(way))
    if (Object.keys(sort).length > 1) this.say('sort several')
  }

  private projection(projection: Document) {
    for (const [path, flag] of Object.entries(projection)) {
      if (isPlain(flag) || typeof flag === 'string') {
        this.say('projection expression')
        this.expression(flag)
      } else
        this.say(
          'projection',
          path === '_id' ? '_id' : path.includes('.') ? 'path' : 'field',
          String(Number(flag)),
        )
    }
  }

  private filter(filter: unknown) {
    if (!isPlain(filter)) return
    for (const [path, condition] of Object.entries(filter)) {
      if (path === '$expr') {
        this.say('filter $expr')
        this.expression(condition)
      } else if (path.startsWith('$')) {
        this.say('filter', path)
        if (Array.isArray(condition)) for (const part of condition) this.filter(part)
      } else {
        this.say('filter', path.includes('.') ? 'path' : 'field')
        this.condition(condition)
      }
    }
  }

  private condition(condition: unknown) {
    const operators = isPlain(condition) ? Object.entries(condition) : []
    if (!operators.some(([key]) => key.startsWith('$'))) {
      this.value('equal', condition)
      return
    }
    for (const [operator, operand] of operators) {
      this.say('filter', operator)
      if (operator === '$not') this.condition(operand)
      else if (operator === '$elemMatch') {
        if (isPlain(operand) && Object.keys(operand).some((key) => key.startsWith('$')))
          this.condition(operand)
        else this.filter(operand)
      } else if (Array.isArray(operand)) for (const one of operand) this.value(operator, one)
      else this.value(operator, operand)
    }
  }

  private value(of: string, value: unknown) {
    this.say('value', of, typeOf(value))
  }

  private update(update: unknown) {
    if (Array.isArray(update)) {
      this.say('update pipeline')
      this.pipeline(update)
      return
    }
    if (!isPlain(update)) return
    for (const [operator, fields] of Object.entries(update)) {
      if (!operator.startsWith('$')) {
        this.say('update replacement')
        return
      }
      this.say('update', operator)
      if (!isPlain(fields)) continue
      for (const [path, operand] of Object.entries(fields)) {
        for (const part of path.split('.'))
          if (part.startsWith('$')) this.say('update path', part === '$' || part === '$[]' ? part : '$[name]')
        if (isPlain(operand))
          for (const key of Object.keys(operand)) if (key.startsWith('$')) this.say('update', operator, key)
        if (operator === '$pull' && isPlain(operand)) this.filter(operand)
      }
    }
  }

  private pipeline(pipeline: Document[]) {
    for (const stage of pipeline)
      for (const [name, operand] of Object.entries(stage)) {
        this.say('stage', name)
        if (name === '$match') this.filter(operand)
        else if (name === '$sort') this.sort(operand)
        else if (name === '$facet') for (const one of Object.values(operand)) this.pipeline(one as Document[])
        else if (name === '$lookup') {
          for (const key of Object.keys(operand)) this.say('stage $lookup', key)
          if (operand.pipeline) this.pipeline(operand.pipeline)
        } else if (name === '$project') this.projection(operand)
        else if (name === '$unwind' && isPlain(operand))
          for (const key of Object.keys(operand)) this.say('stage $unwind', key)
        else this.expression(operand)
      }
  }

  private expression(expression: unknown) {
    if (Array.isArray(expression)) for (const one of expression) this.expression(one)
    else if (typeof expression === 'string' && expression.startsWith('$$'))
      this.say('expression', expression.split('.')[0] as string)
    else if (isPlain(expression))
      for (const [key, operand] of Object.entries(expression)) {
        if (key.startsWith('$')) {
          this.say('expression', key)
          if (key === '$literal') continue
        }
        this.expression(operand)
      }
  }

  private index(index: Document) {
    const fields = Object.entries(index.key)
    for (const [path, way] of fields) this.say('index', path.includes('.') ? 'path' : 'field', String(way))
    if (fields.length > 1) this.say('index compound')
    for (const [option, value] of Object.entries(index)) {
      if (option === 'key') continue
      this.words.add(indexWord(option, value))
      if (option === 'partialFilterExpression') this.filter(value)
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (value instanceof Date) return 'date'
  if (value instanceof RegExp) return 'regex'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Uint8Array) return 'binary'
  if (isPlain(value)) return 'document'
  if (typeof value === 'object' && '_bsontype' in value) return String(value._bsontype)
  return typeof value
}

/** The same of a command as it went over the wire, with the statements that went beside it. */
export function wordsOfMessage(bytes: Uint8Array, beside: ReadonlyMap<string, Uint8Array[]>): string[] {
  const body = BSON.deserialize(bytes)
  for (const [field, documents] of beside) body[field] = documents.map((one) => BSON.deserialize(one))
  return wordsOf(body)
}
