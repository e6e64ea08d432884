import { Types } from 'mongoose'
import type { House } from '../house'
import { type WeChatIdentityRecord, wechatIdentityModel } from './wechat-identity.model'

/**
 * WeChat's key of somebody's last sign-in, which opens what WeChat encrypts for their phone; null for who did not come
 * by WeChat. It is asked for by the account of the session, the resident's own or the one of the roster.
 */
export async function wechatSessionKeyOf(
  { db, cipher }: Pick<House, 'db' | 'cipher'>,
  account: string,
): Promise<string | null> {
  const id = new Types.ObjectId(account)
  const identity = await wechatIdentityModel(db)
    .findOne({ $or: [{ resident: id }, { staff: id }] })
    .lean<WeChatIdentityRecord>()
  return identity && cipher.decrypt('wechat.sessionKey', identity.sessionKey)
}
