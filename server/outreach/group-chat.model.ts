import { type Connection, type Model, Schema, type Types } from 'mongoose'

/** A village that says a group is its own, while it is another's: the township decides. */
export interface GroupChatClaim {
  village: string
  by: string
  at: Date
}

/** A chat group of WeChat, once somebody of a village was asked whether it is theirs. */
export interface GroupChatRecord {
  _id: Types.ObjectId
  /** Keyed hash of WeChat's id of the group (openGId): it is recognised, and never told. */
  groupHash: string
  /** Raised by every change: of two who decide at once, one is told so. */
  version: number
  township: string
  /** Null while nobody's, and again once a binding was undone. */
  village: string | null
  boundBy: string | null
  boundAt: Date | null
  claims: GroupChatClaim[]
  /** The accounts that have said it is not theirs: they are not asked again. */
  declined: Types.ObjectId[]
}

const required = true

const schema = new Schema<GroupChatRecord>(
  {
    groupHash: { type: String, required },
    version: { type: Number, required },
    township: { type: String, required },
    village: { type: String, default: null },
    boundBy: { type: String, default: null },
    boundAt: { type: Date, default: null },
    claims: {
      type: [
        new Schema<GroupChatClaim>(
          {
            village: { type: String, required },
            by: { type: String, required },
            at: { type: Date, required },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    declined: { type: [Schema.Types.ObjectId], default: [] },
  },
  { collection: 'group_chats', versionKey: false },
)
schema.index({ groupHash: 1 }, { unique: true })
schema.index({ township: 1 })

export const groupChatModel = (db: Connection): Model<GroupChatRecord> =>
  db.model<GroupChatRecord>('GroupChat', schema)
