import { z } from 'zod'
import { endpoints, everyone } from './endpoint'

/** What the service says of itself. */
export const serviceEndpoints = endpoints({
  'GET /api/health': {
    summary: '能不能接单：数据库通不通',
    area: '服务',
    allow: everyone,
    status: 200,
    reply: z
      .object({
        status: z.literal('ready'),
        store: z.object({ kind: z.enum(['embedded', 'mongodb']), state: z.literal('connected') }),
        version: z.string(),
      })
      .meta({ id: 'Health', description: '服务状态' }),
    problems: ['unavailable'],
  },
  'GET /api/openapi.json': {
    summary: '接口文档 (OpenAPI 3.1)',
    area: '服务',
    allow: everyone,
    status: 200,
    reply: z.looseObject({ openapi: z.string() }),
  },
  'GET /api/docs': {
    summary: '接口文档（网页）',
    area: '服务',
    allow: everyone,
    status: 200,
    gives: 'text/html',
  },
})
