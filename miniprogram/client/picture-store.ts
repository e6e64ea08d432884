import Taro from '@tarojs/taro'

/**
 * Where chosen pictures lie until they are sent. WeChat's temporary files and a browser's object URLs vanish when
 * the app is closed, so WeChat keeps a saved file and a browser an entry in its own database.
 */
const database = 'zaofaxian'
const pictures = 'pictures'

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(pictures)
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
    const request = act(store.transaction(pictures, mode).objectStore(pictures))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  }).finally(() => store.close())
}

/** Pictures of this visit, for browsers that refuse a database (private windows). */
const inMemory = new Map<string, Blob>()

/** Keeps a picture and returns where: a file's path in WeChat, the key itself in a browser. */
export async function keepPicture(key: string, picture: Blob | string): Promise<string> {
  if (typeof picture === 'string') {
    return new Promise((resolve) => {
      Taro.getFileSystemManager().saveFile({
        tempFilePath: picture,
        success: (saved) => resolve(saved.savedFilePath),
        // No room to keep it: it can still be sent while the app is open.
        fail: () => resolve(picture),
      })
    })
  }
  inMemory.set(key, picture)
  await inStore('readwrite', (store) => store.put(picture, key)).catch(() => undefined)
  return key
}

/** The kept picture, if it is still there. Only browsers keep pictures as blobs. */
export async function keptPicture(key: string): Promise<unknown> {
  return inMemory.get(key) ?? inStore<unknown>('readonly', (store) => store.get(key)).catch(() => undefined)
}

/** Lets go of a picture. */
export async function forgetPicture(path: string): Promise<void> {
  if (process.env.TARO_ENV === 'weapp') {
    Taro.getFileSystemManager().removeSavedFile({ filePath: path, fail: () => undefined })
    return
  }
  inMemory.delete(path)
  await inStore('readwrite', (store) => store.delete(path)).catch(() => undefined)
}
