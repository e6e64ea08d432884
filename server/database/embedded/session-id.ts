import { latin1 } from './key-encoding'

/** A session's id as text; undefined when the message carries none. */
export function sessionOf(lsid: unknown): string | undefined {
  const id = typeof lsid === 'object' && lsid !== null && 'id' in lsid ? lsid.id : undefined
  if (typeof id !== 'object' || id === null || !('value' in id) || typeof id.value !== 'function')
    return undefined
  const bytes: unknown = id.value()
  return bytes instanceof Uint8Array ? latin1(bytes) : undefined
}
