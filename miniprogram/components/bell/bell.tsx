import { Text } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { call } from '../../client/api'
import { useAnswer, useRefresh } from '../answer/use-answer'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import { shownCount } from '../queue-counts/shown-count'
import './bell.scss'

/** The way to one's messages, with how many are unread. Where that cannot be had, the way is still there. */
export function Bell() {
  const asked = useAnswer(() => call('GET /api/inbox/unread'), '')
  useRefresh(asked.again)
  const unread = asked.value?.unread ?? 0
  return (
    <Press
      className="bell"
      label={unread > 0 ? `消息，${shownCount(unread)} 条没看` : '消息'}
      onPress={() => void Taro.navigateTo({ url: '/pages/inbox/inbox' })}
    >
      <Icon name="bell" />
      <Text>消息</Text>
      {unread > 0 && <Text className="bell__count">{shownCount(unread)}</Text>}
    </Press>
  )
}
