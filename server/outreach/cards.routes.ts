import type { Context } from 'koa'
import type { cardEndpoints } from '../../shared/contract/cards'
import { townshipRoles, villageRoles } from '../../shared/domain/roles'
import { type DivisionCode, isWithin, townshipOf } from '../../shared/domain/territory'
import type { House } from '../house'
import { notFound, wrongField } from '../http/problem'
import { publicAddress } from '../http/public-address'
import { known, type RoutesOf } from '../http/serve-contract'
import type { People } from '../people/people.service'
import type { Places } from '../places/places.service'
import { ownTownship } from '../settings/own-township'
import { postsFor, type Viewer } from '../trust/policy'
import type { CardRecord } from './card.model'
import { presentKeptCard } from './card.presenter'
import type { CardCodes } from './card-codes.service'
import type { CardCounts } from './card-counts.service'
import { cardFace } from './card-face'
import type { Cards } from './cards.service'
import { presentGroupChat } from './group-chat.presenter'
import type { GroupChats } from './group-chats.service'
import { openCard } from './open-card'
import type { Posters, Sheet } from './posters.service'

/** The pages of posters may be shown inside our own pages, and need nothing but themselves. */
const posterPolicy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

/** The territories whose cards somebody looks after: a township's desk all of it, a village its own. */
export const keepsCardsIn = (viewer: Viewer): DivisionCode[] =>
  postsFor(viewer, [...townshipRoles, ...villageRoles]).map(({ territory }) => territory)

/** Hotline cards: opening them, looking after them, printing them. */
export function cardsRoutes(
  house: Pick<House, 'db' | 'cipher' | 'config'>,
  rooms: {
    cards: Cards
    cardCounts: CardCounts
    cardCodes: CardCodes
    posters: Posters
    groupChats: GroupChats
    places: Places
    people: People
  },
): RoutesOf<keyof typeof cardEndpoints> {
  const { cards, cardCounts, cardCodes, posters, groupChats, places } = rooms
  const open = openCard(house, { cards })
  const addressOf = (ctx: Context) => publicAddress(house.config, ctx)

  /** One of the caller's own cards; others' are answered like ones that do not exist. */
  const own = async (id: string, viewer: Viewer | null) => {
    const by = known(viewer)
    const card = await cards.find(id)
    if (!card || !keepsCardsIn(by).some((territory) => isWithin(card.village ?? card.township, territory)))
      throw notFound()
    return { card, by }
  }
  /** The township of the path, where the caller looks after cards; and which of its villages are theirs. */
  const keptBy = async (viewer: Viewer | null, township: DivisionCode) => {
    const by = known(viewer)
    const territories = keepsCardsIn(by).filter((territory) => townshipOf(territory) === township)
    if (territories.length === 0) throw notFound()
    const { township: desk, villages } = await places.placesOf(township)
    const mine = villages.filter(({ _id }) => territories.some((territory) => isWithin(_id, territory)))
    return { by, desk, villages: mine, forTownship: territories.includes(township) }
  }
  const nameOf = async (card: CardRecord) => {
    const code = card.village ?? card.township
    return (await places.names([code])).get(code) ?? code
  }
  const present = async (card: CardRecord) =>
    presentKeptCard(card, await nameOf(card), (await cardCounts.of([card._id])).get(card._id))

  const presentHotline = async (township: DivisionCode) => {
    const { version, hotline, officeHours, help, ownWords } = await places.township(township)
    return { version, hotline, officeHours, help, ownWords }
  }

  return {
    async 'GET /api/cards/:cardId'({ params, ctx }) {
      const card = await open(params.cardId, ctx.ip)
      const [face] = await Promise.all([cardFace(rooms, card), cardCounts.opened(card._id)])
      return face
    },
    async 'GET /api/cards/:cardId/code'({ params, ctx }) {
      const { type, bytes } = await cardCodes.of((await open(params.cardId, ctx.ip))._id, addressOf(ctx))
      ctx.type = type
      ctx.body = bytes
      return undefined
    },
    async 'GET /api/posters'({ query, ctx }) {
      const { design } = query
      const sheets: Sheet[] = []
      for (const id of new Set(query.cards.split(','))) sheets.push({ card: await open(id, ctx.ip), design })
      ctx.set('Content-Security-Policy', posterPolicy)
      ctx.body = await posters.page(sheets, addressOf(ctx))
      return undefined
    },
    async 'GET /api/townships/:township/cards'({ params: { township }, viewer }) {
      const { desk, villages, forTownship } = await keptBy(viewer, township)
      const codes = villages.map(({ _id }) => _id)
      const isMine = (village: DivisionCode | null) =>
        village === null ? forTownship : codes.includes(village)
      const [everyCard, everyChat] = await Promise.all([cards.all(township), groupChats.all(township)])
      const listed = everyCard.filter(({ village }) => isMine(village))
      const chats = everyChat.filter(
        (chat) => forTownship || isMine(chat.village) || chat.claims.some((one) => isMine(one.village)),
      )
      const [figures, names] = await Promise.all([
        cardCounts.of(listed.map(({ _id }) => _id)),
        places.names([
          township,
          ...listed.flatMap(({ village }) => village ?? []),
          ...chats.flatMap(({ village, claims }) => [
            ...(village ? [village] : []),
            ...claims.map((one) => one.village),
          ]),
        ]),
      ])
      return {
        townshipName: desk.name,
        forTownship,
        villages: villages.map(({ _id, name, groups }) => ({
          code: _id,
          name,
          groups: groups.map(({ number }) => number),
        })),
        cards: listed.map((card) =>
          presentKeptCard(card, names.get(card.village ?? card.township) ?? '', figures.get(card._id)),
        ),
        groupChats: chats.map((chat) => presentGroupChat(chat, names)),
      }
    },
    async 'POST /api/townships/:township/cards'({ params: { township }, body, viewer }) {
      const { by, villages, forTownship } = await keptBy(viewer, township)
      const { kind, village, group, hangs } = body
      const where = villages.find(({ _id }) => _id === village)
      if (village ? !where : !forTownship) throw wrongField('village', '只能给自己管的村做名片')
      if (!village && kind !== 'window') throw wrongField('village', '选一个村；不分村的只有乡里的窗口')
      if (group && !where?.groups.some(({ number }) => number === group))
        throw wrongField('group', '这个村没有这个组')
      const made = { kind, township, village: village ?? null, group: group ?? null, hangs }
      return present(await cards.make(made, by))
    },
    async 'POST /api/townships/:township/cards/each-village'({ params: { township }, viewer }) {
      const by = ownTownship(viewer, township)
      const { villages } = await places.placesOf(township)
      const codes = villages.map(({ _id }) => _id)
      return { made: await cards.makeForEach(township, codes, by) }
    },
    async 'POST /api/cards/:cardId/withdraw'({ params, viewer }) {
      const { card, by } = await own(params.cardId, viewer)
      return present(await cards.withdraw(card, by))
    },
    async 'POST /api/cards/:cardId/replace'({ params, viewer }) {
      const { card, by } = await own(params.cardId, viewer)
      return present(await cards.replace(card, by))
    },
    async 'GET /api/townships/:township/hotline'({ params: { township }, viewer }) {
      ownTownship(viewer, township)
      return presentHotline(township)
    },
    async 'PUT /api/townships/:township/hotline'({ params: { township }, body, viewer }) {
      const { account } = ownTownship(viewer, township)
      const { version, ...words } = body
      await places.setWords(township, version, words, account)
      return presentHotline(township)
    },
  }
}
