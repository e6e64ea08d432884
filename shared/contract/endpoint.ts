import type { z } from 'zod'
import type { VoiceType } from '../domain/attachments'
import type { Role } from '../domain/roles'
import type { ProblemName } from './problem'

/**
 * Who may call an endpoint; checked before its handler runs.
 * - `everyone`: no sign-in.
 * - `signed_in`: any session, a resident's included; the handler answers only with what is the caller's own.
 * - `staff`: somebody who holds one of `roles`. With territory `of_case`, over the case named in the path
 *   (a case outside is answered like one that does not exist); with `own`, the handler is given the territories.
 */
export type Allow =
  | { kind: 'everyone' }
  | { kind: 'signed_in' }
  | { kind: 'staff'; roles: readonly Role[]; territory: 'of_case' | 'own' }

export const everyone: Allow = { kind: 'everyone' }
export const signedIn: Allow = { kind: 'signed_in' }
export const staff = (territory: 'of_case' | 'own', ...roles: readonly Role[]): Allow => ({
  kind: 'staff',
  roles,
  territory,
})

/** What kind of bytes an endpoint takes or gives when it is not JSON. */
export type MediaType =
  | 'application/json'
  | 'multipart/form-data'
  | 'text/html'
  | 'text/plain'
  | 'text/csv'
  | 'image/jpeg'
  | 'image/png'
  | 'image/svg+xml'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | VoiceType

/**
 * One endpoint, declared once. Its key in the contract is `METHOD /path`; from the declaration come the mounted
 * route with its checks, the mini-program's typed client, the OpenAPI document and the tests that walk them all.
 */
export interface Endpoint {
  /** What it does, in a few Chinese words. */
  summary: string
  /** The heading it stands under in the documents. */
  area: string
  allow: Allow
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodObject | z.ZodUnion<readonly z.ZodObject[]>
  /**
   * How the body comes; JSON unless said otherwise. A multipart body has its one file in the field `file`; a text is
   * read by the handler as it is, whatever it is called.
   */
  takes?: MediaType
  /** The status of success; 204 has no reply. */
  status: 200 | 201 | 204
  reply?: z.ZodType
  /** What the reply is; JSON unless said otherwise. Of several kinds, the handler says which it is. */
  gives?: MediaType | readonly MediaType[]
  /** The problems it may answer with, besides those any endpoint may. */
  problems?: readonly ProblemName[]
}

/** The key of an endpoint: its method and path, `:name` marking a parameter. */
export type EndpointKey = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /api/${string}`

/** Endpoints by key. */
export type Endpoints = Record<EndpointKey, Endpoint>

/** Declares a group of endpoints, keeping each one's exact types. */
export const endpoints = <E extends Endpoints>(declared: E): E => declared

type In<S> = S extends z.ZodType ? z.input<S> : undefined
type Out<S> = S extends z.ZodType ? z.output<S> : undefined
type Field<E, K extends string> = E extends Record<K, infer S> ? S : undefined

/** What a caller sends to an endpoint. */
export type RequestOf<E extends Endpoint> = {
  [K in 'params' | 'query' | 'body' as Field<E, K> extends z.ZodType ? K : never]: In<Field<E, K>>
}
/** What a handler is given: the same, parsed. */
export type InputOf<E extends Endpoint> = {
  [K in 'params' | 'query' | 'body' as Field<E, K> extends z.ZodType ? K : never]: Out<Field<E, K>>
}
/** What an endpoint answers with. */
export type ReplyOf<E extends Endpoint> =
  Field<E, 'reply'> extends z.ZodType ? Out<Field<E, 'reply'>> : undefined
/** What a handler returns: the reply before it is parsed. */
export type AnswerOf<E extends Endpoint> =
  Field<E, 'reply'> extends z.ZodType ? In<Field<E, 'reply'>> : undefined
