import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { type Allowed, askInWeChat, canAskInWeChat, messagePermissions } from '../../client/subscribe'
import { useAnswer } from '../answer/use-answer'
import { MainButton } from '../main-button/main-button'
import './tell-me.scss'

const answered: Record<Allowed, string> = {
  allowed: '好，有消息会在微信里告诉您。',
  refused: '没有打开微信提醒。什么时候想看，打开早发现就能看。',
  off: '手机上的微信提醒关着。点右上角 ··· → 设置 → 订阅消息，打开后再点一次。',
}

interface TellMeProps {
  words: string
  /** Says how many messages may still come: for whom it is a tool of every day. */
  counting?: boolean
}

/** A button by which one message more may come in WeChat. Nothing is shown where WeChat brings none. */
export const TellMe = (props: TellMeProps) => (canAskInWeChat ? <InWeChat {...props} /> : null)

function InWeChat({ words, counting = false }: TellMeProps) {
  const asked = useAnswer(messagePermissions, '')
  const [answer, setAnswer] = useState<Allowed | null>(null)
  const [more, setMore] = useState(0)
  const { templates = [], left = 0 } = asked.value ?? {}
  if (templates.length === 0) return null
  const press = () =>
    void askInWeChat(templates).then((said) => {
      setAnswer(said)
      if (said === 'allowed') setMore(more + 1)
    })
  return (
    <View className="tell-me">
      {/* For a resident one yes is enough; whoever works with it may give another with each tap. */}
      {(answer !== 'allowed' || counting) && (
        <MainButton tone="plain" icon="bell" words={words} onPress={press} />
      )}
      {counting && <Text className="tell-me__words">点一次收一条，现在还能收 {left + more} 条。</Text>}
      {answer && (answer !== 'allowed' || !counting) && (
        <Text className="tell-me__words">{answered[answer]}</Text>
      )}
    </View>
  )
}
