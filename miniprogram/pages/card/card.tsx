import { Text, View } from '@tarojs/components'
import Taro, { useRouter, useShareAppMessage } from '@tarojs/taro'
import { useState } from 'react'
import { type Card, fetchCard, keptCard } from '../../client/cards'
import { ApiProblem } from '../../client/problem'
import { Empty, Loading, Trouble } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { Initial } from '../../components/initial/initial'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { TwoDoors } from '../../components/two-doors/two-doors'
import { cardIn } from './card-address'
import './card.scss'

/** The hotline card of a village: whom to call, how to report, what help there is. Works from the last one seen. */
export default function CardPage() {
  const { params } = useRouter()
  const id = cardIn(params)
  const [seen] = useState(() => keptCard(id))
  const asked = useAnswer(() => fetchCard(id), id)
  const card = asked.value ?? seen
  const place = card?.village?.name ?? card?.townshipName ?? '村里'

  useShareAppMessage(() => ({
    title: `${place}：家里有难处，点这里，有人上门看`,
    path: `/pages/card/card?c=${id}`,
  }))

  return (
    <Page reader="resident" aloud={{ page: 'card' }} name="村里的热线">
      {card ? (
        <CardFace card={card} stale={asked.value === null && asked.error !== null} />
      ) : asked.asking ? (
        <Loading words="正在打开名片…" />
      ) : asked.error instanceof ApiProblem && asked.error.status < 500 ? (
        <Empty title="这张名片打不开">
          <Text>可能已经换了新的。您还是可以报事，乡里会看是哪个村。</Text>
          <TwoDoors />
        </Empty>
      ) : (
        <Trouble error={asked.error} onAgain={() => void asked.again()}>
          <Text>没有信号也能先写，写好了存在手机里，有信号会自动发出去。</Text>
          <TwoDoors card={id || undefined} />
        </Trouble>
      )}
    </Page>
  )
}

function CardFace({ card, stale }: { card: Card; stale: boolean }) {
  return (
    <>
      <View className="card-head">
        <Text className="card-head__place">{card.townshipName}</Text>
        <View className="card-head__village" role="heading" aria-level="1">
          {card.village?.name ?? '全乡'}
        </View>
      </View>
      {card.contact && (
        <View className="card-contact">
          <Initial calledAs={card.contact.calledAs} />
          <View>
            <Text className="card-contact__name">
              {card.contact.title} {card.contact.calledAs}
            </Text>
            <Text className="card-contact__duty">有难处找我，我上门看</Text>
          </View>
        </View>
      )}
      {stale && (
        <View className="card-note">
          <Icon name="wifi-off" />
          <Text>现在没有信号。电话能打；要报的事可以先写，有信号会自动发出去。</Text>
        </View>
      )}
      <Hotline number={card.hotline} main />
      <TwoDoors card={card.id} />
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
