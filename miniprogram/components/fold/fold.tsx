import { Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './fold.scss'

/** A part of a long form: folded it says in one line what stands in it, and whether something is still missing. */
export function Fold({
  id,
  title,
  summary,
  open,
  state,
  onToggle,
  children,
}: PropsWithChildren<{
  /** By which the page finds it when it must come into view. */
  id: string
  title: string
  summary: string
  open: boolean
  /** `done`: nothing is missing; `wrong`: something must be mended before it can go. */
  state: 'done' | 'todo' | 'wrong'
  onToggle(): void
}>) {
  return (
    <View id={id} className={`fold fold--${state}`}>
      <Press
        className="fold__head"
        label={`${title}${open ? '，收起' : `：${summary}`}`}
        expanded={open}
        onPress={onToggle}
      >
        <View className="fold__mark" aria-hidden>
          {state === 'done' && <Icon name="check" />}
        </View>
        <View className="fold__words">
          <Text className="fold__title">{title}</Text>
          {!open && summary !== '' && <Text className="fold__summary">{summary}</Text>}
        </View>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
      </Press>
      {open && <View className="fold__inside">{children}</View>}
    </View>
  )
}
