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

/** Who reports because it is their office to, and not as a neighbour or kin. */
const dutyBound: ReadonlySet<Discoverer> = new Set<Discoverer>([
  'group_leader',
  'party_member',
  'village_cadre',
  'coordinator',
  'township_cadre',
  'school',
  'hospital',
  'social_organisation',
])
export const reportsByDuty = (discoverer: Discoverer): boolean => dutyBound.has(discoverer)

/**
 * What entitles somebody to report for another: that person's consent, their own duty, or that nobody can be asked.
 * Whichever it is, the family is told at the first visit.
 */
export const reportGrounds = {
  agreed: '问过了，他同意',
  duty: '没有问，报是我的职责',
  cannot_ask: '问不到他，先报',
} as const
export type ReportGrounds = keyof typeof reportGrounds
export const reportGroundsCodes = Object.keys(reportGrounds) as [ReportGrounds, ...ReportGrounds[]]

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

/** 身体状况: several may be true of one person; a disability carries its kind and degree beside it. */
export const healthConditions = {
  healthy: '健康',
  chronic: '慢性病',
  severe: '重病',
  disabled: '残疾',
} as const
export type HealthCondition = keyof typeof healthConditions
export const healthConditionCodes = Object.keys(healthConditions) as [HealthCondition, ...HealthCondition[]]

/** 残疾类别. */
export const disabilityKinds = {
  sight: '视力',
  hearing: '听力',
  speech: '言语',
  limbs: '肢体',
  mind: '智力',
  psyche: '精神',
  several: '多重',
} as const
export type DisabilityKind = keyof typeof disabilityKinds
export const disabilityKindCodes = Object.keys(disabilityKinds) as [DisabilityKind, ...DisabilityKind[]]

/** 劳动能力. */
export const labourCapacities = {
  able: '有劳动能力',
  partly: '部分劳动能力',
  unable: '无劳动能力',
} as const
export type LabourCapacity = keyof typeof labourCapacities
export const labourCapacityCodes = Object.keys(labourCapacities) as [LabourCapacity, ...LabourCapacity[]]

/** 家庭类别: the list that a family stands on already. */
export const householdCategories = {
  scattered_destitute: '分散供养特困',
  housed_destitute: '集中供养特困',
  minimum_living: '低保',
  near_minimum_living: '低保边缘',
  unstable_out_of_poverty: '脱贫不稳定户',
  prone_to_poverty: '边缘易致贫户',
  sudden_hardship: '突发严重困难户',
  child_in_need: '困境儿童',
  many_children: '三孩以上困难家庭',
  ordinary: '一般户',
} as const
export type HouseholdCategory = keyof typeof householdCategories
export const householdCategoryCodes = Object.keys(householdCategories) as [
  HouseholdCategory,
  ...HouseholdCategory[],
]

/** 困难程度 (R11). */
export const hardshipDegrees = {
  special: '特殊困难',
  general: '一般困难',
  temporary: '临时困难',
} as const
export type HardshipDegree = keyof typeof hardshipDegrees
export const hardshipDegreeCodes = Object.keys(hardshipDegrees) as [HardshipDegree, ...HardshipDegree[]]

/** 致困原因 (R11). */
export const hardshipCauses = {
  illness: '因病',
  disability: '因残',
  schooling: '因学',
  disaster: '因灾',
  accident: '因意外',
  no_labour: '缺劳力',
  no_skill: '缺技术',
  no_funds: '缺资金',
  unemployment: '失业',
  family_change: '家庭变故',
  other: '其他',
} as const
export type HardshipCause = keyof typeof hardshipCauses
export const hardshipCauseCodes = Object.keys(hardshipCauses) as [HardshipCause, ...HardshipCause[]]

/** 转办部门: whom what is not ours to give is passed to (R9, R10). */
export const departments = {
  rural_revitalisation: '乡村振兴',
  medical_insurance: '医保',
  health: '卫健',
  education: '教育',
  housing: '住建',
  employment: '人社',
  emergency: '应急',
  disabled_federation: '残联',
  women_federation: '妇联',
  youth_league: '团委',
  red_cross: '红十字',
  police: '公安',
  petitions: '信访',
  other: '其他',
} as const
export type Department = keyof typeof departments
export const departmentCodes = Object.keys(departments) as [Department, ...Department[]]
