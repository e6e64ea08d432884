import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { keptCases } from '../../client/cases'
import { SeenAt } from '../../components/answer/answer'
import { CaseClock } from '../../components/clock-chip/case-clock'
import { Press } from '../../components/press/press'

type Kept = Awaited<ReturnType<typeof keptCases>>

/** One's open cases as this phone was shown them last: what there is to do, where the queue itself cannot be had. */
export function KeptCases() {
  const [kept, setKept] = useState<Kept>([])
  useEffect(() => {
    void keptCases().then(setKept)
  }, [])
  if (kept.length === 0) return null
  const now = new Date()
  return (
    <>
      <SeenAt keptAt={Math.min(...kept.map(({ at }) => at))} />
      {kept.map(({ work }) => (
        <View key={work.id} className={`lead${work.urgency === 'urgent' ? ' lead--urgent' : ''}`}>
          <Press
            className="lead__open"
            onPress={() => void Taro.navigateTo({ url: `/village/case/case?id=${work.id}` })}
          >
            <CaseClock work={work} now={now} />
            <Text className="lead__who">{work.subjectName ?? '没有留名字'}</Text>
            <Text className="lead__where">{work.placeName}</Text>
            <Text className="lead__next">{work.nextAction}</Text>
          </Press>
        </View>
      ))}
    </>
  )
}
