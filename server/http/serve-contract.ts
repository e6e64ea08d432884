import { Router, type RouterContext } from '@koa/router'
import type { Context, Middleware } from 'koa'
import { type Contract, contractEntries } from '../../shared/contract/contract'
import type { AnswerOf, Endpoint, InputOf } from '../../shared/contract/endpoint'
import { type CaseTerritory, mayCall, mayReach, type Verdict, type Viewer } from '../trust/policy'
import { Problem } from './problem'
import { readJson, validate } from './read-input'

/** What a handler is given besides its input. */
export interface Call {
  /** Who calls; null only where the contract lets everyone in. */
  viewer: Viewer | null
  /** The raw request, for the few endpoints that stream. */
  ctx: Context
}

/** Answers one endpoint: parsed input in, reply out. */
export type Handler<E extends Endpoint> = (input: InputOf<E> & Call) => Promise<AnswerOf<E>> | AnswerOf<E>

/** Handlers for some of the contract's endpoints, as one feature provides them. */
export type RoutesOf<Keys extends keyof Contract> = { [K in Keys]: Handler<Contract[K]> }

/** Handlers for the whole contract: leaving one out does not compile. */
export type Routes = RoutesOf<keyof Contract>

/** What the mounting needs from the rooms behind it. */
export interface ContractGuards {
  /** Finds out who calls. @throws Problem session-expired for a token that is old, forged or signed out. */
  identify(authorization: string): Promise<Viewer>
  /** The territory of a case, or null when there is none with that id. */
  territoryOfCase(caseId: string): Promise<CaseTerritory | null>
  /** Check every reply against the contract: on in tests and development. */
  checkReplies: boolean
}

/** The caller, where the contract has made sure that there is one. */
export function known(viewer: Viewer | null): Viewer {
  if (!viewer) throw new Problem('not-signed-in')
  return viewer
}

function enforce(verdict: Verdict) {
  if (verdict === 'not_signed_in') throw new Problem('not-signed-in')
  if (verdict === 'not_allowed') throw new Problem('not-allowed')
  if (verdict === 'hidden') throw new Problem('not-found')
}

function answer(
  key: string,
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  guards: ContractGuards,
): Middleware {
  return async (ctx) => {
    const { params = {} } = ctx as RouterContext
    ctx.state.route = key
    const authorization = ctx.get('Authorization')
    const viewer =
      authorization && endpoint.allow.kind !== 'everyone' ? await guards.identify(authorization) : null
    enforce(mayCall(endpoint.allow, viewer))
    const input = {
      ...(endpoint.params && { params: validate('path', endpoint.params, params) }),
      ...(endpoint.query && { query: validate('query', endpoint.query, { ...ctx.query }) }),
    }
    if (endpoint.allow.kind === 'staff' && endpoint.allow.territory === 'of_case' && viewer)
      enforce(mayReach(endpoint.allow.roles, viewer, await guards.territoryOfCase(String(params.caseId))))
    const body = endpoint.body && { body: validate('body', endpoint.body, await readJson(ctx)) }
    // Before the handler, which alone knows when it answers with a part of the whole.
    ctx.status = endpoint.status
    const reply = await handler({ ...input, ...body, viewer, ctx } as Parameters<typeof handler>[0])
    if (endpoint.status === 204) ctx.body = null
    else if (!endpoint.gives)
      ctx.body = guards.checkReplies && endpoint.reply ? endpoint.reply.parse(reply) : reply
    else if (typeof endpoint.gives === 'string') ctx.type = endpoint.gives
    if (!ctx.response.get('Cache-Control')) ctx.set('Cache-Control', 'no-store')
  }
}

/** Mounts the contract: each endpoint with sign-in, authorization, validation, handler and checked reply. */
export function serveContract(routes: Routes, guards: ContractGuards): Router {
  const router = new Router()
  for (const [key, endpoint] of contractEntries) {
    const [method, path] = key.split(' ') as [string, string]
    // The handlers' types were matched with the contract where they were written; here only the shape is known.
    const handler = routes[key] as unknown as Handler<Endpoint>
    router.register(path, [method], [answer(key, endpoint, handler, guards)])
  }
  return router
}
