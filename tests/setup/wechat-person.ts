import { Types } from 'mongoose'
import { wechatIdentityModel } from '../../server/people/wechat-identity.model'
import type { TestHouse } from './test-house'

let made = 0

/** Somebody whom the house knows by WeChat: signed in with the stand-in, under this account or a new one. */
export async function wechatPerson(
  { house, standIn }: Pick<TestHouse, 'house' | 'standIn'>,
  about: { resident?: Types.ObjectId; staff?: Types.ObjectId } = {},
) {
  made += 1
  const openid = `oInvented${made}`
  const signedIn = await house.wechat?.signIn(standIn.loginCode(openid))
  const resident = about.resident ?? new Types.ObjectId()
  await wechatIdentityModel(house.db).create({
    openidHash: house.cipher.hash('openid', openid),
    openid: house.cipher.encrypt('wechat.openid', openid),
    sessionKey: house.cipher.encrypt('wechat.sessionKey', signedIn?.sessionKey ?? ''),
    resident,
    ...(about.staff && { staff: about.staff }),
    seenAt: house.now(),
    createdAt: house.now(),
  })
  return { openid, resident, hash: house.cipher.hash('openid', openid) }
}
