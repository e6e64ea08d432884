import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { Icon, type IconName } from '../icon/icon'
import { Press } from '../press/press'
import './desk-ways.scss'

interface Way {
  icon: IconName
  words: string
  url: string
  /** For the county's desk too, where it may be called otherwise. */
  county?: true | string
}

/** The pages of the desk, in the order of a day. */
const ways: readonly Way[] = [
  { icon: 'hand-helping', words: '分派台', url: '/township/triage/triage', county: true },
  { icon: 'list', words: '全部线索', url: '/township/cases/cases', county: true },
  { icon: 'user', words: '我手上的', url: '/village/queue/queue', county: true },
  { icon: 'circle-check', words: '报县备案', url: '/township/filing/filing', county: true },
  { icon: 'share-2', words: '转办台账', url: '/township/transfers/transfers', county: true },
  { icon: 'pencil', words: '记一个电话或者来访', url: '/township/entry/entry' },
  { icon: 'image', words: '名片和海报', url: '/township/cards/cards' },
  { icon: 'users', words: '值班表和地名', url: '/township/settings/settings', county: '值班表' },
]

/** Where else the desk leads; the page one stands on is left out. */
export function DeskWays({ ofTownship, here }: { ofTownship: boolean; here: string }) {
  return (
    <View className="desk-ways">
      {ways
        .filter(({ url, county }) => url !== here && (ofTownship || county))
        .map(({ icon, words, url, county }) => (
          <Press key={url} className="desk-ways__way" onPress={() => void Taro.navigateTo({ url })}>
            <Icon name={icon} />
            <Text>{!ofTownship && typeof county === 'string' ? county : words}</Text>
          </Press>
        ))}
    </View>
  )
}
