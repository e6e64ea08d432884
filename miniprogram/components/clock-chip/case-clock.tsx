import { Text, View } from '@tarojs/components'
import type { Urgency } from '../../../shared/domain/urgency'
import { Icon } from '../icon/icon'
import { ClockChip } from './clock-chip'
import './case-clock.scss'

/** What presses about a case, in front of everything else: its clock, and whether it is urgent. */
export function CaseClock({ work, now }: { work: { dueAt: string; urgency: Urgency }; now: Date }) {
  return (
    <View className="case-clock">
      <ClockChip dueAt={work.dueAt} now={now} />
      {work.urgency === 'urgent' && (
        <View className="case-clock__urgent">
          <Icon name="siren" />
          <Text>要紧</Text>
        </View>
      )}
    </View>
  )
}
