import { type Connection, type Model, Schema, type Types } from 'mongoose'
import { type Department, departmentCodes } from '../../shared/domain/code-lists'
import { type Role, roleCodes } from '../../shared/domain/roles'
import type { Ciphertext } from '../trust/field-cipher'
import type { Post } from '../trust/policy'

/** A person who uses the service. Residents hold no post; nobody becomes staff by asking. */
export interface AccountRecord {
  _id: Types.ObjectId
  /** How one addresses the person: 鲍老师, 王干事. Residents need none. */
  calledAs: string
  posts: Post[]
  /** How often name, number and posts were changed: of two who change a person at once, one is told so. */
  version?: number
  /** The mobile number that the person will sign in by, and its keyed hash. Nobody without a post has one. */
  phone?: Ciphertext
  phoneHash?: string
  /** Since when cases wait for another hand, because a post has ended: whoever sweeps next takes them on. */
  leftAt?: Date
  /** When somebody else last gave up a post at this person's desk, which therefore must not be left. */
  keepsDeskSince?: Date
  /** Keyed hash of the key that a resident's phone made for itself. */
  deviceHash?: string
  /** This phone's person has another account, known by their WeChat: what was reported here is theirs there. */
  sameAs?: Types.ObjectId
  /** 注销: nothing is left but the id, by which the audit log and stored reports know that it was one person. */
  erasedAt?: Date
  /** Present on invented people of the demo: the only ones that can be signed in without proof. */
  demoId?: string
  createdAt: Date
}

const schema = new Schema<AccountRecord>(
  {
    calledAs: { type: String, default: '' },
    posts: {
      type: [
        new Schema<Post>(
          {
            role: { type: String, required: true, enum: roleCodes satisfies Role[] },
            territory: { type: String, required: true },
            title: { type: String, required: true },
            deputy: { type: Boolean, required: false },
            group: { type: Number, required: false },
            department: { type: String, required: false, enum: departmentCodes satisfies Department[] },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    version: Number,
    phone: String,
    phoneHash: String,
    leftAt: Date,
    keepsDeskSince: Date,
    deviceHash: String,
    sameAs: Schema.Types.ObjectId,
    erasedAt: Date,
    demoId: String,
    createdAt: { type: Date, required: true },
  },
  { collection: 'accounts', versionKey: false },
)
schema.index({ deviceHash: 1 }, { unique: true, sparse: true })
schema.index({ phoneHash: 1 }, { unique: true, sparse: true })
schema.index({ leftAt: 1 }, { sparse: true })
schema.index({ sameAs: 1 }, { sparse: true })
schema.index({ demoId: 1 }, { unique: true, sparse: true })
schema.index({ 'posts.territory': 1, 'posts.role': 1 })

export const accountModel = (db: Connection): Model<AccountRecord> =>
  db.model<AccountRecord>('Account', schema)
