import { Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import { spokenMoment } from '../../../shared/domain/spoken-time'
import { plainly } from '../../client/problem'
import { MainButton } from '../main-button/main-button'
import './answer.scss'

/** While the server is being asked. */
export function Loading({ words = '正在看…' }: { words?: string }) {
  return (
    <View className="answer" role="status">
      <Text>{words}</Text>
    </View>
  )
}

/** Nothing here yet: says so, and what to do. */
export function Empty({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <View className="answer">
      <Text className="answer__title">{title}</Text>
      {children}
    </View>
  )
}

/** What was just asked for did not happen, on a page that stands: one plain sentence. */
export function Warning({ words }: { words: string | null }) {
  return words === null ? null : (
    <View className="warning" role="alert">
      {words}
    </View>
  )
}

/** What stands below is what this phone was shown at an earlier time: there is no signal to ask how it is now. */
export function SeenAt({ keptAt }: { keptAt: number | null }) {
  return keptAt === null ? null : (
    <View className="seen-at" role="status">
      没有信号。下面是{spokenMoment(new Date(keptAt), new Date())} 看到的，现在可能不一样了。
    </View>
  )
}

/** It did not work: one plain sentence, and once more. */
export function Trouble({
  error,
  onAgain,
  children,
}: PropsWithChildren<{ error: unknown; onAgain(): void }>) {
  return (
    <View className="answer answer--trouble" role="alert">
      <Text>{plainly(error)}</Text>
      <MainButton tone="plain" icon="refresh-cw" words="再试一次" onPress={onAgain} />
      {children}
    </View>
  )
}
