import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { whenSomebodyLeaves } from '../../client/leaving'
import { MainButton } from '../main-button/main-button'
import './session-over.scss'

/**
 * Whoever is at work when their session ends is told so where they are, and has a way on. What they had typed lies on
 * the phone under their account, and is in its form again.
 */
export function SessionOver() {
  const [over, setOver] = useState(false)
  useEffect(() => whenSomebodyLeaves((how) => setOver(how === 'session-over')), [])
  return over ? (
    <View className="session-over" role="alert">
      <Text>登录过期了。写了一半的都存着，重新登录了接着写。</Text>
      <MainButton
        icon="user"
        words="重新登录"
        onPress={() => void Taro.navigateTo({ url: '/pages/sign-in/sign-in' })}
      />
    </View>
  ) : null
}
