import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { Refusal } from '../../client/refusal'
import { Icon } from '../icon/icon'
import { Press } from '../press/press'
import './refused.scss'

interface RefusedProps {
  of: Refusal | null
  /** What cannot be used: 麦克风. */
  what: string
  /** What leads to the same without it. */
  instead: string
}

const because: Record<Exclude<Refusal, 'cancelled'>, (what: string) => string> = {
  privacy: (what) => `您没有同意用${what}，`,
  permission: (what) => `现在用不了${what}，`,
  undeclared: (what) => `现在还用不了${what}，`,
}

/** The phone or its owner said no: what to do instead, and where one can change one's mind. */
export function Refused({ of, what, instead }: RefusedProps) {
  if (of === null || of === 'cancelled') return null
  return (
    <View className="refused" role="alert">
      <Text>
        {because[of](what)}
        {instead}
      </Text>
      {of === 'privacy' && <Text className="refused__later">改主意了，过一会儿再点一次。</Text>}
      {of === 'permission' && process.env.TARO_ENV === 'weapp' && (
        <Press className="refused__allow" onPress={() => void Taro.openSetting().catch(() => undefined)}>
          <Icon name="square-check-big" />
          <Text>去允许用{what}</Text>
        </Press>
      )}
    </View>
  )
}
