import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import type { Card } from '../../client/cards'
import { Hotline } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { Initial } from '../../components/initial/initial'
import { MainButton } from '../../components/main-button/main-button'
import { TwoDoors } from '../../components/two-doors/two-doors'
import type { ServiceState } from './service-state'
import { StateLine } from './state-line'

/** A card: whose, who is on duty, the number, how it stands, the two doors, and what help there is. */
export function CardFace({ card, opened, state }: { card: Card; opened: string; state: ServiceState }) {
  return (
    <>
      <View className="card-head">
        <Text className="card-head__place">{card.townshipName}</Text>
        <View className="card-head__village" role="heading" aria-level="1">
          {card.village?.name ?? '全乡'}
          {card.group && <Text className="card-head__group"> {card.group} 组</Text>}
        </View>
      </View>
      {card.withdrawn && (
        <View className="card-state card-state--wait">
          <Icon name="map-pin" />
          <Text>这张名片收回了，不再算是哪个村的。电话照样能打；要报事，写上住哪里，乡里会看。</Text>
        </View>
      )}
      {card.contact && (
        <View className="card-contact">
          <Initial calledAs={card.contact.calledAs} />
          <View>
            <Text className="card-contact__name">
              {card.contact.title} {card.contact.calledAs}
            </Text>
            <Text className="card-contact__duty">今天值班。有难处找我，我上门看</Text>
          </View>
        </View>
      )}
      {card.hotline && <Hotline number={card.hotline} main />}
      <StateLine state={state} />
      <TwoDoors card={card.withdrawn ? undefined : opened} />
      <MainButton
        tone="plain"
        icon="list"
        words="看看我报的事"
        onPress={() => void Taro.navigateTo({ url: '/pages/mine/mine' })}
      />
      <View className="card-help">
        <View className="card-help__title" role="heading" aria-level="2">
          能帮上什么
        </View>
        {card.help.map((help) => (
          <View key={help} className="card-help__line">
            <View className="card-help__tick">
              <Icon name="check" />
            </View>
            <Text>{help}</Text>
          </View>
        ))}
        <Text className="card-hours">{card.officeHours}</Text>
      </View>
    </>
  )
}
