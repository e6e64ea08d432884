import { Text, View } from '@tarojs/components'
import Taro, { useShareAppMessage } from '@tarojs/taro'
import { spokenAbsence } from '../../../shared/domain/absence-days'
import { call, type Reply } from '../../client/api'
import { signedInPerson } from '../../client/session'
import { Loading, Trouble } from '../../components/answer/answer'
import { useAnswer, useRefresh } from '../../components/answer/use-answer'
import { Initial } from '../../components/initial/initial'
import { MainButton } from '../../components/main-button/main-button'
import { Page } from '../../components/page/page'
import { NotSignedIn, PersonBar } from '../../components/person-bar/person-bar'
import { ShareCard, type Shared } from '../../components/share-card/share-card'
import { villageWays } from '../../components/village-ways/village-ways'
import picture from '../../pages/card/share.png'
import { FindHousehold } from './find-household'
import '../../components/village-block/village-block.scss'

type Village = Reply<'GET /api/our-villages'>['villages'][number]

/** A village's card on its way into its group. */
const cardOf = (name = '村里', card?: string | null): Shared => ({
  title: `${name}：家里有难处，点这里，有人上门看`,
  path: card ? `/pages/card/card?c=${card}` : '/pages/home/home',
})

const fetchVillages = () => call('GET /api/our-villages')

/** One's own village: finding a household, who is there, the card for the group chat, its figures. */
export default function OurVillagePage() {
  return (
    <Page reader="worker" name="我的村" foot={villageWays('our-village')}>
      {signedInPerson() ? <OurVillages /> : <NotSignedIn />}
    </Page>
  )
}

function OurVillages() {
  const asked = useAnswer(fetchVillages, '')
  useRefresh(asked.again)
  const villages = asked.value?.villages ?? []
  const shared = villages.find(({ card }) => card !== null)
  useShareAppMessage(() => ({ ...cardOf(shared?.name, shared?.card), imageUrl: picture }))
  return (
    <>
      <PersonBar />
      <FindHousehold />
      {asked.error !== null && !asked.value && (
        <Trouble error={asked.error} onAgain={() => void asked.again()} />
      )}
      {!asked.value && asked.asking && <Loading />}
      {villages.map((village) => (
        <OneVillage key={village.code} village={village} />
      ))}
    </>
  )
}

function OneVillage({ village }: { village: Village }) {
  const now = new Date()
  const { code, name, townshipName, card, people, acting } = village
  return (
    <>
      <View className="village-name" role="heading" aria-level="1">
        {townshipName} {name}
      </View>
      <View className="village-block">
        <View className="village-block__title" role="heading" aria-level="2">
          谁在，谁不在
        </View>
        <Text className="village-block__aside">
          {acting
            ? `现在有新线索，到${acting.title} ${acting.calledAs}手里`
            : '现在没有人能接，乡里在替您们接'}
        </Text>
        {people.map((person) => (
          <Person key={`${person.title} ${person.calledAs}`} person={person} now={now} />
        ))}
        <MainButton
          tone="plain"
          icon="calendar-off"
          words="我请假"
          onPress={() => void Taro.navigateTo({ url: '/village/duty/duty' })}
        />
      </View>
      <View className="village-block">
        <View className="village-block__title" role="heading" aria-level="2">
          村里的热线名片
        </View>
        {card ? (
          <>
            <Text className="village-block__aside">发到村里的群，哪家有难处点一下就能报、能打电话。</Text>
            <ShareCard shared={cardOf(name, card)} words="发到群里" />
            <MainButton
              tone="plain"
              icon="share-2"
              words="看村里的名片"
              onPress={() => void Taro.navigateTo({ url: `/pages/card/card?c=${card}` })}
            />
          </>
        ) : (
          <Text className="village-block__aside">这个村还没有名片，自己就能做一张。</Text>
        )}
        <MainButton
          tone="plain"
          icon="image"
          words="名片、海报和认过的群"
          onPress={() => void Taro.navigateTo({ url: '/township/cards/cards' })}
        />
      </View>
      <MainButton
        tone="plain"
        icon="list"
        words="村里的数：收了多少，办了多少"
        onPress={() => void Taro.navigateTo({ url: `/village/figures/figures?village=${code}` })}
      />
    </>
  )
}

function Person({ person, now }: { person: Village['people'][number]; now: Date }) {
  const { calledAs, title, group, me, away } = person
  const isAway = away && new Date(away.from) <= now
  return (
    <View className="village-row">
      <Initial calledAs={calledAs} />
      <View className="village-row__words">
        <Text className="village-row__name">
          {calledAs}
          {me ? '（您）' : ''}
        </Text>
        <Text className="village-row__about">
          {group === null ? '' : `${group} 组`}
          {title}
        </Text>
        {away && (
          <Text className={isAway ? 'village-row__away' : 'village-row__about'}>
            {spokenAbsence(away, now)} {isAway ? '不在' : '请了假'}
          </Text>
        )}
      </View>
    </View>
  )
}
