/** 求助类别: what kind of trouble it is. The resident's words; one tile each on the report's first page. */
export const helpCategories = {
  illness: '重病就医',
  injury: '意外受伤',
  disability: '残疾失能',
  food_money: '缺粮少钱',
  housing_disaster: '住房不安全/受灾',
  schooling: '子女上学',
  children_alone: '孤儿/无人照看儿童',
  elder_alone: '老人无人照料',
  work: '失业/务工受困',
  water: '饮水困难',
  family_change: '家庭变故',
  other: '其他',
} as const
export type HelpCategory = keyof typeof helpCategories
/** The kinds of trouble of one report, as people read them. */
export const helpCategoriesInWords = (categories: readonly HelpCategory[]): string =>
  categories.map((category) => helpCategories[category]).join('、')

export const helpCategoryCodes = Object.keys(helpCategories) as [HelpCategory, ...HelpCategory[]]

/** 渠道: by which door a report came in (R4). */
export const channels = {
  self: '小程序自报',
  on_behalf: '小程序代报',
  group_card: '群名片',
  poster: '公示栏海报',
  window: '服务窗口',
  hotline: '求助热线',
  relay_12345: '12345转办',
  media: '媒体网络',
  petition: '信访',
  visit: '入户走访',
  data_comparison: '数据比对',
  county: '县级交办',
  province_platform: '省平台',
} as const
export type Channel = keyof typeof channels
export const channelCodes = Object.keys(channels) as [Channel, ...Channel[]]

/** The channels that come in by somebody of the staff writing them down. */
export const staffChannels = [
  'hotline',
  'window',
  'visit',
  'relay_12345',
  'province_platform',
  'media',
  'petition',
  'data_comparison',
  'county',
] as const satisfies readonly Channel[]

/** 发现人: who found the trouble, as the reporter stands to the family. */
export const discoverers = {
  self: '本人',
  family: '家人',
  neighbour: '邻居',
  group_leader: '小组长',
  party_member: '党员',
  village_cadre: '村干部',
  coordinator: '协理员',
  township_cadre: '乡干部',
  school: '学校',
  hospital: '医院',
  social_organisation: '社会组织',
  other: '其他',
} as const
export type Discoverer = keyof typeof discoverers
export const discovererCodes = Object.keys(discoverers) as [Discoverer, ...Discoverer[]]

/** Where a hotline card hangs, and so by which channel a report through it came. */
export const cardKinds = {
  group_chat: '群名片',
  poster: '公示栏海报',
  window: '服务窗口',
} as const
export type CardKind = keyof typeof cardKinds
export const cardKindCodes = Object.keys(cardKinds) as [CardKind, ...CardKind[]]

/**
 * What kind of thing a report is. Everything but hardship goes its own way, once a person has confirmed it: abuse to
 * the police and child protection, hidden from everybody but the township lead (强制报告); complaints about officials
 * to the petition channel, never to the village concerned.
 */
export const tracks = {
  hardship: '困难线索',
  abuse: '疑似受害，强制报告',
  petition: '反映干部问题，信访',
  test: '测试',
  nonsense: '没有内容',
} as const
export type Track = keyof typeof tracks
export const trackCodes = Object.keys(tracks) as [Track, ...Track[]]

/** Tracks that only the township's lead and the one who was given the case may know of. */
export const hiddenTracks: readonly Track[] = ['abuse', 'petition']

/** True for a track that is kept from all but the township's lead and the one who was given the case. */
export const isHidden = (track: Track): boolean => hiddenTracks.includes(track)
