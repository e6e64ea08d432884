import { Validator } from '@seriousme/openapi-schema-validator'
import { contractEntries } from '../../shared/contract/contract'
import { problemNames } from '../../shared/contract/problem'
import { openTestHouse, type TestHouse } from '../setup/test-house'

/** As much of an OpenAPI document as these tests look at. */
interface Document {
  openapi: string
  paths: Record<string, Record<string, { security: unknown[]; responses: Record<string, unknown> }>>
}

describe('what the API says of itself', () => {
  let town: TestHouse
  beforeAll(async () => {
    town = await openTestHouse()
  })
  afterAll(() => town.close())

  test('the OpenAPI document is valid 3.1 and has every endpoint of the contract, and no other', async () => {
    const { status, json } = await town.send('GET', '/api/openapi.json')
    expect(status).toBe(200)
    const document = json as Document
    expect(document.openapi).toBe('3.1.0')
    expect(await new Validator().validate(structuredClone(json) as Record<string, unknown>)).toEqual({
      valid: true,
    })
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(documented.sort()).toEqual(contractEntries.map(([key]) => key).sort())
    for (const [key, { allow, status: success }] of contractEntries) {
      const [method, route] = key.split(' ') as [string, string]
      const operation = document.paths[route.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(Object.keys(operation?.responses ?? {})).toContain(String(success))
      expect(operation?.security).toHaveLength(allow.kind === 'everyone' ? 0 : 1)
    }
  })

  test('the readable page explains every endpoint and every problem, with nothing from elsewhere', async () => {
    const { status, headers, text } = await town.send('GET', '/api/docs')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch('text/html')
    for (const [key, { summary }] of contractEntries) {
      expect(text).toContain(`<code>${key.split(' ')[1]}</code>`)
      expect(text).toContain(summary)
    }
    for (const name of problemNames) expect(text).toContain(`id="${name}"`)
    expect(text).not.toMatch(/<script|(?:src|href)="(?:https?:)?\/\//)
  })

  test('health says that the store answers', async () => {
    const { status, json } = await town.send('GET', '/api/health')
    expect(status).toBe(200)
    expect(json).toMatchObject({ status: 'ready', store: { state: 'connected' } })
  })
})
