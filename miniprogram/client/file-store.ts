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

/** Where a file lies, and whether it will still be there when the app has been closed. */
export interface KeptFile {
  path: string
  /** Set where the phone had no room to keep it: it can only be sent while the app is open. */
  fleeting?: true
}

/** Keeps a file and says where: a file's path in WeChat, the key itself in a browser. */
export async function keepFile(key: string, file: Blob | string): Promise<KeptFile> {
  if (typeof file === 'string') {
    return new Promise((resolve) => {
      Taro.getFileSystemManager().saveFile({
        tempFilePath: file,
        success: (saved) => resolve({ path: saved.savedFilePath }),
        fail: () => resolve({ path: file, fleeting: true }),
      })
    })
  }
  inMemory.set(key, file)
  return inStore('readwrite', (store) => store.put(file, key)).then(
    () => ({ path: key }),
    () => ({ path: key, fleeting: true }),
  )
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

/** Where all kept files lie; null when this phone does not say. */
export async function keptFiles(): Promise<string[] | null> {
  if (process.env.TARO_ENV === 'weapp')
    return new Promise((resolve) => {
      Taro.getFileSystemManager().getSavedFileList({
        success: ({ fileList }) => resolve(fileList.map(({ filePath }) => filePath)),
        fail: () => resolve(null),
      })
    })
  return inStore('readonly', (store) => store.getAllKeys()).then(
    (keys) => keys.map(String),
    () => null,
  )
}

/** Lets go of a file. */
export async function forgetFile(path: string): Promise<void> {
  if (process.env.TARO_ENV === 'weapp') {
    Taro.getFileSystemManager().removeSavedFile({ filePath: path, fail: () => undefined })
    return
  }
  inMemory.delete(path)
  await inStore('readwrite', (store) => store.delete(path)).catch(() => undefined)
}
