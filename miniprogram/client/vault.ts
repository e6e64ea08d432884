import { browserVault } from './vault-browser'
import { wechatVault } from './vault-wechat'

/** Where something lies encrypted on this phone: for what people trusted us with, which is only kept to be read. */
export interface Vault {
  /** Null for what is not there, or cannot be opened any more. */
  read(name: string): Promise<unknown>
  /** False when the phone has no room, or cannot encrypt: then it is not kept at all. */
  write(name: string, value: unknown): Promise<boolean>
  forget(name: string): Promise<void>
}

/** WeChat encrypts with a key of its own; a browser with one that no script can read. */
export const vault: Vault = process.env.TARO_ENV === 'weapp' ? wechatVault : browserVault
