import type { Vault } from './vault'

const database = 'zaofaxian-vault'
const keys = 'keys'
const sealed = 'sealed'
const ownKey = 'own'

interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

const ended = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore(keys)
    request.result.createObjectStore(sealed)
  }
  return ended(request)
}

async function inStore<T>(
  name: string,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const store = await opened()
  return ended(act(store.transaction(name, mode).objectStore(name))).finally(() => store.close())
}

const algorithm = { name: 'AES-GCM', length: 256 }

/** The browser's own key: it can be used here, and read by nobody, not even by this page. */
async function key(): Promise<CryptoKey> {
  const find = () => inStore<CryptoKey | undefined>(keys, 'readonly', (store) => store.get(ownKey))
  const known = await find()
  if (known) return known
  const made = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt'])
  // Another tab may make one at the same moment: the first one counts for both.
  await inStore(keys, 'readwrite', (store) => store.add(made, ownKey)).catch(() => undefined)
  return (await find()) ?? made
}

/** IndexedDB, encrypted. Where a page may not encrypt (plain HTTP) or store (a private window), nothing is kept. */
export const browserVault: Vault = {
  async read(name) {
    try {
      const held = await inStore<Sealed | undefined>(sealed, 'readonly', (store) => store.get(name))
      if (!held) return null
      const bytes = await crypto.subtle.decrypt(
        { name: algorithm.name, iv: held.iv },
        await key(),
        held.bytes,
      )
      return JSON.parse(new TextDecoder().decode(bytes))
    } catch {
      return null
    }
  },
  async write(name, value) {
    try {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const bytes = await crypto.subtle.encrypt(
        { name: algorithm.name, iv },
        await key(),
        new TextEncoder().encode(JSON.stringify(value)),
      )
      await inStore(sealed, 'readwrite', (store) => store.put({ iv, bytes } satisfies Sealed, name))
      return true
    } catch {
      return false
    }
  },
  async forget(name) {
    await inStore(sealed, 'readwrite', (store) => store.delete(name)).catch(() => undefined)
  },
}
