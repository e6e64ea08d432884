import { Picker } from '@tarojs/components'
import type { DatePickerProps } from './when'

/** A day, a month or a time of day, by WeChat's wheels. */
export function DatePicker({
  of,
  label,
  value,
  suggested = '',
  start,
  end,
  onPick,
  children,
}: DatePickerProps) {
  if (of === 'time')
    return (
      <Picker mode="time" value={value} aria-label={label} onChange={({ detail }) => onPick(detail.value)}>
        {children}
      </Picker>
    )
  return (
    <Picker
      mode="date"
      fields={of}
      value={value || suggested}
      start={start}
      end={end}
      aria-label={label}
      // WeChat may answer a month with a day behind it.
      onChange={({ detail }) => onPick(of === 'month' ? detail.value.slice(0, 7) : detail.value)}
    >
      {children}
    </Picker>
  )
}
