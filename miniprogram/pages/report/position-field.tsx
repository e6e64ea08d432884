import { Text, View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { askWhereabouts, type Whereabouts } from '../../client/phone-position'
import { Field } from '../../components/field/field'
import { MainButton } from '../../components/main-button/main-button'
import { Press } from '../../components/press/press'
import { Refused } from '../../components/refused/refused'
import type { StepProps } from './report'

type Trouble = Extract<Whereabouts, string>

const inWords = '不要紧，在下面写一写怎么找到就行。'

/**
 * 「用我现在的位置」, for whoever cannot tell the village: asked for on this tap and never otherwise, and never
 * needed. Whoever refuses goes on by words.
 */
export function PositionField({ draft, change }: Pick<StepProps, 'draft' | 'change'>) {
  const [asking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const onPage = useRef(true)
  useEffect(
    () => () => {
      onPage.current = false
    },
    [],
  )
  const ask = async () => {
    setAsking(true)
    setTrouble(null)
    const there = await askWhereabouts('hamlet')
    // Who went on meanwhile has done without; the report may have been sent.
    if (!onPage.current) return
    setAsking(false)
    if (typeof there === 'string') setTrouble(there)
    else change({ position: there })
  }
  return (
    <Field label="位置" hint="可以不给">
      {draft.position ? (
        <Press className="picked" heard="不用我的位置了" onPress={() => change({ position: undefined })}>
          <Text className="picked__words">记下了</Text>
          <Text className="picked__change">不用了</Text>
        </Press>
      ) : (
        <MainButton
          tone="plain"
          icon="map-pin"
          words="用我现在的位置"
          busy={asking && '正在看您在哪…'}
          onPress={() => void ask()}
        />
      )}
      {trouble === 'vague' || trouble === 'cancelled' ? (
        <View className="field__note" role="alert">
          {trouble === 'vague' ? '手机只晓得个大概，位置用不上。' : '没有看到您的位置。'}
          {inWords}
        </View>
      ) : trouble ? (
        <Refused of={trouble} what="您的位置" instead={inWords} />
      ) : (
        <Text className="field__note">
          {draft.position ? '' : draft.forWhom === 'self' ? '在家里点才准。' : '在他家附近点才准。'}
          只用来认是哪个村。
        </Text>
      )}
    </Field>
  )
}
