import type { DivisionCode } from '../../shared/domain/territory'
import type { GroupChatRecord } from './group-chat.model'

/** A chat group as whoever looks after cards sees it: never WeChat's id of it. */
export const presentGroupChat = (chat: GroupChatRecord, names: ReadonlyMap<DivisionCode, string>) => ({
  id: chat._id.toHexString(),
  version: chat.version,
  village: chat.village,
  villageName: chat.village && (names.get(chat.village) ?? chat.village),
  boundBy: chat.boundBy,
  boundAt: chat.boundAt?.toISOString() ?? null,
  claims: chat.claims.map(({ village, by, at }) => ({
    village,
    villageName: names.get(village) ?? village,
    by,
    at: at.toISOString(),
  })),
})
