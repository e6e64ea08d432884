import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { signedInPerson } from '../../client/session'
import { worksInVillage } from '../../client/workplaces'
import { Icon, type IconName } from '../icon/icon'
import { Press } from '../press/press'
import './village-ways.scss'

const ways = [
  { here: 'today', icon: 'circle-check', words: '今天', url: '/village/today/today' },
  { here: 'queue', icon: 'list', words: '线索', url: '/village/queue/queue' },
  { here: 'our-village', icon: 'house', words: '我的村', url: '/village/our-village/our-village' },
] as const satisfies readonly { here: string; icon: IconName; words: string; url: string }[]

/** One of them. */
export type VillageWay = (typeof ways)[number]['here']

/** What stands at the foot of a page for those who work in a village; nothing for whoever comes from a desk. */
export function villageWays(here: VillageWay) {
  const me = signedInPerson()
  return me && worksInVillage(me) ? <VillageWays here={here} /> : null
}

/**
 * The three places of those who work in a village, each one tap from the others. One takes the other's place, so that
 * 返回 leads back to where one came from and not through all of them.
 */
function VillageWays({ here }: { here: VillageWay }) {
  return (
    <View className="village-ways" role="navigation">
      {ways.map(({ here: place, icon, words, url }) => (
        <Press
          key={place}
          className={`village-ways__way${place === here ? ' village-ways__way--here' : ''}`}
          label={place === here ? `${words}，现在在这里` : words}
          onPress={() => {
            if (place !== here) void Taro.redirectTo({ url })
          }}
        >
          <Icon name={icon} large />
          <Text>{words}</Text>
        </Press>
      ))}
    </View>
  )
}
