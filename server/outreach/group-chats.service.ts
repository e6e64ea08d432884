import { Types } from 'mongoose'
import { villageRoles } from '../../shared/domain/roles'
import { type DivisionCode, townshipOf } from '../../shared/domain/territory'
import { inTransaction, isDuplicateKey, type Work } from '../database/transaction'
import type { House } from '../house'
import { changedMeanwhile, notFound, Problem, wrongField } from '../http/problem'
import type { Notices } from '../notifications/notices.service'
import type { People } from '../people/people.service'
import { wechatSessionKeyOf } from '../people/wechat-session-key'
import { postsFor, type Viewer } from '../trust/policy'
import { groupIn } from '../wechat/open-data'
import { WeChatRefused } from '../wechat/wechat'
import { type GroupChatRecord, groupChatModel } from './group-chat.model'
import { groupTokens } from './group-token'

/** What is known of the group that somebody has just opened the card in. */
export interface GroupEntered {
  token: string
  village: DivisionCode | null
  /** The villages that the one who opened it may say it belongs to. */
  ask: DivisionCode[]
}

/** Chat groups, and the villages they belong to: whoever opens the card in one is routed to its village. */
export interface GroupChats {
  /**
   * Recognises the group behind WeChat's envelope.
   * @throws Problem sign-in-anew when the key of the last sign-in does not open it; invalid-input for an envelope of
   * another mini-program; not-found where the service has no mini-program.
   */
  enter(envelope: { encryptedData: string; iv: string }, viewer: Viewer): Promise<GroupEntered>
  /**
   * Somebody of a village says that the group is theirs, or that it is not. What is another village's stays so: the
   * township is asked. @throws Problem invalid-input, changed-meanwhile.
   */
  answer(
    token: string,
    village: DivisionCode | null,
    viewer: Viewer,
  ): Promise<'bound' | 'asked_township' | 'not_ours'>
  /** The village of the group that a report came from; null when it is nobody's, or the token says nothing. */
  villageOf(token: string, account: string): Promise<DivisionCode | null>
  /** The groups of a township: bound, or claimed. */
  all(township: DivisionCode): Promise<GroupChatRecord[]>
  find(id: string): Promise<GroupChatRecord | null>
  /** Decides whose it is, or that it is nobody's. @throws Problem changed-meanwhile. */
  settle(
    chat: GroupChatRecord,
    version: number,
    village: DivisionCode | null,
    viewer: Viewer,
  ): Promise<GroupChatRecord>
}

const mostClaims = 10
const mostDeclined = 50
const cardsPage = '/township/cards/cards'
const quicker = () => changedMeanwhile('刚才有别人先定了，请看看最新的')

/** WeChat's id of the group in an envelope. @throws Problem sign-in-anew, invalid-input. */
function groupOf(envelope: { encryptedData: string; iv: string }, sessionKey: string, appid: string): string {
  try {
    return groupIn(envelope, { sessionKey, appid }).group
  } catch (error) {
    if (!(error instanceof WeChatRefused)) throw error
    if (error.refusal === 'session-changed') throw new Problem('sign-in-anew')
    throw wrongField('encryptedData', '这不是从本小程序的群里来的')
  }
}

/** The villages in which somebody holds a post of the village. */
const villagesOf = (viewer: Viewer): DivisionCode[] => [
  ...new Set(postsFor(viewer, villageRoles).map(({ territory }) => territory)),
]

/** Makes the service of chat groups. */
export function groupChatsService(
  house: House,
  { people, notices }: { people: People; notices: Notices },
): GroupChats {
  const { db, now, cipher, audit, wechat } = house
  const chats = groupChatModel(db)
  const tokens = groupTokens(cipher, now)
  const byHash = (groupHash: string) => chats.findOne({ groupHash }).lean<GroupChatRecord>()

  const log = (chat: GroupChatRecord, action: string, viewer: Viewer, details: object, work: Work) =>
    audit.record(
      {
        actor: viewer.account,
        action,
        subject: { kind: 'group_chat', id: chat._id.toHexString() },
        details: { ...details },
      },
      now(),
      work,
    )

  /** Stores the chat as it is after a deed, if it still is what it was before. */
  const keep = async (
    before: GroupChatRecord | null,
    after: GroupChatRecord,
    also: (work: Work) => void,
  ): Promise<GroupChatRecord> => {
    const stored = { ...after, version: (before?.version ?? 0) + 1 }
    try {
      await inTransaction(db, async (work) => {
        if (!before) work.insert(chats, stored)
        else {
          const { modifiedCount } = await chats.replaceOne(
            { _id: before._id, version: before.version },
            stored,
            { session: work.session },
          )
          if (modifiedCount === 0) throw quicker()
        }
        also(work)
      })
    } catch (error) {
      throw isDuplicateKey(error) ? quicker() : error
    }
    audit.sealSoon()
    return stored
  }

  const blank = (groupHash: string, township: DivisionCode): GroupChatRecord => ({
    _id: new Types.ObjectId(),
    groupHash,
    version: 0,
    township,
    village: null,
    boundBy: null,
    boundAt: null,
    claims: [],
    declined: [],
  })

  const bind = (before: GroupChatRecord | null, groupHash: string, village: DivisionCode, viewer: Viewer) => {
    const chat = before ?? blank(groupHash, townshipOf(village))
    return keep(
      before,
      {
        ...chat,
        township: townshipOf(village),
        village,
        boundBy: viewer.calledAs,
        boundAt: now(),
        claims: [],
      },
      (work) => log(chat, 'group-chat.bind', viewer, { village }, work),
    )
  }

  /** Another village's group is not taken: the township's desk is asked, once for each village that claims it. */
  const claim = async (chat: GroupChatRecord, village: DivisionCode, viewer: Viewer) => {
    if (chat.claims.some((one) => one.village === village)) return
    const desk = await people.actorFor(chat.township, ['township_officer', 'township_lead'])
    const claims = [...chat.claims, { village, by: viewer.calledAs, at: now() }].slice(-mostClaims)
    await keep(chat, { ...chat, claims }, (work) => {
      log(chat, 'group-chat.claim', viewer, { village, boundTo: chat.village }, work)
      if (desk)
        notices.tell(
          [
            {
              to: desk.account,
              kind: 'group_claimed',
              caseId: null,
              step: `group-chat ${chat._id.toHexString()} ${chat.version + 1}`,
              urgent: false,
              words: '有一个微信群，两个村都说是自己的，请您定一下是哪个村的。',
              page: cardsPage,
            },
          ],
          now(),
          work,
        )
    })
  }

  return {
    async enter(envelope, viewer) {
      if (!wechat) throw notFound('这里没有开通微信小程序')
      const sessionKey = await wechatSessionKeyOf(house, viewer.account)
      if (!sessionKey) throw new Problem('sign-in-anew')
      const groupHash = cipher.hash('group', groupOf(envelope, sessionKey, wechat.appid))
      const chat = await byHash(groupHash)
      const declined = chat?.declined.some((account) => account.equals(viewer.account)) ?? false
      const mine = villagesOf(viewer)
      const settled =
        declined ||
        (chat?.village && mine.includes(chat.village)) ||
        mine.some((village) => chat?.claims.some((one) => one.village === village))
      return {
        token: tokens.issue(groupHash, viewer.account),
        village: chat?.village ?? null,
        ask: settled ? [] : mine,
      }
    },
    async answer(token, village, viewer) {
      const groupHash = tokens.open(token, viewer.account)
      if (!groupHash) throw wrongField('token', '请从群里再打开一次名片')
      const [own] = villagesOf(viewer)
      if (village && !villagesOf(viewer).includes(village)) throw wrongField('village', '只能认自己村的群')
      const chat = await byHash(groupHash)
      if (!village) {
        const before = chat ?? blank(groupHash, townshipOf(own ?? ''))
        const declined = [...before.declined, new Types.ObjectId(viewer.account)].slice(-mostDeclined)
        await keep(chat, { ...before, declined }, (work) =>
          log(before, 'group-chat.decline', viewer, {}, work),
        )
        return 'not_ours'
      }
      if (chat?.village === village) return 'bound'
      if (chat?.village) {
        await claim(chat, village, viewer)
        return 'asked_township'
      }
      await bind(chat, groupHash, village, viewer)
      return 'bound'
    },
    async villageOf(token, account) {
      const groupHash = tokens.open(token, account)
      return (groupHash && (await byHash(groupHash))?.village) || null
    },
    all: (township) =>
      chats
        .find({ township, $or: [{ village: { $ne: null } }, { claims: { $ne: [] } }] })
        .sort({ village: 1, _id: 1 })
        .lean<GroupChatRecord[]>(),
    find: (id) => chats.findById(id).lean<GroupChatRecord>(),
    async settle(chat, version, village, viewer) {
      if (chat.version !== version) throw quicker()
      return keep(
        chat,
        {
          ...chat,
          village,
          boundBy: village ? viewer.calledAs : null,
          boundAt: village ? now() : null,
          claims: [],
          // Undone, it is asked anew: who said no may have been wrong as well.
          declined: village ? chat.declined : [],
        },
        (work) => log(chat, 'group-chat.settle', viewer, { from: chat.village, to: village }, work),
      )
    },
  }
}
