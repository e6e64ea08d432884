import { Picker, View } from '@tarojs/components'
import { useState } from 'react'
import { absenceOver, dateOf, spokenDate } from '../../../shared/domain/absence-days'
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
        <Picker mode="date" value={from} start={today} onChange={({ detail }) => setFrom(detail.value)}>
          <View className="leave__day">从 {spokenDate(from, now)}</View>
        </Picker>
        <Picker mode="date" value={until} start={from} onChange={({ detail }) => setUntil(detail.value)}>
          <View className="leave__day">到 {spokenDate(until, now)}</View>
        </Picker>
      </View>
      <MainButton words={words} busy={busy} onPress={() => onLeave(absenceOver(from, until))} />
    </View>
  )
}
