import Taro from '@tarojs/taro'
import { clientVersionHeader, contractVersion } from '../../shared/contract/client-version'
import type { Contract } from '../../shared/contract/contract'
import { type ApiProblem, NoConnection, readProblem } from './problem'
import { askToUpdate } from './updating'

/** The key of an endpoint in the contract: its method and its path. */
export type Key = keyof Contract

/** What a request may carry, before it is put on the wire. */
export interface Parcel {
  params?: Record<string, string>
  query?: Record<string, string | undefined>
  body?: object
}

/** Where the API is: the same origin in a browser, the configured address in WeChat. */
export const serviceAddress: string = process.env.TARO_APP_API_BASE ?? ''

const patience = 20_000

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const isMethod = (word: string | undefined): word is Method =>
  word === 'GET' || word === 'POST' || word === 'PUT' || word === 'DELETE'

function addressOf(path: string, { params = {}, query = {} }: Parcel): string {
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return serviceAddress + filled + (asked.length > 0 ? `?${asked.join('&')}` : '')
}

/** The header by which the server knows who calls. */
export const signedBy = (token: string | null): Record<string, string> =>
  token === null ? {} : { Authorization: `Bearer ${token}` }

/** The header by which the server knows which version of the contract this client was built from. */
export const ownVersion: Record<string, string> = { [clientVersionHeader]: String(contractVersion) }

/** Reads the problem that the server answered with; when this app is too old, the person is told to update it. */
export function refused(status: number, answer: unknown): ApiProblem {
  const problem = readProblem(status, answer)
  if (problem.is('client-too-old')) askToUpdate()
  return problem
}

/** Sends one request and returns the JSON of a good answer; a bad one is thrown as a problem. */
export async function exchange(key: Key, parcel: Parcel, token: string | null): Promise<unknown> {
  const [method, path] = key.split(' ')
  if (!isMethod(method) || path === undefined) throw new Error(`not an endpoint: ${key}`)
  const answer = await Taro.request<unknown>({
    url: addressOf(path, parcel),
    method,
    data: parcel.body,
    header: { ...ownVersion, ...signedBy(token), ...(parcel.body && { 'Content-Type': 'application/json' }) },
    timeout: patience,
  }).catch(() => {
    throw new NoConnection()
  })
  if (answer.statusCode < 200 || answer.statusCode >= 300) throw refused(answer.statusCode, answer.data)
  if (answer.statusCode === 204) return undefined
  // A hotel's or a phone company's sign-in page answers 200 with HTML: that is not our server speaking.
  if (typeof answer.data !== 'object' || answer.data === null) throw new NoConnection()
  return answer.data
}
