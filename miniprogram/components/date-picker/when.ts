import type { ReactNode } from 'react'

/** What is picked, and how it is written: a day 2026-11-24, a month 2026-11, a time of day 22:30. */
export type When = 'day' | 'month' | 'time'

export interface DatePickerProps {
  of: When
  /** What is picked, for somebody who hears the screen: 从哪天起. */
  label: string
  value: string
  /** Where WeChat's wheels stand while nothing is picked. */
  suggested?: string
  /** The first and the last that can be picked. */
  start?: string
  end?: string
  onPick(value: string): void
  /** What is seen, and tapped. */
  children: ReactNode
}
