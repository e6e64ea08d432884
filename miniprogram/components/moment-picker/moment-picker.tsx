import { View } from '@tarojs/components'
import { dateOf, spokenDate } from '../../../shared/domain/absence-days'
import { DatePicker } from '../date-picker/date-picker'
import './moment-picker.scss'

/** A moment while it is picked, by China's clock: 2026-11-24 and 22:30. */
export interface PickedMoment {
  date: string
  time: string
}

const chinaOffset = 8 * 3_600_000

/** A moment as it is picked. */
export const pickedMoment = (at: Date): PickedMoment => ({
  date: dateOf(at),
  time: new Date(at.getTime() + chinaOffset).toISOString().slice(11, 16),
})

/** What was picked, as the server takes it. */
export const instantOf = ({ date, time }: PickedMoment): string =>
  new Date(`${date}T${time}:00+08:00`).toISOString()

/** A day and a time of day. */
export function MomentPicker({
  value,
  label,
  start,
  end,
  onChange,
}: {
  value: PickedMoment
  label: string
  /** The first and the last day that can be picked. */
  start?: string
  end?: string
  onChange(value: PickedMoment): void
}) {
  return (
    <View className="moment">
      <DatePicker
        of="day"
        label={`${label}，哪天`}
        value={value.date}
        start={start}
        end={end}
        onPick={(date) => onChange({ ...value, date })}
      >
        <View className="moment__part">{spokenDate(value.date, new Date())}</View>
      </DatePicker>
      <DatePicker
        of="time"
        label={`${label}，几点`}
        value={value.time}
        onPick={(time) => onChange({ ...value, time })}
      >
        <View className="moment__part">{value.time}</View>
      </DatePicker>
    </View>
  )
}
