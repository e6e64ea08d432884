import { openApiDocument } from '../../server/http/openapi'

/** JSON Schema, as far as the contract uses it. */
interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
}
interface Body {
  content?: Record<string, { schema?: Schema }>
}
interface Operation {
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: Body
  responses: Record<string, Body>
}

/** Told of a field: where it is, what kind of thing, and whether it is always there. */
type Tell = (at: string, kind: string, always: boolean) => void

/** The mark of an answer's field that may be null or missing. */
export const maybe = '?'

/** What clients of one version live by: what they read, what they may send, and what they are made to send. */
export interface Promised {
  /** Each field of each answer with its kind: `GET /api/inbox items[].at string`. What has a name is told of once. */
  answers: string[]
  /** Each field that is taken; what is not known is refused. */
  takes: string[]
  /** Each field without which a call is refused. */
  needs: string[]
}

const json = 'application/json'
const nameOf = (ref: string) => ref.replace('#/components/schemas/', '')

/** What the contract promises now, read from the document that the API gives of itself. */
export function promisedNow(): Promised {
  const { paths = {}, components } = openApiDocument('') as unknown as {
    paths?: Record<string, Record<string, Operation>>
    components?: { schemas?: Record<string, Schema> }
  }
  const answered =
    (whose: string): Tell =>
    (at, kind, always) =>
      promised.answers.add(`${whose} ${at} ${kind}${always ? '' : maybe}`)
  const promised = { answers: new Set<string>(), takes: new Set<string>(), needs: new Set<string>() }

  /** Tells of every field under a schema; of what has a name of its own only the name, where it is told of elsewhere. */
  function walk(schema: Schema, at: string, tell: Tell, always: boolean, byName: boolean): void {
    const { $ref } = schema
    if ($ref) {
      const inner = components?.schemas?.[nameOf($ref)]
      if (byName || !inner) tell(at, nameOf($ref), always)
      else walk(inner, at, tell, always, byName)
      return
    }
    const shapes = schema.anyOf ?? schema.oneOf
    if (shapes) {
      const real = shapes.filter(({ type }) => type !== 'null')
      // Of several shapes no field is in all of them.
      for (const shape of real) walk(shape, at, tell, always && shapes.length === 1, byName)
      return
    }
    const kinds = [schema.type ?? 'any'].flat()
    if (at !== '')
      tell(at, kinds.filter((kind) => kind !== 'null').join('|'), always && !kinds.includes('null'))
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const isThere = (schema.required ?? []).includes(name)
      walk(inner, at === '' ? name : `${at}.${name}`, tell, isThere && (byName || always), byName)
    }
    if (schema.items) walk(schema.items, `${at}[]`, tell, byName, byName)
  }

  for (const [name, schema] of Object.entries(components?.schemas ?? {}))
    walk(schema, '', answered(name), true, true)
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations)) {
      const call = `${method.toUpperCase()} ${path}`
      promised.takes.add(call)
      for (const [status, { content }] of Object.entries(operation.responses)) {
        const reply = status.startsWith('2') && content?.[json]?.schema
        if (reply) walk(reply, '', answered(call), true, true)
      }
      const took: Tell = (at, _kind, needed) => {
        promised.takes.add(`${call} ${at}`)
        if (needed) promised.needs.add(`${call} ${at}`)
      }
      for (const { name, in: where, required = false } of operation.parameters ?? [])
        if (where === 'query') took(`?${name}`, '', required)
      const body = operation.requestBody?.content?.[json]?.schema
      if (body) walk(body, '', took, true, false)
    }
  return {
    answers: [...promised.answers].sort(),
    takes: [...promised.takes].sort(),
    needs: [...promised.needs].sort(),
  }
}
