import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './two-doors.scss'

const open = (forWhom: 'self' | 'other', card: string | undefined) => {
  const from = card === undefined ? '' : `&c=${card}`
  void Taro.navigateTo({ url: `/pages/report/report?for=${forWhom}${from}` })
}

/** The two ways in: for oneself, or for somebody who cannot. */
export function TwoDoors({ card }: { card?: string }) {
  return (
    <View className="two-doors">
      <Press className="two-doors__door" onPress={() => open('self', card)}>
        <View className="two-doors__icon">
          <Icon name="hand-helping" large />
        </View>
        <Text>我要求助</Text>
      </Press>
      <Press className="two-doors__door" onPress={() => open('other', card)}>
        <View className="two-doors__icon">
          <Icon name="users" large />
        </View>
        <Text>帮别人报</Text>
      </Press>
    </View>
  )
}
