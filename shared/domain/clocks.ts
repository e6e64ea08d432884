/** How long one step may take: around the clock in hours, or in the State Council's working days. */
export type Allowance = { hours: number } | { workingDays: number }

/** One clock of the procedure, with what it allows and whose rule it is. */
export interface ClockRule {
  label: string
  urgent: Allowance
  ordinary: Allowance
  /** `internal`: our own reminder (内部提醒), never to be shown as a legal deadline. */
  nature: 'internal' | 'notice'
  source: string
}

/**
 * The clocks' defaults. The notice itself says only 第一时间 and 立即; the rest are our reminders, and screens
 * must say so. Working days run by the State Council's calendar, urgent clocks around the clock.
 */
export const clocks = {
  placing: {
    label: '分到村里',
    urgent: { hours: 0.5 },
    ordinary: { workingDays: 1 },
    nature: 'internal',
    source: '内部提醒',
  },
  acknowledgement: {
    label: '协理员接单',
    urgent: { hours: 0.5 },
    ordinary: { workingDays: 1 },
    nature: 'internal',
    source: '内部提醒（通知只说“第一时间”）',
  },
  home_visit: {
    label: '入户核实',
    urgent: { hours: 24 },
    ordinary: { workingDays: 3 },
    nature: 'internal',
    source: '内部提醒',
  },
  department_reply: {
    label: '部门回音',
    urgent: { workingDays: 2 },
    ordinary: { workingDays: 10 },
    nature: 'internal',
    source: '内部提醒',
  },
} as const satisfies Record<string, ClockRule>

/** The name of a clock. */
export type ClockName = keyof typeof clocks
