import { randomUUID } from 'node:crypto'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import type { ProblemName } from '../../shared/contract/problem'
import { Problem } from './problem'

/** What Koa's own parts throw, by status. */
const byStatus: Record<number, ProblemName> = {
  400: 'malformed-body',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-type',
  501: 'method-not-allowed',
}

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof URIError) return 400
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  return typeof error.status === 'number' ? error.status : undefined
}

/** The store is out of reach: not the caller's fault, and worth another try. */
const isStoreAway = (error: unknown) =>
  error instanceof Error &&
  /^Mongo(?:Network|ServerSelection|Topology|NotConnected|PoolCleared)/.test(error.name)

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isStoreAway(error)) return new Problem('unavailable')
  const name = byStatus[statusOf(error) ?? 0]
  return name ? new Problem(name) : new Problem('internal-error')
}

/**
 * Gives every request an id, turns whatever is thrown into a problem document, and logs one line without any
 * personal data: method, route, status, time.
 */
export function answerProblems(log: Logger, now: () => number = () => performance.now()): Middleware {
  return async (ctx, next) => {
    const started = now()
    const id = randomUUID()
    ctx.set('X-Request-Id', id)
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith('/api'))
        throw new Problem('not-found')
    } catch (error) {
      const problem = asProblem(error)
      const document = problem.document(id)
      if (document.status >= 500) log.error({ id, err: error }, 'request failed')
      ctx.status = document.status
      if (document.status === 401) ctx.set('WWW-Authenticate', 'Bearer')
      ctx.body = JSON.stringify(document)
      ctx.type = 'application/problem+json'
    }
    const route = typeof ctx.state.route === 'string' ? ctx.state.route : ctx.method
    log.info({ id, route, status: ctx.status, ms: Math.round(now() - started) }, 'request')
  }
}
