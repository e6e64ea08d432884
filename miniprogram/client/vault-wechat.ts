import type { Vault } from './vault'

interface Stored {
  key: string
  encrypt: true
  data?: unknown
  success?(answer: { data: unknown }): void
  fail?(): void
}

/** WeChat's encrypted storage; Taro's own interfaces leave the encryption out. */
declare const wx: {
  setStorage(asked: Stored): void
  getStorage(asked: Stored): void
  removeStorageSync(key: string): void
}

const keyOf = (name: string) => `zaofaxian.vault.${name}`

/** WeChat's storage, encrypted: at most 0.7 MB in a value and 7.1 MB in all. */
export const wechatVault: Vault = {
  read: (name) =>
    new Promise((resolve) => {
      wx.getStorage({
        key: keyOf(name),
        encrypt: true,
        success: ({ data }) => resolve(data),
        fail: () => resolve(null),
      })
    }),
  write: (name, data) =>
    new Promise((resolve) => {
      wx.setStorage({
        key: keyOf(name),
        encrypt: true,
        data,
        success: () => resolve(true),
        fail: () => resolve(false),
      })
    }),
  async forget(name) {
    try {
      wx.removeStorageSync(keyOf(name))
    } catch {
      // Nothing to remove, or storage is refused altogether: either way it is not there.
    }
  },
}
