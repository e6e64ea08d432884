import { Types } from 'mongoose'
import { wechatIdentityModel } from '../../server/people/wechat-identity.model'
import type { TestHouse, Token } from './test-house'
import { wechatPerson } from './wechat-person'

/** The openid of the WeChat in which somebody's session runs; the server knows it as after a sign-in by WeChat. */
export async function byWeChat(town: TestHouse, token: Token): Promise<string> {
  const { house, call, standIn } = town
  const resident = new Types.ObjectId((await call('GET /api/me', token, {})).reply.account)
  const known = await wechatIdentityModel(house.db).findOne({ resident }).lean()
  if (!known) return (await wechatPerson(town, { resident })).openid
  const openid = house.cipher.decrypt('wechat.openid', known.openid)
  const signedIn = await house.wechat?.signIn(standIn.loginCode(openid))
  const sessionKey = house.cipher.encrypt('wechat.sessionKey', signedIn?.sessionKey ?? '')
  await wechatIdentityModel(house.db).updateOne({ resident }, { $set: { sessionKey } })
  return openid
}
