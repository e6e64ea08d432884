import Taro from '@tarojs/taro'

/** What is said, and what to do, when the phone has no room for more. */
export const noRoom = '手机里存不下了。别关这一页，到有信号的地方马上发'

/** A named place in the phone's storage that holds one kind of value and survives the app being closed. */
export interface Shelf<T> {
  read(): T | null
  /** False when the phone has no room: the caller still holds the value and may say so. */
  write(value: T): boolean
  wipe(): void
}

/** Opens the shelf of this name. Always reads the storage itself, so that two tabs see each other's changes. */
export function shelf<T>(name: string): Shelf<T> {
  const key = `zaofaxian.${name}`
  return {
    read() {
      try {
        const value: T | '' | undefined | null = Taro.getStorageSync(key)
        return value || null
      } catch {
        return null
      }
    },
    write(value) {
      try {
        Taro.setStorageSync(key, value)
        return true
      } catch {
        return false
      }
    },
    wipe() {
      try {
        Taro.removeStorageSync(key)
      } catch {
        // Nothing to remove, or storage is refused altogether: either way it is not there.
      }
    },
  }
}
