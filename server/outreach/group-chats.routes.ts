import type { groupChatEndpoints } from '../../shared/contract/cards'
import { isWithin, townshipOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound, wrongField } from '../http/problem'
import { known, type RoutesOf } from '../http/serve-contract'
import type { People } from '../people/people.service'
import type { Places } from '../places/places.service'
import { cardFace } from './card-face'
import { keepsCardsIn } from './cards.routes'
import type { Cards } from './cards.service'
import { presentGroupChat } from './group-chat.presenter'
import type { GroupChats } from './group-chats.service'
import { openCard } from './open-card'

/** Opening the card in a chat group, and whose group it is. */
export function groupChatsRoutes(
  house: Pick<House, 'db' | 'cipher'>,
  rooms: { cards: Cards; groupChats: GroupChats; places: Places; people: People },
): RoutesOf<keyof typeof groupChatEndpoints> {
  const { cards, groupChats, places } = rooms
  const open = openCard(house, { cards })

  return {
    async 'POST /api/group-chats/entered'({ body, viewer, ctx }) {
      const { card: id, ...envelope } = body
      const by = known(viewer)
      const { token, village, ask } = await groupChats.enter(envelope, by)
      const card = id && village ? await open(id, ctx.ip) : null
      const names = await places.names(ask)
      return {
        token,
        card:
          card && village
            ? await cardFace(rooms, { ...card, village, township: townshipOf(village), group: null })
            : null,
        ask: ask.map((code) => ({ code, name: names.get(code) ?? code })),
      }
    },
    async 'POST /api/group-chats/answer'({ body, viewer }) {
      return { standing: await groupChats.answer(body.token, body.village, known(viewer)) }
    },
    async 'POST /api/townships/:township/group-chats/:groupChat/settle'({ params, body, viewer }) {
      const by = known(viewer)
      const territories = keepsCardsIn(by)
      const chat = await groupChats.find(params.groupChat)
      const ofTownship = territories.includes(params.township)
      // A village undoes its own; whose it is otherwise, and a second claim, is the township's to say.
      const isMine =
        chat?.township === params.township &&
        (ofTownship || (chat.village !== null && territories.includes(chat.village)))
      if (!chat || !isMine) throw notFound()
      const { village } = body
      if (village && !ofTownship) throw wrongField('village', '是哪个村的，请乡里定')
      if (village && !(isWithin(village, params.township) && (await places.names([village])).has(village)))
        throw wrongField('village', '本乡没有这个村')
      const settled = await groupChats.settle(chat, body.version, village, by)
      const claimed = settled.village ? [settled.village] : []
      return presentGroupChat(settled, await places.names(claimed))
    },
  }
}
