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
  clock: ClockName
  stage: Stage
}

/** The states a case can be in. Each has an owner, a next action and a clock: no case stands without them. */
export const caseStates = {
  triage: {
    label: '待分派',
    meaning: '还不能确定是哪个村',
    owners: ['township_officer', 'township_lead'],
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
} as const satisfies Record<string, StateRule>

/** A case's state. */
export type CaseState = keyof typeof caseStates
export const caseStateCodes = Object.keys(caseStates) as [CaseState, ...CaseState[]]

/** One event of a case's life: from where to where, who may, what the button says, what the resident reads. */
export interface EventRule {
  label: string
  from: readonly CaseState[]
  to: CaseState
  who: readonly Role[]
  /** What must be recorded with the event, by the name of its field. */
  records: readonly string[]
  /** What the timeline says of it in plain words. */
  told: string
}

/**
 * The case's life in one table. The server guards with it, the screens show their buttons from it, and
 * `docs/case-life-cycle.md` is drawn from it.
 */
export const caseEvents = {
  place: {
    label: '分到这个村',
    from: ['triage'],
    to: 'assigned',
    who: ['township_officer', 'township_lead'],
    records: ['village'],
    told: '乡里看过，分到了村里',
  },
  accept: {
    label: '我接了',
    from: ['assigned'],
    to: 'accepted',
    who: ['village_coordinator', 'village_secretary', 'township_officer', 'township_lead'],
    records: [],
    told: '有人接了，准备上门看',
  },
} as const satisfies Record<string, EventRule>

/** The name of an event that moves a case. */
export type CaseEvent = keyof typeof caseEvents
export const caseEventCodes = Object.keys(caseEvents) as [CaseEvent, ...CaseEvent[]]

/** The rule of a state, typed by the table's shape rather than its literals. */
export const stateRule = (state: CaseState): StateRule => caseStates[state]

/** The rule of an event, typed by the table's shape rather than its literals. */
export const eventRule = (event: CaseEvent): EventRule => caseEvents[event]

/** The events that somebody with these roles may cause in this state: the screen's buttons and the server's guard. */
export const eventsOpenTo = (state: CaseState, held: readonly Role[]): CaseEvent[] =>
  caseEventCodes.filter((name) => {
    const rule = eventRule(name)
    return rule.from.includes(state) && rule.who.some((role) => held.includes(role))
  })
