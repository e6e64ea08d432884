import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { signedInPerson, signOut } from '../../client/session'
import { Bell } from '../bell/bell'
import { Icon } from '../icon/icon'
import { MainButton } from '../main-button/main-button'
import { Press } from '../press/press'
import './person-bar.scss'

const home = '/pages/home/home'

/** Who is at work here, their messages, and the way out: staff share phones and desks. */
export function PersonBar() {
  const me = signedInPerson()
  const [post] = me?.posts ?? []
  const leave = async () => {
    await signOut()
    await Taro.reLaunch({ url: home })
  }
  if (!me) return null
  return (
    <View className="person-bar">
      <Icon name="user" />
      <Press
        className="person-bar__who"
        onPress={() => void Taro.navigateTo({ url: '/pages/account/account' })}
      >
        <Text className="person-bar__name">{me.calledAs}</Text>
        {post && (
          <Text className="person-bar__post">
            {post.territoryName} · {post.title}
          </Text>
        )}
      </Press>
      <Bell />
      <Press className="person-bar__leave" onPress={() => void leave()}>
        <Icon name="log-out" />
        <Text>退出</Text>
      </Press>
    </View>
  )
}

/** What a worker's page shows when nobody of the staff is signed in on this phone. */
export function NotSignedIn() {
  return (
    <View className="person-bar person-bar--nobody">
      <Text>这里是工作人员用的，请先登录。</Text>
      <MainButton
        icon="user"
        words="工作人员登录"
        onPress={() => void Taro.navigateTo({ url: '/pages/sign-in/sign-in' })}
      />
      <MainButton
        tone="plain"
        icon="house"
        words="去首页"
        onPress={() => void Taro.reLaunch({ url: home })}
      />
    </View>
  )
}
