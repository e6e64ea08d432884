import { Types } from 'mongoose'
import type { House } from '../house'
import { type WeChatIdentityRecord, wechatIdentityModel } from './wechat-identity.model'

/** A person's id in this mini-program, opened for a call to WeChat, and the hash that records know them by. */
export interface Openid {
  openid: string
  hash: string
}

/** From accounts to WeChat's ids: what speaks to WeChat about a person asks here, and nothing else keeps them. */
export interface Openids {
  /** Of whoever reports or works under this account; null for who never came by WeChat. */
  of(account: string): Promise<Openid | null>
  /** The hash by which records know an openid that WeChat names. */
  hashOf(openid: string): string
}

/** Makes the openids service. */
export function openidsService({ db, cipher }: Pick<House, 'db' | 'cipher'>): Openids {
  const identities = wechatIdentityModel(db)
  return {
    async of(account) {
      const id = new Types.ObjectId(account)
      const found =
        (await identities.findOne({ staff: id }).lean<WeChatIdentityRecord>()) ??
        (await identities.findOne({ resident: id }).lean<WeChatIdentityRecord>())
      return found && { openid: cipher.decrypt('wechat.openid', found.openid), hash: found.openidHash }
    },
    hashOf: (openid) => cipher.hash('openid', openid),
  }
}
