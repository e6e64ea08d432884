import type { ClientSession } from 'mongoose'
import { isDuplicateKey } from '../database/transaction'
import type { House } from '../house'
import type { MessageTemplate } from '../wechat/templates'
import { type PermissionRecord, permissionModel } from './permission.model'

/** By whose word a tap on 允许 is known: the phone's own, or an event that WeChat pushed. */
export type Teller = 'phone' | 'push'

/** Which messages people allow WeChat to bring them. One tap on 允许 is one message, except for long-term templates. */
export interface Permissions {
  /** Counts one tap. The phone and WeChat may both tell of it: that counts once. */
  granted(person: string, template: string, by: Teller): Promise<void>
  /** One message was sent. */
  used(person: string, template: MessageTemplate): Promise<void>
  /** WeChat says that there is none left, or the person has turned it off. */
  ended(person: string, template: string): Promise<void>
  /** How many messages may be sent. */
  left(person: string, template: string): Promise<number>
  /** How many messages may be sent of all templates together. */
  allLeft(person: string): Promise<number>
  /** None may be sent any more, and nothing says that some might: by the person's own word. */
  forget(person: string, session: ClientSession): Promise<void>
}

/** Two words about one tap come this close together. */
const sameTap = 2 * 60_000
/** Nobody taps more often than this for nothing; a phone that claims more is not believed. */
const most = 100

const idOf = (person: string, template: string) => `${person}|${template}`

/** All that begin with this person: a hash has no sign between `|` and `}` in it. */
const allOf = (person: string) => ({ _id: { $gte: `${person}|`, $lt: `${person}}` } })

/** Makes the permissions service; a person is the keyed hash of their openid. */
export function permissionsService({ db, now }: Pick<House, 'db' | 'now'>): Permissions {
  const permissions = permissionModel(db)

  const count = async (_id: string, by: Teller) => {
    try {
      await permissions.updateOne(
        { _id, left: { $lt: most } },
        { $inc: { left: 1 }, $set: { grantedAt: now(), grantedBy: by } },
        { upsert: true },
      )
    } catch (error) {
      // It is there, with as many as are believed.
      if (!isDuplicateKey(error)) throw error
    }
  }

  return {
    async granted(person, template, by) {
      const _id = idOf(person, template)
      const told = await permissions.updateOne(
        {
          _id,
          grantedBy: by === 'phone' ? 'push' : 'phone',
          grantedAt: { $gte: new Date(now().getTime() - sameTap) },
        },
        { $set: { grantedBy: 'both' } },
      )
      if (told.modifiedCount === 0) await count(_id, by)
    },
    async used(person, { id, longTerm }) {
      if (longTerm) return
      await permissions.updateOne({ _id: idOf(person, id), left: { $gt: 0 } }, { $inc: { left: -1 } })
    },
    async ended(person, template) {
      await permissions.updateOne({ _id: idOf(person, template) }, { $set: { left: 0 } })
    },
    async left(person, template) {
      const found = await permissions.findById(idOf(person, template)).lean<PermissionRecord>()
      return found?.left ?? 0
    },
    async allLeft(person) {
      const found = await permissions.find(allOf(person)).lean<PermissionRecord[]>()
      return found.reduce((sum, { left }) => sum + left, 0)
    },
    async forget(person, session) {
      await permissions.deleteMany(allOf(person), { session })
    },
  }
}
