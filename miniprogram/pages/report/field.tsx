import { Input, Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import './field.scss'

/** A question of the form with its answer beneath, and what is wrong with it if something is. */
export function Field({
  label,
  hint,
  fault,
  children,
}: PropsWithChildren<{ label: string; hint?: string; fault?: string }>) {
  return (
    <View className="field">
      <View className="field__label">
        <Text>{label}</Text>
        {hint && <Text className="field__hint">{hint}</Text>}
      </View>
      {children}
      {fault && (
        <View className="field__fault" role="alert">
          {fault}
        </View>
      )}
    </View>
  )
}

interface LineProps {
  label: string
  placeholder: string
  value: string
  longest: number
  wrong?: boolean
  type?: 'text' | 'number'
  onChange(value: string): void
}

/** One line to type in. */
export function Line({
  label,
  placeholder,
  value,
  longest,
  wrong = false,
  type = 'text',
  onChange,
}: LineProps) {
  return (
    <Input
      className={`line${wrong ? ' line--wrong' : ''}`}
      placeholderClass="hint"
      placeholder={placeholder}
      ariaLabel={label}
      // A browser's own element lies inside Taro's: its label must be put on that one.
      nativeProps={{ 'aria-label': label, ...(type === 'number' && { inputMode: 'tel' }) }}
      type={process.env.TARO_ENV === 'weapp' ? type : 'text'}
      maxlength={longest}
      value={value}
      onInput={(event) => onChange(event.detail.value)}
    />
  )
}
