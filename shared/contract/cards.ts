import { z } from 'zod'
import { cardKindCodes } from '../domain/code-lists'
import { posterDesignCodes } from '../domain/posters'
import { townshipRoles, villageRoles } from '../domain/roles'
import { endpoints, everyone, signedIn, staff } from './endpoint'
import { cardId, instant, line, objectId, phone, publicPerson, townshipCode, villageCode } from './fields'

/** The most cards that are printed at once: six villages with twenty groups each. */
const mostPosters = 120
/** The most lines of help that a card and a poster can show and still be read. */
const mostHelp = 4

/** A village with its hamlets, as a reporter picks it. */
export const village = z
  .object({ code: villageCode, name: z.string(), hamlets: z.array(z.string()) })
  .meta({ id: 'Village', description: '村和它的寨子' })

/** A hotline card as residents see it. */
export const cardFace = z
  .object({
    id: cardId,
    township: townshipCode,
    townshipName: z.string(),
    village: village.nullable(),
    /** The group of the village that it hangs in. */
    group: z.int().nullable(),
    contact: publicPerson.nullable(),
    hotline: z.string(),
    officeHours: z.string(),
    help: z.array(z.string()),
    /** It was taken back: the telephone holds, but which village it was for does not. */
    withdrawn: z.boolean(),
  })
  .meta({ id: 'Card', description: '热线名片' })

/** A card as whoever looks after it sees it: where it hangs and what came of it, of nobody in particular. */
const keptCard = z
  .object({
    id: cardId,
    kind: z.enum(cardKindCodes),
    village: villageCode.nullable(),
    placeName: z.string(),
    group: z.int().nullable(),
    hangs: z.string(),
    createdAt: instant,
    createdBy: z.string().nullable(),
    withdrawnAt: instant.nullable(),
    replacedBy: cardId.nullable(),
    /** In the last thirty days: how often it was opened, and how many reports came by it. */
    opens: z.int(),
    reports: z.int(),
  })
  .meta({ id: 'KeptCard', description: '一张名片挂在哪、用得怎样' })

/** A chat group of WeChat that belongs to a village, or that two villages say is theirs. */
const groupChat = z
  .object({
    id: objectId,
    version: z.int(),
    village: villageCode.nullable(),
    villageName: z.string().nullable(),
    boundBy: z.string().nullable(),
    boundAt: instant.nullable(),
    claims: z.array(z.object({ village: villageCode, villageName: z.string(), by: z.string(), at: instant })),
  })
  .meta({ id: 'GroupChat', description: '认过的微信群' })

const ofTownship = z.strictObject({ township: townshipCode })
const ofCard = z.strictObject({ cardId })
const whoKeepsCards = staff('own', ...villageRoles, ...townshipRoles)

/** Hotline cards: what residents open, and what the township and its villages hand out. */
export const cardEndpoints = endpoints({
  'GET /api/cards/:cardId': {
    summary: '热线名片',
    area: '名片',
    allow: everyone,
    params: ofCard,
    status: 200,
    reply: cardFace,
    problems: ['too-many'],
  },
  'GET /api/cards/:cardId/code': {
    summary: '名片的码：小程序码，没有小程序就是网址的二维码',
    area: '名片',
    allow: everyone,
    params: ofCard,
    status: 200,
    gives: ['image/png', 'image/svg+xml'],
    problems: ['too-many', 'unavailable', 'not-yet'],
  },
  'GET /api/posters': {
    summary: '海报（A4 网页，直接打印）',
    area: '名片',
    allow: everyone,
    query: z.strictObject({
      cards: z
        .string()
        .max(mostPosters * 9)
        .regex(/^[0-9A-Za-z]{8}(?:,[0-9A-Za-z]{8})*$/, '名片编号不对'),
      design: z.enum(posterDesignCodes).default('board'),
    }),
    status: 200,
    gives: 'text/html',
    problems: ['not-found', 'too-many', 'unavailable', 'not-yet'],
  },
  'GET /api/townships/:township/cards': {
    summary: '本乡（本村）的名片、海报和认过的群',
    area: '名片',
    allow: whoKeepsCards,
    params: ofTownship,
    status: 200,
    reply: z.object({
      townshipName: z.string(),
      /** Where the caller may hand out cards: the villages, and the township itself. */
      forTownship: z.boolean(),
      villages: z.array(z.object({ code: villageCode, name: z.string(), groups: z.array(z.int()) })),
      cards: z.array(keptCard),
      groupChats: z.array(groupChat),
    }),
  },
  'POST /api/townships/:township/cards': {
    summary: '做一张名片',
    area: '名片',
    allow: whoKeepsCards,
    params: ofTownship,
    body: z.strictObject({
      kind: z.enum(cardKindCodes),
      /** Left out: the township's own window. */
      village: villageCode.optional(),
      group: z.int().min(1).max(999).optional(),
      hangs: line(30).default(''),
    }),
    status: 201,
    reply: keptCard,
  },
  'POST /api/townships/:township/cards/each-village': {
    summary: '还没有海报的村，每个村做一张',
    area: '名片',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    body: z.strictObject({}),
    status: 200,
    reply: z.object({ made: z.int() }),
  },
  'POST /api/cards/:cardId/withdraw': {
    summary: '收回一张名片：以后不再算是哪个村的，电话照样能打',
    area: '名片',
    allow: whoKeepsCards,
    params: ofCard,
    body: z.strictObject({}),
    status: 200,
    reply: keptCard,
    problems: ['changed-meanwhile'],
  },
  'POST /api/cards/:cardId/replace': {
    summary: '换一张新的：旧的收回，扫旧码的到新名片',
    area: '名片',
    allow: whoKeepsCards,
    params: ofCard,
    body: z.strictObject({}),
    status: 201,
    reply: keptCard,
    problems: ['changed-meanwhile'],
  },
  'GET /api/townships/:township/hotline': {
    summary: '名片和海报上写的：热线、时间、能帮什么',
    area: '名片',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    status: 200,
    reply: z.object({
      version: z.int(),
      hotline: z.string(),
      officeHours: z.string(),
      help: z.array(z.string()),
      ownWords: z.string(),
    }),
  },
  'PUT /api/townships/:township/hotline': {
    summary: '改名片和海报上写的',
    area: '名片',
    allow: staff('own', ...townshipRoles),
    params: ofTownship,
    body: z.strictObject({
      version: z.int().min(0),
      hotline: phone,
      officeHours: line(40).min(1, '什么时候有人接，写一句'),
      help: z.array(line(40).min(1, '空的一行去掉')).min(1, '能帮什么，至少写一行').max(mostHelp, '最多四行'),
      /** One line of the township's own languages for the poster; empty leaves room to write it by hand. */
      ownWords: line(60).default(''),
    }),
    status: 200,
    reply: z.object({
      version: z.int(),
      hotline: z.string(),
      officeHours: z.string(),
      help: z.array(z.string()),
      ownWords: z.string(),
    }),
    problems: ['changed-meanwhile'],
  },
})

/** What a group chat is answered with when the card is opened in it. */
const entered = z
  .object({
    /** Goes with a report from this group; says nothing to whoever holds it. */
    token: z.string(),
    /** The card as it holds in this group; null while the group is nobody's. */
    card: cardFace.nullable(),
    /** The villages that the caller may say the group belongs to: asked once. */
    ask: z.array(z.object({ code: villageCode, name: z.string() })),
  })
  .meta({ id: 'GroupEntered', description: '从群里打开' })

/** Chat groups of WeChat, and the villages they belong to. */
export const groupChatEndpoints = endpoints({
  'POST /api/group-chats/entered': {
    summary: '从微信群里打开了名片',
    area: '名片',
    allow: signedIn,
    body: z.strictObject({
      encryptedData: z.base64('内容不对').min(1).max(4000),
      iv: z.base64('内容不对').min(1).max(64),
      card: cardId.optional(),
    }),
    status: 200,
    reply: entered,
    problems: ['sign-in-anew', 'not-found'],
  },
  'POST /api/group-chats/answer': {
    summary: '协理员说：这个群是（不是）我们村的',
    area: '名片',
    allow: staff('own', ...villageRoles),
    body: z.strictObject({
      token: z.string().max(500),
      /** Null: it is none of mine. */
      village: villageCode.nullable(),
    }),
    status: 200,
    reply: z.object({ standing: z.enum(['bound', 'asked_township', 'not_ours']) }),
    problems: ['changed-meanwhile'],
  },
  'POST /api/townships/:township/group-chats/:groupChat/settle': {
    summary: '定这个群是哪个村的，或者不算哪个村的',
    area: '名片',
    allow: whoKeepsCards,
    params: z.strictObject({ township: townshipCode, groupChat: objectId }),
    body: z.strictObject({ version: z.int().min(0), village: villageCode.nullable() }),
    status: 200,
    reply: groupChat,
    problems: ['changed-meanwhile'],
  },
})
