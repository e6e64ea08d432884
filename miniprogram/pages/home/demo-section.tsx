import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { call, type Reply } from '../../client/api'
import { plainly } from '../../client/problem'
import { signInAsDemo } from '../../client/session'
import { workplaces } from '../../client/workplaces'
import { Loading, Trouble, Warning } from '../../components/answer/answer'
import { useAnswer } from '../../components/answer/use-answer'
import { Icon } from '../../components/icon/icon'
import { Press } from '../../components/press/press'

type Demo = Reply<'GET /api/demo'>

/** The people by where they work: who reports first, then from the village up, as a report goes. */
function byPlace(people: Demo['people']) {
  const places = [...new Set(people.map(({ territory }) => territory))]
  const rank = (territory: string) => (territory === '' ? Number.NEGATIVE_INFINITY : -territory.length)
  return places
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other))
    .map((place) => {
      const here = people.filter(({ territory }) => territory === place)
      return { name: place === '' ? '报事的人' : here[0]?.territoryName || '县里', people: here }
    })
}

/** For trying out: the demonstration's cards to open and its people to sign in as. Not there in earnest. */
export function DemoSection() {
  const asked = useAnswer(() => call('GET /api/demo'), '')
  return (
    <View className="demo">
      <View className="demo__title" role="heading" aria-level="2">
        演示
      </View>
      <Text className="demo__words">这里的人、寨子和事情都是编的，只为让您试一试。</Text>
      {asked.value ? (
        <DemoList demo={asked.value} />
      ) : asked.asking ? (
        <Loading />
      ) : (
        <Trouble error={asked.error} onAgain={() => void asked.again()} />
      )}
    </View>
  )
}

function DemoList({ demo }: { demo: Demo }) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const enter = async (person: Demo['people'][number]) => {
    setTrouble(null)
    try {
      await signInAsDemo(person.id)
      const url = workplaces[person.opens]
      await (person.opens === 'resident' ? Taro.reLaunch({ url }) : Taro.navigateTo({ url }))
    } catch (error) {
      setTrouble(plainly(error))
    }
  }
  return (
    <>
      <Text className="demo__group">打开一张名片</Text>
      <View className="demo__list">
        {demo.cards.map((card) => (
          <DemoRow
            key={card.id}
            name={card.name}
            about={card.kind}
            onPress={() => void Taro.navigateTo({ url: `/pages/card/card?c=${card.id}` })}
          />
        ))}
      </View>
      <Text className="demo__group">以一位工作人员登录</Text>
      {byPlace(demo.people).map(({ name, people }) => (
        <View key={name} className="demo__place">
          <Text className="demo__place-name">{name}</Text>
          <View className="demo__people">
            {people.map((person) => (
              <Press key={person.id} className="demo__person" onPress={() => void enter(person)}>
                <Text className="demo__row-name">{person.calledAs}</Text>
                <Text className="demo__row-about">{person.title}</Text>
              </Press>
            ))}
          </View>
        </View>
      ))}
      <Warning words={trouble} />
    </>
  )
}

function DemoRow({ name, about, onPress }: { name: string; about: string; onPress(): void }) {
  return (
    <Press className="demo__row" onPress={onPress}>
      <View className="demo__row-words">
        <Text className="demo__row-name">{name}</Text>
        <Text className="demo__row-about">{about}</Text>
      </View>
      <Icon name="chevron-right" />
    </Press>
  )
}
