import { Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import './press.scss'

type PressProps = PropsWithChildren<{
  onPress(): void
  className?: string
  /** What a screen reader says instead of the words inside; it holds them, for people who speak what they see. */
  label?: string
  /** What a screen reader says before the words inside: what comes of pressing it. */
  heard?: string
  /** A choice that can be on or off is told apart from a plain button. */
  role?: 'button' | 'link' | 'checkbox' | 'radio' | 'switch'
  checked?: boolean
  /** Of what folds something out beneath it. */
  expanded?: boolean
  off?: boolean
}>

/** Anything that can be tapped: one element for WeChat and the browser, reachable by keyboard there. */
export function Press({
  onPress,
  className = '',
  label,
  heard,
  role = 'button',
  checked,
  expanded,
  off = false,
  children,
}: PressProps) {
  const press = () => {
    if (!off) onPress()
  }
  const onKeyDown = (event: { key?: string; preventDefault(): void }) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    press()
  }
  // Attributes of a browser; WeChat takes the role and the label under the same names.
  const spoken = {
    role,
    tabIndex: off ? -1 : 0,
    onKeyDown,
    ...(label !== undefined && { 'aria-label': label }),
    ...(checked !== undefined && { 'aria-checked': checked ? 'true' : 'false' }),
    ...(expanded !== undefined && { 'aria-expanded': expanded ? 'true' : 'false' }),
    ...(off && { 'aria-disabled': 'true' }),
  }
  return (
    <View
      {...spoken}
      className={`press ${off ? 'press--off ' : ''}${checked ? 'press--on ' : ''}${className}`}
      hoverClass={off ? 'none' : 'press--down'}
      onClick={press}
    >
      {heard !== undefined && <Text className="press__heard">{heard}</Text>}
      {children}
    </View>
  )
}
