import { Text, View } from '@tarojs/components'
import Taro, { useDidShow, useShareAppMessage } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { fetchService, knownHotline } from '../../client/places'
import { type Me, signedInPerson, signOut } from '../../client/session'
import { workBehindDoor, workplaceOf } from '../../client/workplaces'
import { Trouble } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Hotline } from '../../components/hotline/hotline'
import { Icon } from '../../components/icon/icon'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { Press } from '../../components/press/press'
import { TwoDoors } from '../../components/two-doors/two-doors'
import { DemoSection } from './demo-section'
import './home.scss'

/** The front door without a card: ask for help, report for another, see one's reports, call. */
export default function HomePage() {
  const asked = useAnswer(fetchService, '')
  const [me, setMe] = useState(signedInPerson)
  useDidShow(() => setMe(signedInPerson()))
  useEffect(() => {
    const work = workBehindDoor()
    if (work) void Taro.redirectTo({ url: work })
  }, [])
  useShareAppMessage(() => ({ title: '早发现：家里有难处，点这里，有人上门看', path: '/pages/home/home' }))

  const service = asked.value
  const hotline = service?.hotline ?? knownHotline()
  return (
    <Page reader="resident" aloud={{ page: 'home' }} name="早发现" first>
      <View className="home-head">
        <View className="home-head__name" role="heading" aria-level="1">
          早发现
        </View>
        <Text className="home-head__words">
          {service ? `${service.townshipName}。` : ''}家里有难处，早点说，有人上门看。
        </Text>
      </View>
      {me && <SignedIn me={me} onLeave={() => setMe(null)} />}
      <TwoDoors />
      <MainButton
        tone="plain"
        icon="list"
        words="看看我报的事"
        onPress={() => void Taro.navigateTo({ url: '/pages/mine/mine' })}
      />
      {hotline && <Hotline number={hotline} main />}
      {service && <Text className="home-hours">{service.officeHours}</Text>}
      {asked.error !== null && !service && (
        <Trouble error={asked.error} onAgain={() => void asked.again()}>
          <Text>没有信号也能先写，写好了存在手机里，有信号会自动发出去。</Text>
        </Trouble>
      )}
      <MainButton
        tone="plain"
        words="隐私说明"
        onPress={() => void Taro.navigateTo({ url: '/pages/privacy/privacy' })}
      />
      {!me && (
        <Press className="home-staff" onPress={() => void Taro.navigateTo({ url: '/pages/sign-in/sign-in' })}>
          <Icon name="user" />
          <Text>工作人员登录</Text>
        </Press>
      )}
      {service?.demo && <DemoSection />}
    </Page>
  )
}

function SignedIn({ me, onLeave }: { me: Me; onLeave(): void }) {
  const [post] = me.posts
  const workplace = workplaceOf(me)
  const leave = async () => {
    await signOut()
    onLeave()
  }
  return (
    <View className="signed-in">
      <View className="signed-in__who">
        <Icon name="user" />
        <Press
          className="signed-in__words"
          onPress={() => void Taro.navigateTo({ url: '/pages/account/account' })}
        >
          <Text className="signed-in__name">{me.calledAs}</Text>
          {post && (
            <Text className="signed-in__post">
              {post.territoryName} · {post.title}
              {me.posts.length > 1 ? ` 等 ${me.posts.length} 个职务` : ''}
            </Text>
          )}
        </Press>
        <Press className="signed-in__leave" onPress={() => void leave()}>
          <Icon name="log-out" />
          <Text>退出</Text>
        </Press>
      </View>
      {workplace && (
        <MainButton words="看今天要办的事" onPress={() => void Taro.navigateTo({ url: workplace })} />
      )}
    </View>
  )
}
