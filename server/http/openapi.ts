import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { contractEntries } from '../../shared/contract/contract'
import type { Allow, Endpoint } from '../../shared/contract/endpoint'
import { type ProblemName, problemDocument, problems } from '../../shared/contract/problem'
import { roles } from '../../shared/domain/roles'

/** Who may call, in words, for the documents. */
export function allowInWords(allow: Allow): string {
  if (allow.kind === 'everyone') return '谁都可以'
  if (allow.kind === 'signed_in') return '登录的人，只看到自己的'
  const who = allow.roles.map((role) => roles[role]).join('、')
  return `${who}，${allow.territory === 'of_case' ? '限本人辖区内的线索' : '限本人辖区'}`
}

/** The problems an endpoint may answer with, its own and those that come with what it declares. */
export function problemsOf(endpoint: Endpoint): ProblemName[] {
  return [
    ...(endpoint.params || endpoint.query || endpoint.body ? (['invalid-input'] as const) : []),
    ...(endpoint.body ? (['malformed-body', 'too-large', 'unsupported-type'] as const) : []),
    ...(endpoint.allow.kind === 'everyone' ? [] : (['not-signed-in', 'session-expired'] as const)),
    ...(endpoint.allow.kind === 'staff' ? (['not-allowed'] as const) : []),
    ...(endpoint.params ? (['not-found'] as const) : []),
    ...(endpoint.problems ?? []),
  ].filter((name, i, all) => all.indexOf(name) === i)
}

const binary = { type: 'string', format: 'binary' } as const

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const failures = new Map<number, ProblemName[]>()
  for (const name of problemsOf(endpoint)) {
    const { status } = problems[name]
    failures.set(status, [...(failures.get(status) ?? []), name])
  }
  const media = [endpoint.gives ?? 'application/json'].flat()
  const reply = { schema: endpoint.reply ?? binary }
  return {
    summary: endpoint.summary,
    description: `谁可以用：${allowInWords(endpoint.allow)}`,
    tags: [endpoint.area],
    security: endpoint.allow.kind === 'everyone' ? [] : [{ token: [] }],
    requestParams: {
      ...(endpoint.params && { path: endpoint.params }),
      ...(endpoint.query && { query: endpoint.query }),
    },
    ...(endpoint.body && {
      requestBody: { required: true, content: { 'application/json': { schema: endpoint.body } } },
    }),
    ...(endpoint.takes === 'multipart/form-data' && {
      requestBody: {
        required: true,
        content: {
          [endpoint.takes]: { schema: { type: 'object', required: ['file'], properties: { file: binary } } },
        },
      },
    }),
    ...(endpoint.takes === 'text/plain' && {
      requestBody: { required: true, content: { [endpoint.takes]: { schema: { type: 'string' } } } },
    }),
    responses: {
      [String(endpoint.status)]: {
        description: '成功',
        ...(endpoint.status !== 204 && {
          content: Object.fromEntries(media.map((type) => [type, reply])),
        }),
      },
      ...Object.fromEntries(
        [...failures].map(([status, names]) => [
          String(status),
          {
            description: names.map((name) => `${name}: ${problems[name].title}`).join('\n'),
            content: { 'application/problem+json': { schema: problemDocument } },
          },
        ]),
      ),
    },
  }
}

/** The API as an OpenAPI 3.1 document, made from the contract and from nothing else. */
export function openApiDocument(version: string) {
  const paths: ZodOpenApiPathsObject = {}
  for (const [key, endpoint] of contractEntries) {
    const [method, route] = key.split(' ') as [string, string]
    const path = route.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(endpoint) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: '早发现 API',
      version,
      description: '一条线索从村民手里到村协理员的待办。每个接口都出自 shared/contract。',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  })
}

/** A schema as JSON Schema, for the readable page. */
export const jsonSchemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
