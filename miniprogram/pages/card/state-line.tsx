import { Text, View } from '@tarojs/components'
import { Icon, type IconName } from '../../components/icon/icon'
import type { ServiceState } from './service-state'

/** What each state means for somebody who needs help now: what works, and what to do. */
const said: Record<ServiceState, { icon: IconName; words: string; tone: '' | 'good' | 'wait' }> = {
  asking: { icon: 'refresh-cw', words: '正在连…电话现在就能打。', tone: '' },
  open: { icon: 'circle-check', words: '现在能报，发出去就有收条。', tone: 'good' },
  slow: { icon: 'refresh-cw', words: '现在网慢。可以先写，写好了会自动发；急事先打电话。', tone: 'wait' },
  down: {
    icon: 'refresh-cw',
    words: '系统正忙，现在收不到。可以先写，存在手机里，好了自动发；急事先打电话。',
    tone: 'wait',
  },
  unreachable: {
    icon: 'wifi-off',
    words: '现在连不上。电话能打；要报的事可以先写，有信号会自动发出去。',
    tone: 'wait',
  },
}

/** The state of the service, truthfully, beneath the number that works whatever it is. */
export function StateLine({ state }: { state: ServiceState }) {
  const { icon, words, tone } = said[state]
  return (
    <View className={`card-state${tone && ` card-state--${tone}`}`} role="status">
      <Icon name={icon} />
      <Text>{words}</Text>
    </View>
  )
}
