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

/** One state of a case: what it is called, who must act next, and which clock begins with it. */
export interface StateRule {
  label: string
  meaning: string
  /** Who owns the next step, first choice first; the next one stands in where the first is not to be had. */
  owners: readonly Role[]
  /** Whom a missed clock moves the case up to, one after the other; deputies come after whom they stand in for. */
  escalatesTo: readonly Role[]
  /**
   * The clock that begins when the case comes here, which also says what must be done next. Null once the case is
   * closed: then nobody has anything to do, and nothing runs out.
   */
  clock: ClockName | null
  /** Null where the case ended otherwise than by help: the reporter is told how, in the words of the event. */
  stage: Stage | null
}

const inVillage = ['village_coordinator', 'village_secretary', 'township_officer', 'township_lead'] as const
const atTownship = ['township_officer', 'township_lead'] as const
const upFromVillage = ['village_coordinator', 'village_secretary', 'township_lead', 'county_officer'] as const
const upFromTownship = ['township_officer', 'township_lead', 'county_officer'] as const
const ended = { owners: [], escalatesTo: [], clock: null, stage: null } as const

/**
 * The states a case can be in. Each that is not closed has an owner, a next action and a clock: no case stands
 * without them.
 */
export const caseStates = {
  triage: {
    label: '待分派',
    meaning: '还不能确定是哪个村，或者要一个人看过才能走',
    owners: ['township_officer', 'township_lead', 'county_officer'],
    escalatesTo: upFromTownship,
    clock: 'placing',
    stage: 'received',
  },
  assigned: {
    label: '待接单',
    meaning: '已到村协理员手里，等接单',
    owners: inVillage,
    escalatesTo: upFromVillage,
    clock: 'acknowledgement',
    stage: 'received',
  },
  accepted: {
    label: '待入户',
    meaning: '有人接了，等入户核实',
    owners: inVillage,
    escalatesTo: upFromVillage,
    clock: 'home_visit',
    stage: 'taken',
  },
  verified: {
    label: '待上报',
    meaning: '入户看过，确有困难，等报给乡里',
    owners: inVillage,
    escalatesTo: upFromVillage,
    clock: 'report_up',
    stage: 'visited',
  },
  reported: {
    label: '待乡里核实',
    meaning: '村里报上来了，等乡里核实',
    owners: atTownship,
    escalatesTo: upFromTownship,
    clock: 'township_verification',
    stage: 'in_progress',
  },
  confirmed: {
    label: '待定怎么帮',
    meaning: '乡里核实属实，等定怎么帮',
    owners: atTownship,
    escalatesTo: upFromTownship,
    clock: 'decision',
    stage: 'in_progress',
  },
  joint_inquiry: {
    label: '联合入户',
    meaning: '绿色通道：县、乡、村一起入户',
    owners: ['township_lead', 'township_officer'],
    escalatesTo: ['township_officer', 'township_lead', 'county_officer'],
    clock: 'joint_visit',
    stage: 'in_progress',
  },
  in_relief: {
    label: '救助中',
    meaning: '一项或几项救助正在办',
    owners: atTownship,
    escalatesTo: upFromTownship,
    clock: 'temporary_relief',
    stage: 'in_progress',
  },
  transferred: {
    label: '已转办',
    meaning: '转给了别的部门，乡里等回音',
    owners: ['township_officer', 'township_lead'],
    escalatesTo: upFromTownship,
    clock: 'department_reply',
    stage: 'in_progress',
  },
  answered: {
    label: '已答复',
    meaning: '结果告诉了家里，等回访、备案',
    owners: atTownship,
    escalatesTo: upFromTownship,
    clock: 'follow_up',
    stage: 'done',
  },
  filed: {
    label: '已备案',
    meaning: '报了县民政局备案，县里可以抽查',
    owners: atTownship,
    escalatesTo: upFromTownship,
    clock: 'sampling',
    stage: 'done',
  },
  closed: { ...ended, label: '已销案', meaning: '办完了', stage: 'done' },
  not_eligible: { ...ended, label: '不符合条件', meaning: '不符合条件，当面解释过' },
  unfounded: { ...ended, label: '不予受理', meaning: '看过了，不是困难线索，写明了原因' },
  withdrawn: { ...ended, label: '已撤回', meaning: '报的人自己撤回了' },
  merged: { ...ended, label: '已并案', meaning: '和同一家的另一条线索并在一起办' },
} as const satisfies Record<string, StateRule>

/** A case's state. */
export type CaseState = keyof typeof caseStates
export const caseStateCodes = Object.keys(caseStates) as [CaseState, ...CaseState[]]

/** The rule of a state, typed by the table's shape rather than its literals. */
export const stateRule = (state: CaseState): StateRule => caseStates[state]

/** True for a state in which nothing is left to do. */
export const isClosed = (state: CaseState): boolean => stateRule(state).clock === null
