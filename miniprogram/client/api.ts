import type { Contract } from '../../shared/contract/contract'
import type { ReplyOf, RequestOf } from '../../shared/contract/endpoint'
import { ApiProblem } from './problem'
import { type Caller, currentCaller, lookAtPosts, tokenOf } from './session'
import { exchange, type Key, type Parcel } from './transport'

/** What a call to this endpoint must carry. */
type Sent<K extends Key> = RequestOf<Contract[K]>
type Rest<K extends Key> = keyof Sent<K> extends never
  ? [request?: Record<string, never>, caller?: Caller]
  : [request: Sent<K>, caller?: Caller]

/** What this endpoint answers with. */
export type Reply<K extends Key> = ReplyOf<Contract[K]>

/** Endpoints that need nobody to be signed in: they must work before and without a session. */
const open: ReadonlySet<Key> = new Set<Key>([
  'GET /api/service',
  'GET /api/demo',
  'POST /api/status',
  'POST /api/sign-in-codes',
  'POST /api/sign-in-codes/:id/session',
  'POST /api/sessions/sign-in-link',
  'GET /api/cards/:cardId',
  'GET /api/townships/:township/villages',
  'GET /api/townships/:township/recordings',
  'GET /api/transfer-links/:token',
  'POST /api/transfer-links/:token/receive',
  'POST /api/transfer-links/:token/refuse',
  'POST /api/transfer-links/:token/reply',
  'POST /api/transfer-links/:token/calls',
])

/**
 * Calls an endpoint of the contract, typed by it: `call('GET /api/cases/:caseId', { params: { caseId } })`.
 * A refused session is renewed once. Throws ApiProblem with the server's own words, or NoConnection.
 */
export async function call<K extends Key>(key: K, ...[request, caller]: Rest<K>): Promise<Reply<K>> {
  const parcel: Parcel = request ?? {}
  if (open.has(key)) return (await exchange(key, parcel, null)) as Reply<K>
  return withToken((token) => exchange(key, parcel, token), caller) as Promise<Reply<K>>
}

/** Does something that needs a session, once more with a fresh token when the first was refused. */
export async function withToken<T>(act: (token: string) => Promise<T>, caller?: Caller): Promise<T> {
  const name = caller ?? currentCaller()
  const token = await tokenOf(name)
  try {
    return await act(token)
  } catch (error) {
    // One refused deed says nothing of the rest; only when a post has really ended does anything go from this phone.
    if (name === 'person' && error instanceof ApiProblem && error.is('not-allowed')) void lookAtPosts()
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error
    return act(await tokenOf(name, token))
  }
}
