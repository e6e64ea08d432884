import { View } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import './date-picker.scss'
import type { DatePickerProps } from './when'

const kinds = { day: 'date', month: 'month', time: 'time' } as const

/**
 * A day, a month or a time of day, by the browser's own calendar, which a desk has with keys and typing, and which
 * costs a phone nothing to load: its field lies unseen over what is shown.
 */
export function DatePicker({ of, label, value, start, end, onPick, children }: DatePickerProps) {
  const field = useRef<HTMLInputElement>(null)
  // The field keeps what is half typed, so it is told only of what was picked elsewhere.
  useEffect(() => {
    if (field.current && field.current.value !== value) field.current.value = value
  }, [value])
  return (
    <View className="date-picker">
      {children}
      <input
        ref={field}
        className="date-picker__field"
        type={kinds[of]}
        aria-label={label}
        defaultValue={value}
        min={start}
        max={end}
        onChange={({ target }) => {
          // Half typed it is nothing yet, and it may lie outside the bounds.
          if (target.value && target.validity.valid) onPick(target.value)
        }}
      />
    </View>
  )
}
