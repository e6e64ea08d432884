import { Input, Text, Textarea, View } from '@tarojs/components'
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

/** WeChat puts the cursor there; in a browser Taro would take it back with every key, so the page does it once. */
const wantsFocus = (first: boolean) => first && process.env.TARO_ENV === 'weapp'

interface LineProps {
  label: string
  placeholder: string
  value: string
  longest: number
  wrong?: boolean
  type?: 'text' | 'number'
  /** The cursor stands here when the page opens. */
  first?: boolean
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
  first = false,
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
      focus={wantsFocus(first)}
      value={value}
      onInput={(event) => onChange(event.detail.value)}
    />
  )
}

const longestStory = 2000

/** A text in one's own words. */
export function Story({
  label,
  placeholder,
  value,
  wrong = false,
  first = false,
  onChange,
}: Pick<LineProps, 'label' | 'placeholder' | 'value' | 'wrong' | 'first' | 'onChange'>) {
  return (
    <Textarea
      className={`story${wrong ? ' line--wrong' : ''}`}
      placeholderClass="hint"
      placeholder={placeholder}
      ariaLabel={label}
      nativeProps={{ 'aria-label': label }}
      maxlength={longestStory}
      focus={wantsFocus(first)}
      value={value}
      onInput={(event) => onChange(event.detail.value)}
    />
  )
}
