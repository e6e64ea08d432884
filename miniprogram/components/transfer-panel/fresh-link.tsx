import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { linkDays } from '../../../shared/domain/transfers'
import { serviceAddress } from '../../client/transport'
import { MainButton } from '../main-button/main-button'

const page = '/pages/transfer-link/transfer-link'
const origin = () => (process.env.TARO_ENV === 'weapp' ? serviceAddress : window.location.origin)

/** Where a one-time link leads: the page in a browser, which needs no account and no WeChat. */
const addressOf = (token: string) => `${origin()}${page}?t=${token}`

/** A link that was just made. The server does not have it any more: it is handed on now, or made anew. */
export function FreshLink({ token, to }: { token: string; to: string }) {
  const address = addressOf(token)
  const copy = () =>
    Taro.setClipboardData({ data: `有一件事请${to}办，点开就能看、能答复，不用注册：${address}` })
  return (
    <View className="fresh-link" role="status">
      <Text className="fresh-link__title">链接做好了，发给他</Text>
      <Text className="fresh-link__address" selectable>
        {address}
      </Text>
      <MainButton tone="plain" icon="share-2" words="复制，去微信里粘贴" onPress={() => void copy()} />
      <Text className="fresh-link__aside">
        只显示这一次，{linkDays} 天里能用，答复过就不能再用。谁拿到都能看，只发给办的人。
      </Text>
    </View>
  )
}
