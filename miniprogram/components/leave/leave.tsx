import { View } from '@tarojs/components'
import { useState } from 'react'
import { absenceOver, dateOf, spokenDate } from '../../../shared/domain/absence-days'
import { DatePicker } from '../date-picker/date-picker'
import { MainButton } from '../main-button/main-button'
import './leave.scss'

interface LeaveProps {
  words: string
  busy?: string | false
  onLeave(absence: { from: string; until: string }): void
}

/** From which day to which day somebody is away, both counted in. */
export function Leave({ words, busy = false, onLeave }: LeaveProps) {
  const now = new Date()
  const today = dateOf(now)
  const [from, setFrom] = useState(today)
  const [wanted, setUntil] = useState(today)
  // Dates written as 2026-11-24 stand in their own order.
  const [until = from] = [from, wanted].sort().reverse()
  return (
    <View className="leave">
      <View className="leave__days">
        <DatePicker of="day" label="从哪天起" value={from} start={today} onPick={setFrom}>
          <View className="leave__day">从 {spokenDate(from, now)}</View>
        </DatePicker>
        <DatePicker of="day" label="到哪天" value={until} start={from} onPick={setUntil}>
          <View className="leave__day">到 {spokenDate(until, now)}</View>
        </DatePicker>
      </View>
      <MainButton words={words} busy={busy} onPress={() => onLeave(absenceOver(from, until))} />
    </View>
  )
}
