/** How long one step may take: around the clock in hours, in whole days, or in the State Council's working days. */
export type Allowance = { hours: number } | { days: number } | { workingDays: number }

/** What an allowance is counted in. */
export const allowanceUnits = ['hours', 'days', 'workingDays'] as const
export type AllowanceUnit = (typeof allowanceUnits)[number]

/** What this allowance is counted in. */
export const unitOf = (allowance: Allowance): AllowanceUnit =>
  'hours' in allowance ? 'hours' : 'days' in allowance ? 'days' : 'workingDays'

/** How many hours, days or working days it is. */
export const amountOf = (allowance: Allowance): number =>
  'hours' in allowance ? allowance.hours : 'days' in allowance ? allowance.days : allowance.workingDays

/** So many hours, days or working days. */
export const allowanceOf = (unit: AllowanceUnit, amount: number): Allowance =>
  unit === 'hours' ? { hours: amount } : unit === 'days' ? { days: amount } : { workingDays: amount }

/** What a clock allows an urgent and an ordinary case. */
export interface Allowances {
  urgent: Allowance
  ordinary: Allowance
}

/** One clock of the procedure: what must be done before it runs out, what it allows, and whose rule it is. */
export interface ClockRule extends Allowances {
  label: string
  /** What whoever owns the case has to do next while this clock runs. */
  nextAction: string
  /**
   * `internal`: our own reminder (内部提醒), never to be shown as a legal deadline; `notice`: the township notice's
   * own word; `statutory`: a published rule, named in `source`.
   */
  nature: 'internal' | 'notice' | 'statutory'
  source: string
  /** How long it runs is set elsewhere, and not in the table of clocks. */
  setElsewhere?: true
}

/** The words a screen puts behind a due time, by whose rule it is. */
export const clockNatures = {
  internal: '内部提醒',
  notice: '通知要求',
  statutory: '规定期限',
} as const satisfies Record<ClockRule['nature'], string>

export const clockNatureCodes = Object.keys(clockNatures) as [ClockRule['nature'], ...ClockRule['nature'][]]

const ours = { nature: 'internal', source: '内部提醒' } as const

/**
 * The clocks' defaults; a township may set its own. The notice itself says only 第一时间 and 立即; what is ours is a
 * reminder, and screens must say so. Working days run by the State Council's calendar, urgent clocks around the clock.
 */
export const clocks = {
  placing: {
    ...ours,
    label: '分到村里',
    nextAction: '看一看是哪个村，分下去',
    urgent: { hours: 0.5 },
    ordinary: { workingDays: 1 },
  },
  acknowledgement: {
    label: '协理员接单',
    nextAction: '接下这条线索',
    urgent: { hours: 0.5 },
    ordinary: { workingDays: 1 },
    nature: 'internal',
    source: '内部提醒（通知只说“第一时间”）',
  },
  home_visit: {
    ...ours,
    label: '入户核实',
    nextAction: '上门看一看，入户核实',
    urgent: { hours: 24 },
    ordinary: { workingDays: 3 },
  },
  report_up: {
    label: '上报乡里',
    nextAction: '报给乡里',
    urgent: { hours: 2 },
    ordinary: { workingDays: 1 },
    nature: 'notice',
    source: '军政发〔2023〕12号：立即上报',
  },
  township_verification: {
    ...ours,
    label: '乡里核实',
    nextAction: '乡里入户核实',
    urgent: { hours: 24 },
    ordinary: { workingDays: 5 },
  },
  decision: {
    label: '定怎么帮',
    nextAction: '定下来怎么帮',
    urgent: { hours: 24 },
    ordinary: { workingDays: 5 },
    nature: 'internal',
    source: '内部提醒（急难型先行救助 24 小时）',
  },
  joint_visit: {
    label: '联合入户',
    nextAction: '县、乡、村一起入户',
    urgent: { hours: 24 },
    ordinary: { workingDays: 3 },
    nature: 'internal',
    source: '内部提醒（急难型先行救助 24 小时）',
  },
  relief_materials: {
    ...ours,
    label: '备齐材料',
    nextAction: '把材料备齐交上去',
    urgent: { workingDays: 2 },
    ordinary: { workingDays: 10 },
  },
  advance_paperwork: {
    label: '先行救助补手续',
    nextAction: '把先行救助的手续补齐',
    urgent: { workingDays: 10 },
    ordinary: { workingDays: 10 },
    nature: 'statutory',
    source: '民发〔2018〕23号：紧急情况解除后 10 个工作日',
  },
  quick_relief: {
    label: '小额快救',
    nextAction: '把小额救助发下去',
    urgent: { days: 1 },
    ordinary: { days: 3 },
    nature: 'statutory',
    source: '小额快救：一般 3 天内',
  },
  temporary_relief: {
    label: '临时救助审批',
    nextAction: '把临时救助批下来',
    urgent: { hours: 24 },
    ordinary: { workingDays: 15 },
    nature: 'statutory',
    source: '县级临时救助办法：支出型 15 个工作日，急难型 24 小时',
  },
  minimum_living: {
    label: '低保审核确认',
    nextAction: '办低保的审核确认',
    urgent: { workingDays: 30 },
    ordinary: { workingDays: 30 },
    nature: 'statutory',
    source: '民发〔2021〕57号：30 个工作日，公示 7 天',
  },
  minimum_living_extended: {
    label: '低保审核确认（延长）',
    nextAction: '办低保的审核确认',
    urgent: { workingDays: 45 },
    ordinary: { workingDays: 45 },
    nature: 'statutory',
    source: '民发〔2021〕57号：情况复杂的延长到 45 个工作日',
  },
  destitute_support: {
    label: '特困认定',
    nextAction: '办特困认定',
    urgent: { workingDays: 30 },
    ordinary: { workingDays: 30 },
    nature: 'statutory',
    source: '民发〔2021〕43号：乡 15 个工作日，县 15 个工作日，公示 7 天',
  },
  publication: {
    label: '公示',
    nextAction: '公示着，到期没有人反映就可以定',
    urgent: { days: 7 },
    ordinary: { days: 7 },
    nature: 'statutory',
    source: '公示到期，天数在“救助设置”里',
    setElsewhere: true,
  },
  other_relief: {
    ...ours,
    label: '专项救助',
    nextAction: '把专项救助办下来',
    urgent: { workingDays: 5 },
    ordinary: { workingDays: 15 },
  },
  department_reply: {
    ...ours,
    label: '部门回音',
    nextAction: '问一问那边办得怎样',
    urgent: { workingDays: 2 },
    ordinary: { workingDays: 10 },
  },
  telling: {
    ...ours,
    label: '告诉家里',
    nextAction: '把结果告诉家里',
    urgent: { workingDays: 1 },
    ordinary: { workingDays: 3 },
  },
  follow_up: {
    ...ours,
    label: '回访',
    nextAction: '回访这一家',
    urgent: { days: 7 },
    ordinary: { days: 30 },
  },
  filing: {
    ...ours,
    label: '报县备案',
    nextAction: '报县民政局备案',
    urgent: { workingDays: 10 },
    ordinary: { workingDays: 10 },
  },
  sampling: {
    ...ours,
    label: '县里抽查',
    nextAction: '县里可以抽查，到期销案',
    urgent: { workingDays: 20 },
    ordinary: { workingDays: 20 },
  },
  escalation: {
    ...ours,
    label: '超时上报',
    nextAction: '超时的，再往上报',
    urgent: { hours: 0.5 },
    ordinary: { workingDays: 1 },
  },
} as const satisfies Record<string, ClockRule>

/** The name of a clock. */
export type ClockName = keyof typeof clocks
export const clockNames = Object.keys(clocks) as [ClockName, ...ClockName[]]

/** The rule of a clock, typed by the table's shape rather than its literals. */
export const clockRule = (name: ClockName): ClockRule => clocks[name]

/** The clocks whose allowances a township sets in the table of clocks. */
export const settableClocks = clockNames.filter((name) => !clockRule(name).setElsewhere) as [
  ClockName,
  ...ClockName[],
]

/** Why a clock may be stopped for a while: what keeps everybody from the work, and nothing that is only inconvenient. */
export const pauseReasons = {
  family_away: '家里人外出',
  road_cut: '路断了',
  in_hospital: '人在医院',
} as const
export type PauseReason = keyof typeof pauseReasons
export const pauseReasonCodes = Object.keys(pauseReasons) as [PauseReason, ...PauseReason[]]

/** How many days ahead a pause may end. */
export const longestPauseDays = 60
