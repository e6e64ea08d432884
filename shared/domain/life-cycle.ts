import type { ClockName } from './clocks'
import type { Role } from './roles'

/** How far a case has come, in the words of the resident's progress line. */
export const stages = {
  received: '收到了',
  taken: '有人接了',
  visited: '上门看过',
  in_progress: '乡里在办',
  done: '办好了',
} as const
export type Stage = keyof typeof stages
export const stageCodes = Object.keys(stages) as [Stage, ...Stage[]]

/** One state of a case: what it is called, who must act next, what that is, and which clock is running. */
export interface StateRule {
  label: string
  meaning: string
  /** Who owns the next step, first choice first; the next one stands in where the first is not to be had. */
  owners: readonly Role[]
  nextAction: string
  /** Null once the case is closed: then nobody has anything to do, and nothing runs out. */
  clock: ClockName | null
  /** Null where the case ended otherwise than by help: the reporter is told how, in the words of the event. */
  stage: Stage | null
}

/**
 * The states a case can be in. Each that is not closed has an owner, a next action and a clock: no case stands
 * without them.
 */
export const caseStates = {
  triage: {
    label: '待分派',
    meaning: '还不能确定是哪个村，或者要一个人看过才能走',
    owners: ['township_officer', 'township_lead', 'county_officer'],
    nextAction: '看一看是哪个村，分下去',
    clock: 'placing',
    stage: 'received',
  },
  assigned: {
    label: '待接单',
    meaning: '已到村协理员手里，等接单',
    owners: ['village_coordinator', 'village_secretary', 'township_officer', 'township_lead'],
    nextAction: '接下这条线索',
    clock: 'acknowledgement',
    stage: 'received',
  },
  accepted: {
    label: '待入户',
    meaning: '有人接了，等入户核实',
    owners: ['village_coordinator', 'village_secretary', 'township_officer', 'township_lead'],
    nextAction: '上门看一看，入户核实',
    clock: 'home_visit',
    stage: 'taken',
  },
  transferred: {
    label: '已转办',
    meaning: '转给了别的部门，乡里等回音',
    owners: ['township_lead', 'township_officer'],
    nextAction: '问一问那边办得怎样',
    clock: 'department_reply',
    stage: 'in_progress',
  },
  unfounded: {
    label: '不予受理',
    meaning: '看过了，不是困难线索，写明了原因',
    owners: [],
    nextAction: '',
    clock: null,
    stage: null,
  },
  withdrawn: {
    label: '已撤回',
    meaning: '报的人自己撤回了',
    owners: [],
    nextAction: '',
    clock: null,
    stage: null,
  },
  merged: {
    label: '已并案',
    meaning: '和同一家的另一条线索并在一起办',
    owners: [],
    nextAction: '',
    clock: null,
    stage: null,
  },
} as const satisfies Record<string, StateRule>

/** A case's state. */
export type CaseState = keyof typeof caseStates
export const caseStateCodes = Object.keys(caseStates) as [CaseState, ...CaseState[]]

/** Where an event leads: a state; the one the case was in before what it undoes; or nowhere, the clock running on. */
export type EventTarget = CaseState | 'as_before' | 'as_is'

/** One event of a case's life: from where to where, who may, what the button says, what the resident reads. */
export interface EventRule {
  label: string
  from: readonly CaseState[]
  to: EventTarget
  who: readonly Role[]
  /** What must be recorded with the event, by the name of its field. */
  records: readonly string[]
  /** What the timeline says of it in plain words. */
  told: string
}

const desk = ['township_officer', 'township_lead', 'county_officer'] as const
const village = ['village_coordinator', 'village_secretary'] as const
const township = ['township_officer', 'township_lead'] as const

/**
 * The case's life in one table. The server guards with it, the screens show their buttons from it, and
 * `docs/case-life-cycle.md` is drawn from it.
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
  },
  as_hardship: {
    label: '是困难线索，照常办',
    from: ['triage'],
    to: 'triage',
    who: township,
    records: [],
    told: '乡里看过，照常办',
  },
  refer_petition: {
    label: '转信访办理',
    from: ['triage'],
    to: 'transferred',
    who: ['township_lead'],
    records: [],
    told: '转给了负责的部门，乡里盯着',
  },
  report_abuse: {
    label: '已报警、报儿童保护',
    from: ['triage'],
    to: 'transferred',
    who: ['township_lead'],
    records: ['note'],
    told: '已经报给了负责的部门，乡里盯着',
  },
  dismiss: {
    label: '不予受理',
    from: ['triage'],
    to: 'unfounded',
    who: township,
    records: ['reason'],
    told: '乡里看过，没有说出什么事。真有难处请再报，或者打电话',
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
    from: ['triage', 'assigned', 'accepted', 'transferred'],
    to: 'as_is',
    who: ['village_secretary', ...township],
    records: ['owner'],
    told: '管的人不在，换了一个人接着办',
  },
  mark_urgent: {
    label: '改成紧急',
    from: ['triage', 'assigned', 'accepted'],
    to: 'as_is',
    who: [...village, ...desk],
    records: ['reason'],
    told: '看过了，改成紧急',
  },
  mark_ordinary: {
    label: '改成一般',
    from: ['triage', 'assigned', 'accepted'],
    to: 'as_is',
    who: [...village, ...desk],
    records: ['reason'],
    told: '看过了，不那么急',
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
  withdraw: {
    label: '不用办了，撤回',
    from: ['triage', 'assigned', 'accepted'],
    to: 'withdrawn',
    who: ['resident'],
    records: [],
    told: '您撤回了。要是又有难处，随时再报',
  },
} as const satisfies Record<string, EventRule>

/** The name of an event that moves a case. */
export type CaseEvent = keyof typeof caseEvents
export const caseEventCodes = Object.keys(caseEvents) as [CaseEvent, ...CaseEvent[]]

/** The rule of a state, typed by the table's shape rather than its literals. */
export const stateRule = (state: CaseState): StateRule => caseStates[state]

/** The rule of an event, typed by the table's shape rather than its literals. */
export const eventRule = (event: CaseEvent): EventRule => caseEvents[event]

/** True for a state in which nothing is left to do. */
export const isClosed = (state: CaseState): boolean => stateRule(state).clock === null

/** The events that somebody with these roles may cause in this state: the screen's buttons and the server's guard. */
export const eventsOpenTo = (state: CaseState, held: readonly Role[]): CaseEvent[] =>
  caseEventCodes.filter((name) => {
    const rule = eventRule(name)
    return rule.from.includes(state) && rule.who.some((role) => held.includes(role))
  })
