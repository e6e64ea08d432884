import Taro from '@tarojs/taro'
import { call, type Reply } from './api'
import type { Card } from './cards'
import { ApiProblem } from './problem'
import { signInAnew } from './session'

/** The chat group in which this card was opened, as the server answers it. */
export type GroupChatHere = Reply<'POST /api/group-chats/entered'> & { opened: string }

/** Opened from a card in a group, from a card with a share ticket, from a group's list of mini-programs. */
const groupScenes: readonly number[] = [1008, 1044, 1158]

let here: { entry: string; chat: Promise<GroupChatHere | null> } | null = null
let known: GroupChatHere | null = null

interface Envelope {
  encryptedData: string
  iv: string
}

/** WeChat answers by callbacks alone. */
const askWeChat = () =>
  new Promise<Envelope | null>((resolve) => {
    Taro.getGroupEnterInfo({
      success: (result) => resolve(result as unknown as Envelope),
      fail: () => resolve(null),
    })
  })

/** Sends the envelope on; what was sealed under an old sign-in is sealed anew under a new one, once. */
async function recognise(card: string, again = true): Promise<GroupChatHere | null> {
  const envelope = await askWeChat()
  if (!envelope) return null
  const { encryptedData, iv } = envelope
  try {
    const answer = await call('POST /api/group-chats/entered', { body: { encryptedData, iv, card } })
    return { ...answer, opened: card }
  } catch (error) {
    if (!again || !(error instanceof ApiProblem) || !error.is('sign-in-anew')) throw error
    await signInAnew()
    return recognise(card, false)
  }
}

/** Which group it is only helps to find the village: without it the card is there all the same, and so is the form. */
async function enter(card: string): Promise<GroupChatHere | null> {
  try {
    return await recognise(card)
  } catch (error) {
    // Without signal it is asked again when the card comes into view.
    if (!(error instanceof ApiProblem) || error.passing) here = null
    return null
  }
}

/** How the app was entered last; null in a browser, which knows of no groups. */
function entryFromGroup(): string | null {
  if (process.env.TARO_ENV !== 'weapp') return null
  const { scene, shareTicket, query } = Taro.getEnterOptionsSync()
  return groupScenes.includes(scene) ? JSON.stringify([scene, shareTicket, query]) : null
}

/** Recognises the group that the card was opened in, once for each time the app is entered from one. */
export async function enterGroupChat(card: string): Promise<GroupChatHere | null> {
  const entry = entryFromGroup()
  if (entry === null) return null
  const mine = `${entry} ${card}`
  if (here?.entry !== mine) here = { entry: mine, chat: enter(card) }
  known = await here.chat
  return known
}

/** The group from which this card is open now, if it is one: its token goes with a report. */
export const groupChatOf = (card: string): GroupChatHere | null =>
  known?.opened === card && entryFromGroup() !== null ? known : null

/** The card as it holds in the group it was opened in. */
export const cardInGroup = (card: string): Card | null => groupChatOf(card)?.card ?? null

/** Answers whose the group is, and takes the new standing for what is open now. */
export async function answerForGroup(
  chat: GroupChatHere,
  village: string | null,
): Promise<Reply<'POST /api/group-chats/answer'>['standing']> {
  const { standing } = await call('POST /api/group-chats/answer', { body: { token: chat.token, village } })
  here = null
  return standing
}
