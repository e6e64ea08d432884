import type { CaseState } from './case-states'
import { type ClockName, clockRule } from './clocks'
import { isHidden, type Track } from './code-lists'
import type { Role } from './roles'

/** Where an event leads: a state; the one the case was in before what it undoes; or nowhere, the state standing. */
export type EventTarget = CaseState | 'as_before' | 'as_is'

/** One event of a case's life: from where to where, who may, what the button says, what the timeline says. */
export interface EventRule {
  label: string
  from: readonly CaseState[]
  to: EventTarget
  /** Nobody: time itself causes it. */
  who: readonly Role[]
  /** What must be recorded with the event, by the name of its field. */
  records: readonly string[]
  /** What the timeline says of it in plain words. */
  told: string
  /** The office's own affair: it stands in the staff's timeline, and the reporter is not troubled with it. */
  inside?: true
  /** On the hidden tracks too, or on them alone; else it is for cases of hardship. */
  hidden?: 'too' | 'only'
}

const desk = ['township_officer', 'township_lead', 'county_officer'] as const
const village = ['village_coordinator', 'village_secretary'] as const
const township = ['township_officer', 'township_lead'] as const
const beforeDecision = ['assigned', 'accepted', 'verified', 'reported', 'confirmed'] as const
const open = [
  'triage',
  ...beforeDecision,
  'joint_inquiry',
  'in_relief',
  'transferred',
  'answered',
  'filed',
] as const

/**
 * The case's life in one table. The server guards with it, the contract takes from it who may call, the screens show
 * their buttons from it, and `docs/case-life-cycle.md` is drawn from it.
 */
export const caseEvents = {
  place: {
    label: '分到这个村',
    from: ['triage'],
    to: 'assigned',
    who: township,
    records: ['village'],
    told: '乡里看过，分到了村里',
  },
  pass_on: {
    label: '不在这里，转过去',
    from: ['triage'],
    to: 'triage',
    who: desk,
    records: ['desk'],
    told: '不是这里的，转给了那边看',
    hidden: 'too',
  },
  point_elsewhere: {
    label: '不归这里管，告诉他找谁',
    from: ['triage'],
    to: 'unfounded',
    who: desk,
    records: ['explanation'],
    told: '不归这里管，写明了该找谁',
  },
  as_hardship: {
    label: '是困难线索，照常办',
    from: ['triage'],
    to: 'triage',
    who: township,
    records: [],
    told: '乡里看过，照常办',
    hidden: 'too',
  },
  refer_petition: {
    label: '转信访办理',
    from: ['triage'],
    to: 'transferred',
    who: ['township_lead'],
    records: [],
    told: '转给了负责的部门，乡里盯着',
    hidden: 'too',
  },
  report_abuse: {
    label: '已报警、报儿童保护',
    from: ['triage'],
    to: 'transferred',
    who: ['township_lead'],
    records: ['note'],
    told: '已经报给了负责的部门，乡里盯着',
    hidden: 'too',
  },
  close_referral: {
    label: '那边办完了，销案',
    from: ['transferred'],
    to: 'closed',
    who: ['township_lead'],
    records: ['explanation'],
    told: '负责的部门办完了',
    hidden: 'only',
  },
  dismiss: {
    label: '不予受理',
    from: ['triage'],
    to: 'unfounded',
    who: township,
    records: ['reason'],
    told: '乡里看过，没有说出什么事。真有难处请再报，或者打电话',
    hidden: 'too',
  },
  accept: {
    label: '我接了',
    from: ['assigned'],
    to: 'accepted',
    who: [...village, ...township],
    records: [],
    told: '有人接了，准备上门看',
  },
  return_to_triage: {
    label: '不是我们村的',
    from: ['assigned', 'accepted'],
    to: 'triage',
    who: [...village, ...township],
    records: ['reason'],
    told: '不是这个村的，乡里重新看是哪个村',
  },
  reassign: {
    label: '换一个人办',
    from: ['assigned', 'accepted'],
    to: 'assigned',
    who: ['village_secretary', ...township],
    records: ['owner', 'reason'],
    told: '换了一个人来办',
  },
  hand_over: {
    label: '交给别人接着办',
    from: open,
    to: 'as_is',
    who: ['village_secretary', ...township],
    records: ['owner'],
    told: '管的人不在，换了一个人接着办',
    hidden: 'too',
  },
  visit_confirms: {
    label: '属实，确有困难',
    from: ['assigned', 'accepted', 'verified'],
    to: 'verified',
    who: [...village, ...township],
    records: ['visit'],
    told: '上门看过了，确有困难',
  },
  visit_not_eligible: {
    label: '不符合条件，当面解释了',
    from: ['assigned', 'accepted', 'verified'],
    to: 'not_eligible',
    who: [...village, ...township],
    records: ['visit', 'explanation'],
    told: '上门看过了，不符合条件，当面作了解释',
  },
  visit_unfounded: {
    label: '情况不实',
    from: ['assigned', 'accepted', 'verified'],
    to: 'unfounded',
    who: [...village, ...township],
    records: ['visit', 'reason'],
    told: '上门看过了，和报的情况不一样',
  },
  report_up: {
    label: '报给乡里',
    from: ['verified'],
    to: 'reported',
    who: [...village, ...township],
    records: [],
    told: '村里报给乡里了',
  },
  return_for_more: {
    label: '退回补充',
    from: ['reported', 'confirmed'],
    to: 'verified',
    who: township,
    records: ['reason'],
    told: '乡里请村里再补充一些情况',
  },
  township_confirms: {
    label: '乡里核实属实',
    from: ['reported'],
    to: 'confirmed',
    who: township,
    records: ['visit'],
    told: '乡里核实过了，属实',
  },
  start_joint_inquiry: {
    label: '走绿色通道，联合入户',
    from: beforeDecision,
    to: 'joint_inquiry',
    who: township,
    records: ['team', 'meetAt'],
    told: '走绿色通道，县、乡、村约好一起上门',
  },
  change_joint_inquiry: {
    label: '改联合入户的人或时间',
    from: ['joint_inquiry'],
    to: 'as_is',
    who: township,
    records: ['team', 'meetAt'],
    told: '县、乡、村一起上门的时间改了',
  },
  joint_confirms: {
    label: '联合入户，属实',
    from: ['joint_inquiry'],
    to: 'confirmed',
    who: desk,
    records: ['visit'],
    told: '县、乡、村一起上门看过了，属实',
  },
  decide_not_eligible: {
    label: '不符合条件',
    from: ['reported', 'confirmed', 'joint_inquiry'],
    to: 'not_eligible',
    who: township,
    records: ['explanation'],
    told: '不符合条件，作了解释',
  },
  give_advance_relief: {
    label: '先行救助',
    from: [...beforeDecision, 'joint_inquiry', 'in_relief'],
    to: 'in_relief',
    who: desk,
    records: ['amount', 'giver', 'receiver', 'kinOfStaff'],
    told: '先给了救助，手续后补',
  },
  ask_decision: {
    label: '请上面来定',
    from: [...beforeDecision, 'joint_inquiry', 'in_relief'],
    to: 'as_is',
    who: township,
    records: ['words'],
    told: '请上面定先行救助',
    inside: true,
  },
  start_relief: {
    label: '开始办救助',
    from: ['confirmed', 'in_relief', 'transferred'],
    to: 'in_relief',
    who: township,
    records: ['type', 'applicant', 'kinOfStaff'],
    told: '开始办救助了',
  },
  work_on_relief: {
    label: '记下办到哪了',
    from: ['in_relief'],
    to: 'as_is',
    who: [...village, ...township],
    records: ['item'],
    told: '救助材料有进展',
    inside: true,
  },
  publish_relief: {
    label: '开始公示',
    from: ['in_relief'],
    to: 'as_is',
    who: township,
    records: ['item', 'until'],
    told: '在公示栏公示',
  },
  publication_over: {
    label: '公示到期',
    from: ['in_relief'],
    to: 'as_is',
    who: [],
    records: ['item'],
    told: '公示到期了，没有人反映就可以定',
    inside: true,
  },
  settle_relief: {
    label: '这一项办完了',
    from: ['in_relief'],
    to: 'as_is',
    who: desk,
    records: ['item', 'outcome'],
    told: '一项救助有结果了',
  },
  transfer: {
    label: '转给别的部门',
    from: ['reported', 'confirmed', 'transferred'],
    to: 'transferred',
    who: township,
    records: ['department', 'matter'],
    told: '转给了负责的部门，乡里盯着',
  },
  transfer_beside: {
    label: '同时转给别的部门',
    from: ['in_relief'],
    to: 'as_is',
    who: township,
    records: ['department', 'matter'],
    told: '有一件事转给了负责的部门，乡里盯着',
  },
  receive_transfer: {
    label: '签收',
    from: ['transferred', 'in_relief'],
    to: 'as_is',
    who: ['department_contact', ...township],
    records: ['transfer'],
    told: '那边的部门签收了',
  },
  refuse_transfer: {
    label: '不归我们办',
    from: ['transferred', 'in_relief'],
    to: 'as_is',
    who: ['department_contact', ...township],
    records: ['transfer', 'reason'],
    told: '那边的部门说不归他们，乡里再想办法',
  },
  reply_transfer: {
    label: '答复',
    from: ['transferred', 'in_relief'],
    to: 'as_is',
    who: ['department_contact', ...township],
    records: ['transfer', 'reply'],
    told: '那边的部门答复了',
  },
  remind_transfer: {
    label: '催一催',
    from: ['transferred', 'in_relief'],
    to: 'as_is',
    who: township,
    records: ['transfer'],
    told: '乡里催了一次',
    inside: true,
  },
  close_transfer: {
    label: '这件转办销案',
    from: ['transferred', 'in_relief'],
    to: 'as_is',
    who: township,
    records: ['transfer'],
    told: '转办的事销案了',
    inside: true,
  },
  take_back: {
    label: '收回来，乡里再定',
    from: ['transferred'],
    to: 'confirmed',
    who: township,
    records: [],
    told: '乡里收回来，再定怎么帮',
  },
  answer: {
    label: '结果告诉家里了',
    from: ['in_relief', 'transferred'],
    to: 'answered',
    who: [...village, ...township],
    records: ['explanation'],
    told: '结果告诉了家里',
  },
  follow_up: {
    label: '回访过了',
    from: ['answered', 'filed'],
    to: 'as_is',
    who: [...village, ...township],
    records: ['followUp'],
    told: '回访过了',
  },
  reopen: {
    label: '有新的难处，再受理',
    from: ['answered', 'filed', 'closed'],
    to: 'accepted',
    who: [...village, ...township],
    records: ['reason'],
    told: '有新的难处，重新上门看',
  },
  file: {
    label: '报县备案',
    from: ['answered'],
    to: 'filed',
    who: desk,
    records: ['period'],
    told: '报了县民政局备案',
    inside: true,
  },
  mark_filed: {
    label: '县里备案了',
    from: ['filed', 'closed'],
    to: 'as_is',
    who: ['county_officer'],
    records: [],
    told: '县民政局备案了',
    inside: true,
  },
  close: {
    label: '销案',
    from: ['filed'],
    to: 'closed',
    who: desk,
    records: [],
    told: '办完了，销案',
  },
  mark_urgent: {
    label: '改成紧急',
    from: ['triage', ...beforeDecision, 'joint_inquiry'],
    to: 'as_is',
    who: [...village, ...desk],
    records: ['reason'],
    told: '看过了，改成紧急',
    hidden: 'too',
  },
  mark_ordinary: {
    label: '改成一般',
    from: ['triage', ...beforeDecision, 'joint_inquiry'],
    to: 'as_is',
    who: [...village, ...desk],
    records: ['reason'],
    told: '看过了，不那么急',
  },
  pause: {
    label: '先停一停',
    from: [...beforeDecision, 'joint_inquiry', 'in_relief', 'answered', 'filed'],
    to: 'as_is',
    who: [...village, ...township],
    records: ['reason', 'until'],
    told: '现在办不了，说好了哪天接着办',
  },
  resume: {
    label: '接着办',
    from: [...beforeDecision, 'joint_inquiry', 'in_relief', 'answered', 'filed'],
    to: 'as_is',
    who: [...village, ...township],
    records: [],
    told: '接着办了',
  },
  escalate: {
    label: '超时，报上一级',
    from: open,
    to: 'as_is',
    who: [],
    records: ['owner'],
    told: '到时间没有办，报给了上一级',
    inside: true,
    hidden: 'too',
  },
  join: {
    label: '是同一家，并到一起',
    from: ['triage', 'assigned', 'accepted'],
    to: 'merged',
    who: [...village, ...township],
    records: ['into'],
    told: '和同一家的另一件并在一起办',
  },
  undo_join: {
    label: '不是同一家，分开',
    from: ['merged'],
    to: 'as_before',
    who: [...village, ...township],
    records: [],
    told: '分开来单独办',
  },
  object: {
    label: '不同意，请再看看',
    from: ['unfounded'],
    to: 'triage',
    who: ['resident'],
    records: ['reason'],
    told: '报的人不同意，请分管领导再看看',
  },
  appeal: {
    label: '不同意，请再看看',
    from: ['not_eligible'],
    to: 'reported',
    who: ['resident'],
    records: ['reason'],
    told: '家里不同意，请分管领导再看看',
  },
  rate: {
    label: '说说办得怎么样',
    from: ['answered', 'filed', 'closed'],
    to: 'as_is',
    who: ['resident'],
    records: ['satisfied'],
    told: '报的人说了办得怎么样',
  },
  withdraw: {
    label: '不用办了，撤回',
    from: ['triage', 'assigned', 'accepted', 'verified', 'reported'],
    to: 'withdrawn',
    who: ['resident'],
    records: [],
    told: '您撤回了。要是又有难处，随时再报',
    hidden: 'too',
  },
} as const satisfies Record<string, EventRule>

/** The name of an event that moves a case. */
export type CaseEvent = keyof typeof caseEvents
export const caseEventCodes = Object.keys(caseEvents) as [CaseEvent, ...CaseEvent[]]

/** True for the name of an event of this table. */
export const isCaseEvent = (name: string): name is CaseEvent => name in caseEvents

/** The rule of an event, typed by the table's shape rather than its literals. */
export const eventRule = (event: CaseEvent): EventRule => caseEvents[event]

/** What has to be done next with a case: the clock that runs says it. Empty once the case is closed. */
export const nextActionOf = (clock: ClockName | null): string => (clock ? clockRule(clock).nextAction : '')

/** True when an event is for cases of this track. */
export const fitsTrack = (event: CaseEvent, track: Track): boolean => {
  const { hidden } = eventRule(event)
  return hidden === 'too' || isHidden(track) === (hidden === 'only')
}

/** The events that somebody with these roles may cause in this state: the screen's buttons and the server's guard. */
export const eventsOpenTo = (
  state: CaseState,
  held: readonly Role[],
  track: Track = 'hardship',
): CaseEvent[] =>
  caseEventCodes.filter((name) => {
    const rule = eventRule(name)
    return rule.from.includes(state) && rule.who.some((role) => held.includes(role)) && fitsTrack(name, track)
  })
