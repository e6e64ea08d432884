import { Text, View } from '@tarojs/components'
import { spokenRemainder } from '../../../shared/domain/spoken-time'
import './clock-chip.scss'

/** From here on a clock counts as near: there is still time to do what it asks. */
const near = 4 * 3_600_000

/** How a case's clock stands: quiet, near, or overdue in red. */
export function ClockChip({ dueAt, now }: { dueAt: string; now: Date }) {
  const due = new Date(dueAt)
  const left = due.getTime() - now.getTime()
  const tone = left < 0 ? 'over' : left < near ? 'near' : 'calm'
  return (
    <View className={`clock-chip clock-chip--${tone}`}>
      <Text>{spokenRemainder(due, now)}</Text>
    </View>
  )
}
