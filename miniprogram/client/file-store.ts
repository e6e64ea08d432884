import Taro from '@tarojs/taro'

/**
 * Where photographs and recordings lie until they are sent. WeChat's temporary files and a browser's object URLs
 * vanish when the app is closed, so WeChat keeps a saved file and a browser an entry in its own database.
 */
const database = 'zaofaxian'
/** Named when there were only pictures; phones have what they keep under this name. */
const files = 'pictures'

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(files)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const store = await opened()
  return new Promise<T>((resolve, reject) => {
    const request = act(store.transaction(files, mode).objectStore(files))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  }).finally(() => store.close())
}

/** Files of this visit, for browsers that refuse a database (private windows). */
const inMemory = new Map<string, Blob>()

/** Keeps a file and returns where: a file's path in WeChat, the key itself in a browser. */
export async function keepFile(key: string, file: Blob | string): Promise<string> {
  if (typeof file === 'string') {
    return new Promise((resolve) => {
      Taro.getFileSystemManager().saveFile({
        tempFilePath: file,
        success: (saved) => resolve(saved.savedFilePath),
        // No room to keep it: it can still be sent while the app is open.
        fail: () => resolve(file),
      })
    })
  }
  inMemory.set(key, file)
  await inStore('readwrite', (store) => store.put(file, key)).catch(() => undefined)
  return key
}

/** The kept file, if it is still there. Only browsers keep files as blobs. */
export async function keptFile(key: string): Promise<unknown> {
  return inMemory.get(key) ?? inStore<unknown>('readonly', (store) => store.get(key)).catch(() => undefined)
}

/** True when WeChat still has this file. */
export const isOnPhone = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    Taro.getFileSystemManager().access({ path, success: () => resolve(true), fail: () => resolve(false) })
  })

/** Lets go of a file. */
export async function forgetFile(path: string): Promise<void> {
  if (process.env.TARO_ENV === 'weapp') {
    Taro.getFileSystemManager().removeSavedFile({ filePath: path, fail: () => undefined })
    return
  }
  inMemory.delete(path)
  await inStore('readwrite', (store) => store.delete(path)).catch(() => undefined)
}
