import type { CaseEvent } from './life-cycle'
import { type ReliefType, reliefRule } from './relief'
import { type MaterialInHand, wanting } from './relief-materials'
import { type Role, townshipRoles, villageRoles } from './roles'

/** How far one relief item has come. */
export const reliefStates = {
  preparing: { label: '备材料', ended: false },
  submitted: { label: '交上去了，等审批', ended: false },
  publicised: { label: '公示', ended: false },
  paperwork_open: { label: '先给了，补手续', ended: false },
  granted: { label: '批了', ended: true },
  refused: { label: '没有批', ended: true },
  withdrawn: { label: '不办了', ended: true },
  paperwork_done: { label: '先给了，手续补齐了', ended: true },
  paperwork_waived: { label: '先给了，手续补不了，了结了', ended: true },
} as const satisfies Record<string, { label: string; ended: boolean }>
export type ReliefState = keyof typeof reliefStates
export const reliefStateCodes = Object.keys(reliefStates) as [ReliefState, ...ReliefState[]]

/** Why the papers of what was given in advance can never be had. */
export const waivingCauses = {
  died: '人去世了',
  moved_away: '搬走了，找不到了',
  no_identity: '没有户口、证件，补不了',
  other: '别的原因',
} as const
export type WaivingCause = keyof typeof waivingCauses
export const waivingCauseCodes = Object.keys(waivingCauses) as [WaivingCause, ...WaivingCause[]]

/** True for an item with which nothing is left to do. */
export const isSettled = (state: ReliefState): boolean => reliefStates[state].ended

/** One thing that can be done with a relief item. */
interface ReliefDeedRule {
  label: string
  /** The event of the case's life that it is. */
  event: Extract<CaseEvent, 'work_on_relief' | 'publish_relief' | 'settle_relief'>
  from: readonly ReliefState[]
  to: ReliefState | 'as_is'
  who: readonly Role[]
}

const everybody = [...villageRoles, ...townshipRoles] as const
const undecided = ['preparing', 'submitted', 'publicised'] as const

/**
 * The life of one relief item in one table: what begins with `preparing` ends granted, refused or withdrawn; what was
 * given in advance begins with `paperwork_open` and ends with `paperwork_done`, or `paperwork_waived` where the papers
 * can never be had. Nothing leads out of an end.
 */
export const reliefDeeds = {
  tick: {
    label: '记下材料',
    event: 'work_on_relief',
    from: ['preparing', 'submitted', 'paperwork_open'],
    to: 'as_is',
    who: everybody,
  },
  submit: {
    label: '材料齐了，交上去',
    event: 'work_on_relief',
    from: ['preparing'],
    to: 'submitted',
    who: everybody,
  },
  extend: {
    label: '情况复杂，延长到 45 个工作日',
    event: 'work_on_relief',
    from: ['submitted', 'publicised'],
    to: 'as_is',
    who: townshipRoles,
  },
  recuse: {
    label: '是我家亲属，请县里来定',
    event: 'work_on_relief',
    from: undecided,
    to: 'as_is',
    who: ['township_lead'],
  },
  spare_publication: {
    label: '是未成年人，不公示',
    event: 'work_on_relief',
    from: ['submitted'],
    to: 'as_is',
    who: townshipRoles,
  },
  emergency_over: {
    label: '紧急情况过去了',
    event: 'work_on_relief',
    from: ['paperwork_open'],
    to: 'as_is',
    who: townshipRoles,
  },
  finish_paperwork: {
    label: '手续补齐了',
    event: 'work_on_relief',
    from: ['paperwork_open'],
    to: 'paperwork_done',
    who: townshipRoles,
  },
  waive_paperwork: {
    label: '手续补不了了，了结',
    event: 'settle_relief',
    from: ['paperwork_open'],
    to: 'paperwork_waived',
    who: ['township_lead'],
  },
  publish: {
    label: '开始公示',
    event: 'publish_relief',
    from: ['submitted'],
    to: 'publicised',
    who: townshipRoles,
  },
  grant: {
    label: '批了',
    event: 'settle_relief',
    from: ['submitted', 'publicised'],
    to: 'granted',
    who: townshipRoles,
  },
  refuse: { label: '没有批', event: 'settle_relief', from: undecided, to: 'refused', who: townshipRoles },
  withdraw: { label: '不办了', event: 'settle_relief', from: undecided, to: 'withdrawn', who: townshipRoles },
} as const satisfies Record<string, ReliefDeedRule>
export type ReliefDeed = keyof typeof reliefDeeds
export const reliefDeedCodes = Object.keys(reliefDeeds) as [ReliefDeed, ...ReliefDeed[]]

/** The rule of a deed, typed by the table's shape rather than its literals. */
export const reliefDeedRule = (deed: ReliefDeed): ReliefDeedRule => reliefDeeds[deed]

/** What the rules of an item's life need to know of it. */
export interface ReliefFacts {
  type: ReliefType
  state: ReliefState
  materials: readonly MaterialInHand[]
  /** Kin of somebody of the staff: then the lead alone decides. */
  kin: boolean
  /** Kin of the lead: then the lead stands aside, and the county decides (回避). */
  recused: boolean
  extended: boolean
  /** How many days it has to be on the notice board; 0 where it has not. */
  publicationDays: number
  publicationSpared: boolean
  publishedUntil: Date | null
  /** The emergency for which it was given is over, and the paperwork's term runs from then. */
  emergencyOver: boolean
}

const toBePublished = ({ publicationDays, publicationSpared }: ReliefFacts) =>
  publicationDays > 0 && !publicationSpared

const stillWanting = ({ materials }: ReliefFacts) => {
  const list = wanting(materials)
  return list.length > 0 ? `还差：${list.map(({ label }) => label).join('、')}` : null
}

/** What the item itself says against a deed that its state allows, in one plain sentence. */
const against: Partial<Record<ReliefDeed, (item: ReliefFacts, at: Date) => string | null>> = {
  submit: stillWanting,
  finish_paperwork: stillWanting,
  extend: ({ type, extended }) =>
    reliefRule(type).clock !== 'minimum_living' ? '这一种不能延长' : extended ? '已经延长过了' : null,
  recuse: ({ recused }) => (recused ? '已经请县里来定了' : null),
  spare_publication: (item) => (toBePublished(item) ? null : '这一项不用公示'),
  emergency_over: ({ emergencyOver }) => (emergencyOver ? '已经记过了' : null),
  publish: (item) => (toBePublished(item) ? null : '这一项不用公示'),
  grant: (item, at) => {
    if (item.state === 'submitted') return toBePublished(item) ? '要先公示' : null
    return item.publishedUntil && item.publishedUntil > at ? '公示还没有到期' : null
  },
}

/** Why something cannot be done with an item now; null when nothing stands against it. */
export function whyNot(deed: ReliefDeed, item: ReliefFacts, at: Date): string | null {
  const { label } = reliefRule(item.type)
  if (!reliefDeedRule(deed).from.includes(item.state))
    return `${label}现在是“${reliefStates[item.state].label}”，不能这样办`
  return against[deed]?.(item, at) ?? null
}

/** Who decides, first choice first: for kin of the staff the lead, for kin of the lead the county above them. */
export function decidersOf(
  { kin, recused }: Pick<ReliefFacts, 'kin' | 'recused'>,
  deed?: ReliefDeed,
): readonly Role[] {
  if (recused) return ['county_officer']
  // Whosever kin it is: that papers are never to come is not for the desk to say.
  if (deed === 'waive_paperwork') return reliefDeeds.waive_paperwork.who
  return kin ? ['township_lead', 'county_officer'] : townshipRoles
}

/** True when somebody with these roles may do it: who is kin of the staff is decided on above them. */
export function mayDo(
  deed: ReliefDeed,
  item: Pick<ReliefFacts, 'kin' | 'recused'>,
  held: readonly Role[],
): boolean {
  const { who, event } = reliefDeedRule(deed)
  const may = event === 'settle_relief' ? decidersOf(item, deed) : who
  return may.some((role) => held.includes(role))
}

/** True when nothing is wanting any more but the word of whoever decides. */
export const awaitsDecision = (item: ReliefFacts, at: Date): boolean =>
  item.kin && whyNot('grant', item, at) === null

/** What somebody with these roles may do with an item now: the screen's buttons and the server's guard. */
export const reliefDeedsOpenTo = (item: ReliefFacts, held: readonly Role[], at: Date): ReliefDeed[] =>
  reliefDeedCodes.filter((deed) => mayDo(deed, item, held) && whyNot(deed, item, at) === null)

/** Where a deed leads. */
export const reliefStateAfter = (deed: ReliefDeed, state: ReliefState): ReliefState => {
  const { to } = reliefDeedRule(deed)
  return to === 'as_is' ? state : to
}
