import { Text, View } from '@tarojs/components'
import Taro, { useRouter, useShareAppMessage, useShareTimeline } from '@tarojs/taro'
import { useState } from 'react'
import { fetchCard, keptCard } from '../../client/cards'
import { knownHotline } from '../../client/places'
import { ApiProblem } from '../../client/problem'
import { signedInPerson } from '../../client/session'
import { useAnswer } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { ShareCard } from '../../components/share-card/share-card'
import { TwoDoors } from '../../components/two-doors/two-doors'
import { cardIn } from './card-address'
import { CardFace } from './card-face'
import { GroupQuestion, useGroupChat } from './group-question'
import type { ServiceState } from './service-state'
import picture from './share.png'
import { StateLine } from './state-line'
import { useServiceState } from './use-service-state'
import './card.scss'

/** The hotline card of a village: whom to call, how to report, what help there is. Works from the last one seen. */
export default function CardPage() {
  const { params } = useRouter()
  const id = cardIn(params)
  const [seen] = useState(() => keptCard(id))
  const asked = useAnswer(() => fetchCard(id), id)
  const [chat, lookAgain] = useGroupChat(id)
  const state = useServiceState(asked)
  const card = chat?.card ?? asked.value ?? seen
  const shared = {
    title: `${card?.village?.name ?? card?.townshipName ?? '村里'}：家里有难处，点这里，有人上门看`,
    path: id === '' ? '/pages/home/home' : `/pages/card/card?c=${id}`,
  }

  useShareAppMessage(() => ({ ...shared, imageUrl: picture }))
  useShareTimeline(() => ({ title: shared.title, query: id === '' ? '' : `c=${id}` }))

  // Whoever works here opens it to send it on; everybody else to be helped.
  const staff = signedInPerson() !== null
  const unknown = asked.error instanceof ApiProblem && asked.error.status < 500
  return (
    <Page reader="resident" aloud={{ page: 'card' }} name="村里的热线">
      {chat && <GroupQuestion chat={chat} onAnswered={lookAgain} />}
      {card && !card.withdrawn && staff && <ShareCard shared={shared} words="发到村里的群" inMoments />}
      {card ? (
        <CardFace card={card} opened={id} state={state} />
      ) : unknown ? (
        <Elsewhere />
      ) : (
        <NotYet id={id} state={state} asked={asked} />
      )}
      {card && !card.withdrawn && !staff && <ShareCard shared={shared} inMoments />}
    </Page>
  )
}

/** No card to be had: the telephone, and the doors that need none. */
function Elsewhere() {
  const hotline = knownHotline()
  return (
    <>
      <View className="card-head">
        <View className="card-head__village" role="heading" aria-level="1">
          这张名片打不开
        </View>
        <Text className="card-head__place">
          可能已经换了新的。您还是可以打电话、可以报事，乡里会看是哪个村。
        </Text>
      </View>
      {hotline && <Hotline number={hotline} main />}
      <TwoDoors />
      <MainButton
        tone="plain"
        icon="house"
        words="去首页"
        onPress={() => void Taro.reLaunch({ url: '/pages/home/home' })}
      />
    </>
  )
}

/** The card has not come yet, or cannot: what works without it stands here from the first moment. */
function NotYet({
  id,
  state,
  asked,
}: {
  id: string
  state: ServiceState
  asked: { asking: boolean; again(): Promise<void> }
}) {
  const hotline = knownHotline()
  return (
    <>
      <View className="card-head">
        <View className="card-head__village" role="heading" aria-level="1">
          有难处，早点说
        </View>
        <Text className="card-head__place">有人上门看。</Text>
      </View>
      {hotline && <Hotline number={hotline} main />}
      <StateLine state={state} />
      <TwoDoors card={id} />
      {!asked.asking && (
        <MainButton tone="plain" icon="refresh-cw" words="再试一次" onPress={() => void asked.again()} />
      )}
    </>
  )
}
