import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useState } from 'react'
import { answerForGroup, enterGroupChat, type GroupChatHere } from '../../client/group-chat'
import { Warning } from '../../components/answer/answer'
import { useAct } from '../../components/answer/use-act'
import { MainButton } from '../../components/main-button/main-button'

const told = {
  bound: '记下了：群里的人从名片报，就算是这个村的。',
  asked_township: '这个群别的村先认了。已经请乡里来定。',
  not_ours: '好，不算。以后不再问您。',
} as const

/** The chat group that the card was opened in, asked about each time the page comes into view. */
export function useGroupChat(card: string): [GroupChatHere | null, () => Promise<void>] {
  const [chat, setChat] = useState<GroupChatHere | null>(null)
  const look = async () => setChat(card === '' ? null : await enterGroupChat(card))
  useDidShow(() => void look())
  return [chat, look]
}

/** Asks somebody of a village, once, whether this is their village's group. */
export function GroupQuestion({ chat, onAnswered }: { chat: GroupChatHere; onAnswered(): Promise<void> }) {
  const [answer, setAnswer] = useState<keyof typeof told | null>(null)
  const { busy, trouble, act } = useAct({ onOvertaken: onAnswered })
  const say = (village: string | null) =>
    act(async () => {
      setAnswer(await answerForGroup(chat, village))
      await onAnswered()
    })
  if (answer !== null) {
    return (
      <View className="card-group card-group--told" role="status">
        {told[answer]}
      </View>
    )
  }
  if (chat.ask.length === 0) return null
  return (
    <View className="card-group">
      <Text className="card-group__question">
        {chat.ask.length === 1 ? `这个群是${chat.ask[0]?.name}的群吗？` : '这个群是哪个村的群？'}
      </Text>
      <Text>认了以后，群里的人打开名片，看到的、报到的就是这个村。认错了，在「名片和海报」里能改。</Text>
      <Warning words={trouble} />
      {chat.ask.map(({ code, name }) => (
        <MainButton
          key={code}
          words={chat.ask.length === 1 ? `是，${name}的群` : name}
          busy={busy && '正在记…'}
          onPress={() => void say(code)}
        />
      ))}
      <MainButton tone="plain" words="不是" busy={busy && '正在记…'} onPress={() => void say(null)} />
    </View>
  )
}
